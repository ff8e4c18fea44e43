"""The charter: what is public, and what one's acts do to others."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.fields import StreamField
from wagtail.models import Orderable, TranslatableMixin

from safety_centre.pages.blocks import BodyBlock
from safety_centre.pages.models import BasePage
from safety_centre.pages.typography import typeset


class CharterPage(BasePage):
    """The ethical charter of reasoned use. Family agreements choose among its commitments."""

    picture_name = "charter"

    intro = models.TextField(_("introduction"), blank=True)
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("body"))

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("intro"),
        InlinePanel("commitments", label=_("commitment"), heading=_("Commitments")),
        FieldPanel("body"),
    ]
    parent_page_types = ["pages.HomePage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("charter")
        verbose_name_plural = _("charters")


class CharterCommitment(TranslatableMixin, Orderable):
    """One promise. ``key`` is stable: a signed agreement refers to it even after its words changed."""

    class Audience(models.TextChoices):
        TEEN = "teen", _("Teen")
        ADULT = "adult", _("Adult")
        BOTH = "both", _("Both")

    page = ParentalKey(CharterPage, on_delete=models.CASCADE, related_name="commitments")
    key = models.SlugField(_("key"), max_length=60, blank=True)
    title = models.CharField(_("promise"), max_length=120)
    text = models.TextField(_("what it means"))
    audience = models.CharField(_("for whom"), max_length=5, choices=Audience.choices, default=Audience.BOTH)

    panels = [FieldPanel("title"), FieldPanel("text"), FieldPanel("audience")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        for name in ("title", "text"):
            setattr(self, name, typeset(getattr(self, name), self.locale.language_code))
        super().save(*args, **kwargs)
