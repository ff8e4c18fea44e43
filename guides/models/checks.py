"""What the checks found in each page's newest text, and what the safety team let pass, with its reason."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision


class PageCheck(models.Model):
    """The result for a page's newest revision. ``rules_version`` and ``checked_on`` say when it grows stale."""

    page = models.OneToOneField(Page, on_delete=models.CASCADE, related_name="+")
    revision = models.ForeignKey(Revision, on_delete=models.SET_NULL, null=True, related_name="+")
    rules_version = models.CharField(max_length=12)
    checked_on = models.DateField()

    def __str__(self) -> str:
        return f"{self.page_id} {self.rules_version}"


class CheckFinding(models.Model):
    """One remark on a page. ``key`` is the same from save to save as long as the sentence is (guides.checks)."""

    class Level(models.TextChoices):
        MUST = "must", _("Must fix")
        ADVICE = "advice", _("Advice")

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=32)
    rule = models.SlugField(_("rule"), max_length=40)
    level = models.CharField(_("level"), max_length=6, choices=Level.choices)
    tab = models.CharField(max_length=40)
    block = models.CharField(max_length=40, blank=True)
    path = models.CharField(max_length=120, blank=True)
    excerpt = models.TextField(blank=True)
    match = models.TextField(blank=True)
    detail = models.CharField(max_length=200, blank=True)
    position = models.PositiveIntegerField()
    is_open = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("remark")
        verbose_name_plural = _("remarks")
        ordering = ["page_id", "position"]
        constraints = [models.UniqueConstraint(fields=["page", "key"], name="one_finding_a_key")]
        indexes = [models.Index(fields=["is_open", "level"], name="open_findings")]

    def __str__(self) -> str:
        return f"{self.rule} {self.excerpt[:40]}"


class CheckOverride(models.Model):
    """A *must fix* that the safety team let pass. It holds for that sentence only: another sentence has another key.

    It is never deleted: taking it back sets ``withdrawn_at``.
    """

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")
    revision = models.ForeignKey(Revision, on_delete=models.SET_NULL, null=True, related_name="+")
    key = models.CharField(max_length=32)
    rule = models.SlugField(_("rule"), max_length=40)
    tab = models.CharField(max_length=40)
    block = models.CharField(max_length=40, blank=True)
    excerpt = models.TextField(blank=True)
    excerpt_hash = models.CharField(max_length=64)
    reason = models.TextField(_("reason"), max_length=2000)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(_("when"))
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("point that was let pass")
        verbose_name_plural = _("points that were let pass")
        ordering = ["-made_at", "-pk"]
        default_permissions = ()
        permissions = [("override_check", _("Can let a “must fix” pass, with a reason"))]
        constraints = [
            models.UniqueConstraint(
                fields=["page", "key"], condition=models.Q(withdrawn_at=None), name="one_override_in_force"
            )
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.excerpt[:40]}"
