"""Pictures, documents and recordings, each with what a reader who can't see or hear them needs.

Their forms have no tags: nothing here uses them, and Wagtail would show each association those of all others.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtailmedia.models import AbstractMedia


class CustomImage(AbstractImage):
    """A picture that can't be saved without words for it, nor with recognisable people who did not agree."""

    class People(models.TextChoices):
        NONE = "none", _("Nobody can be recognised")
        CONSENT = "consent", _("People can be recognised, and each of them agreed in writing")

    description = models.CharField(
        _("alternative text"),
        max_length=255,
        help_text=_("What the picture shows, for those who can't see it. One sentence, without “picture of”."),
    )
    credit = models.CharField(_("credit"), max_length=255, blank=True, help_text=_("Who made it, and its licence."))
    people = models.CharField(_("people in the picture"), max_length=10, choices=People.choices, default=People.NONE)

    admin_form_fields = (
        "title",
        "file",
        "description",
        "credit",
        "people",
        "collection",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")


class CustomRendition(AbstractRendition):
    """A size of a picture that templates use."""

    image = models.ForeignKey(CustomImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)


class CustomDocument(AbstractDocument):
    """A file to download, with who made it."""

    credit = models.CharField(_("credit"), max_length=255, blank=True)

    admin_form_fields = ("title", "file", "credit", "collection")

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")


class CustomMedia(AbstractMedia):
    """A video or a sound recording. Captions and transcript live with the block that shows it, per language."""

    credit = models.CharField(_("credit"), max_length=255, blank=True)

    admin_form_fields = (
        "title",
        "file",
        "collection",
        "duration",
        "width",
        "height",
        "thumbnail",
        "credit",
    )
