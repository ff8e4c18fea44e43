"""What guides and chapters share: sources, review dates, and what is worked out of a text once, when it is saved."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField

# After the promised day a guide is renewed within this time, or its readers are told that it is being reviewed.
REVIEW_GRACE_DAYS = 60


def line_block(max_length: int) -> blocks.CharBlock:
    """Return a block for one line of a short list. Wagtail shows its label without tying it to the field."""
    block = blocks.CharBlock(max_length=max_length, label=_("line"), icon="minus")
    block.field.widget.attrs["aria-label"] = _("line")
    return block


class SourceBlock(blocks.StructBlock):
    """Where a fact comes from, so that a reader can check it."""

    title = blocks.CharBlock(max_length=300, label=_("title"), help_text=_("As it stands on the document."))
    publisher = blocks.CharBlock(
        max_length=160, label=_("publisher"), help_text=_("Who answers for it: a ministry, a journal, an association.")
    )
    url = blocks.URLBlock(
        required=False, default="", label=_("address"), help_text=_("Of the page itself, so that a reader can check.")
    )
    year = blocks.IntegerBlock(
        required=False,
        min_value=1900,
        max_value=2100,
        label=_("year"),
        help_text=_("When it was published. Older than five years: look for a newer one."),
    )

    class Meta:
        icon = "link-external"
        label = _("Source")
        description = _("Where a fact comes from, so that a reader can check it.")


class ReviewedPage(models.Model):
    """A page whose facts somebody answers for, until a date."""

    sources = StreamField(
        [("source", SourceBlock())],
        blank=True,
        verbose_name=_("sources"),
        help_text=_("One for every number, law and study of the page. Public bodies and journals before newspapers."),
    )
    reviewed_on = models.DateField(
        _("reviewed on"), null=True, blank=True, help_text=_("The day somebody competent last read it whole.")
    )
    next_review = models.DateField(
        _("next review"), null=True, blank=True, help_text=_("Six months for urgent topics, a year for others.")
    )

    reviewed_by = models.CharField(
        _("reviewed by"),
        max_length=160,
        blank=True,
        help_text=_("A role, not a name: “a psychologist of the association”. Readers see it beside the date."),
    )

    derived = models.JSONField(default=dict, blank=True, editable=False)

    # The stream fields that a reader reads, one a reader where there are several.
    sides: tuple[str, ...] = ("body",)

    review_panels = [
        FieldPanel("sources"),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("reviewed_on"), FieldPanel("next_review")]), FieldPanel("reviewed_by")],
            _("Review"),
        ),
    ]

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and keep reading times and explained words with the page: they cost nothing when it is read."""
        from guides import derived  # reads import models, so models import reads late

        if not kwargs.get("update_fields"):
            self.derived = derived.derive(self)
        super().save(*args, **kwargs)

    @property
    def data_url(self) -> str:
        """The address of this page as a portable document (``guides.portable``)."""
        return reverse("portable_guide", args=[getattr(self, "translation_key")])  # noqa: B009  # a page has one, this mixin not

    def schema_nodes(self, context: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any] | None]:
        from guides import structured_data

        return structured_data.nodes_of(self, context)

    def clean(self) -> None:
        super().clean()
        if self.reviewed_on and self.next_review and self.next_review <= self.reviewed_on:
            raise ValidationError({"next_review": _("The next review comes after the last one.")})

    def minutes_of(self, side: str) -> int:
        """Return the minutes that ``side`` takes to read, as worked out when it was last saved."""
        from guides import derived

        known = self.derived.get("minutes", {}).get(side)
        return known or derived.minutes_of(self, side)

    def is_being_reviewed(self, today: dt.date | None = None) -> bool:
        """Say whether its review is long overdue: readers are told, and the guide stays."""
        if not self.next_review:
            return False
        return (today or timezone.localdate()) > self.next_review + dt.timedelta(days=REVIEW_GRACE_DAYS)
