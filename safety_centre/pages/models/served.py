"""What serving pages needs to remember: which version holds, and how often each was read."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PageCacheVersion(models.Model):
    """One row: a number that grows whenever something that pages show changed (see ``pages.page_cache``)."""

    ONLY = 1

    number = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.number)


class PageViews(models.Model):
    """Views of one page (in one language) on one day. A number, not a foreign key: counts are written later than
    they are counted, and a page deleted meanwhile must not stop the others from being written."""

    page_id = models.PositiveBigIntegerField(_("page"))
    day = models.DateField(_("day"))
    count = models.PositiveBigIntegerField(_("views"), default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["page_id", "day"], name="one_count_of_views_a_page_and_day")]
        verbose_name = _("views of a page")
        verbose_name_plural = _("views of pages")

    def __str__(self) -> str:
        return f"{self.page_id} {self.day}: {self.count}"
