"""Video, pictures, files."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtailmedia.blocks import VideoChooserBlock

from safety_centre.pages import embeds
from safety_centre.pages.blocks.preview import Previewed, stand_in
from safety_centre.pages.renditions import BODY_SPECS, with_renditions


def site_languages() -> list[tuple[str, Any]]:
    """Return the site's languages. Called at need: migrations then name no language, and adding one needs none."""
    return list(settings.LANGUAGES)


class CaptionsBlock(blocks.StructBlock):
    language = blocks.ChoiceBlock(
        choices=site_languages,
        label=_("language"),
        help_text=_("The language that is read, not the one that is spoken."),
    )
    kind = blocks.ChoiceBlock(
        choices=[("captions", _("Captions")), ("descriptions", _("Audio description as text"))],
        default="captions",
        label=_("kind"),
        help_text=_("Captions for who can’t hear; descriptions for who can’t see."),
    )
    file = DocumentChooserBlock(label=_("file"), help_text=_("A WebVTT file (.vtt)."))

    class Meta:
        icon = "openquote"
        label = _("Captions")

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        cleaned = super().clean(value)
        if not cleaned["file"].filename.lower().endswith(".vtt"):
            raise StructBlockValidationError(
                {"file": ValidationError(_("Captions are a WebVTT file, whose name ends in .vtt."))}
            )
        return cleaned


class VideoBlock(Previewed, blocks.StructBlock):
    """A video that is whole for those who can't hear or see it: captions and transcript are required."""

    video = VideoChooserBlock(label=_("video"), help_text=_("Under three minutes, calm, without music that alarms."))
    title = blocks.CharBlock(max_length=160, label=_("title"), help_text=_("What one learns from it, not “Video”."))
    captions = blocks.ListBlock(
        CaptionsBlock(),
        min_num=1,
        label=_("captions"),
        help_text=_("One file a language, checked by somebody who heard the video."),
    )
    described = VideoChooserBlock(
        required=False, label=_("version with audio description"), help_text=_("Where pictures say what words don’t.")
    )
    transcript = blocks.RichTextBlock(
        features=["bold", "italic", "link"],
        label=_("transcript"),
        help_text=_("All that is said, and what matters of what is seen."),
    )

    class Meta:
        icon = "media"
        label = _("Video")
        description = _("With captions and transcript, always.")
        preview_sample = {
            "video": stand_in(duration=95, width=640, height=360, sources=[], url="#", thumbnail=None),
            "title": _("How to keep proof"),
            "captions": [],
            "transcript": _("<p>A calm voice says: take a screenshot before you delete anything.</p>"),
        }
        template = "blocks/video.html"


class EmbedBlock(Previewed, blocks.StructBlock):
    """A video that stays on another site. Nothing of that site is loaded before the reader asks for it."""

    url = blocks.URLBlock(
        label=_("address"), help_text=_("Of the video’s page: YouTube, Vimeo or Dailymotion, no other site.")
    )
    title = blocks.CharBlock(max_length=160, label=_("title"), help_text=_("What one learns from it, not “Video”."))
    transcript = blocks.RichTextBlock(
        features=["bold", "italic", "link"],
        label=_("transcript"),
        help_text=_("All that is said, and what matters of what is seen."),
    )

    class Meta:
        icon = "media"
        label = _("Video on another site")
        description = _("Shown as a button; the other site learns nothing before a click.")
        template = "blocks/embed.html"
        preview_value = {"url": "https://www.youtube.com/watch?v=aaaaaaaaaaa", "title": _("A video"), "transcript": ""}

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        cleaned = super().clean(value)
        if embeds.read(cleaned["url"]) is None:
            raise StructBlockValidationError(
                {"url": ValidationError(_("This isn’t the address of a video on YouTube, Vimeo or Dailymotion."))}
            )
        return cleaned

    def get_context(self, value: blocks.StructValue, parent_context: dict | None = None) -> dict:
        return super().get_context(value, parent_context) | {"embed": embeds.read(value.get("url") or "")}


class ImageBlock(Previewed, blocks.StructBlock):
    """A picture. All pictures of a body come with the sizes that are shown, in two queries together."""

    image = ImageChooserBlock(
        label=_("image"), help_text=_("It explains something. No faces in distress; consent of whoever is in it.")
    )
    caption = blocks.CharBlock(
        required=False,
        default="",
        max_length=250,
        label=_("caption"),
        help_text=_("What the picture shows that the text doesn’t say."),
    )

    class Meta:
        icon = "image"
        label = _("Image")
        description = _("A picture that explains something. Its alternative text comes from the image itself.")
        preview_template = "blocks/previews/image.html"
        preview_sample = {"image": None, "caption": _("The button is at the top right.")}
        template = "blocks/image.html"

    def bulk_to_python(self, values: list[dict]) -> list[blocks.StructValue]:
        found = super().bulk_to_python(values)
        images = list({value["image"].pk: value["image"] for value in found if value["image"]}.values())
        prefetch_related_objects(images, with_renditions(BODY_SPECS))
        return found


class DownloadBlock(Previewed, blocks.StructBlock):
    document = DocumentChooserBlock(
        label=_("document"), help_text=_("A light file that prints well, in the page’s language.")
    )
    title = blocks.CharBlock(max_length=160, label=_("title"), help_text=_("What one learns from it, not “Video”."))
    text = blocks.TextBlock(
        required=False,
        default="",
        rows=2,
        label=_("what is in it"),
        help_text=_("One sentence: who needs it and for what."),
    )

    class Meta:
        icon = "download"
        label = _("Download")
        description = _("A file to keep or print.")
        preview_sample = {
            "document": stand_in(url="#", file_extension="pdf", get_file_size=120_000),
            "title": _("Notebook of proof"),
            "text": _("One page to note dates, names and addresses."),
        }
        template = "blocks/download.html"
