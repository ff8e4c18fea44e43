"""Video, pictures, files."""

from django.core.exceptions import ValidationError
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtailmedia.blocks import VideoChooserBlock

from safety_centre.pages import embeds
from safety_centre.pages.renditions import BODY_SPECS, with_renditions


class CaptionsBlock(blocks.StructBlock):
    language = blocks.ChoiceBlock(choices=[("fr", _("French")), ("en", _("English"))], label=_("language"))
    kind = blocks.ChoiceBlock(
        choices=[("captions", _("Captions")), ("descriptions", _("Audio description as text"))],
        default="captions",
        label=_("kind"),
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


class VideoBlock(blocks.StructBlock):
    """A video that is whole for those who can't hear or see it: captions and transcript are required."""

    video = VideoChooserBlock(label=_("video"))
    title = blocks.CharBlock(max_length=160, label=_("title"))
    captions = blocks.ListBlock(CaptionsBlock(), min_num=1, label=_("captions"))
    described = VideoChooserBlock(required=False, label=_("version with audio description"))
    transcript = blocks.RichTextBlock(
        features=["bold", "italic", "link"],
        label=_("transcript"),
        help_text=_("All that is said, and what matters of what is seen."),
    )

    class Meta:
        icon = "media"
        label = _("Video")
        description = _("With captions and transcript, always.")
        template = "blocks/video.html"


class EmbedBlock(blocks.StructBlock):
    """A video that stays on another site. Nothing of that site is loaded before the reader asks for it."""

    url = blocks.URLBlock(
        label=_("address"), help_text=_("Of the video’s page: YouTube, Vimeo or Dailymotion, no other site.")
    )
    title = blocks.CharBlock(max_length=160, label=_("title"))
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
        preview_value = {"url": "https://www.youtube.com/watch?v=aaaaaaaaaaa", "title": "A video", "transcript": ""}

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        cleaned = super().clean(value)
        if embeds.read(cleaned["url"]) is None:
            raise StructBlockValidationError(
                {"url": ValidationError(_("This isn’t the address of a video on YouTube, Vimeo or Dailymotion."))}
            )
        return cleaned

    def get_context(self, value: blocks.StructValue, parent_context: dict | None = None) -> dict:
        return super().get_context(value, parent_context) | {"embed": embeds.read(value.get("url") or "")}


class ImageBlock(blocks.StructBlock):
    """A picture. All pictures of a body come with the sizes that are shown, in two queries together."""

    image = ImageChooserBlock(label=_("image"))
    caption = blocks.CharBlock(required=False, default="", max_length=250, label=_("caption"))

    class Meta:
        icon = "image"
        label = _("Image")
        description = _("A picture that explains something. Its alternative text comes from the image itself.")
        template = "blocks/image.html"

    def bulk_to_python(self, values: list[dict]) -> list[blocks.StructValue]:
        found = super().bulk_to_python(values)
        images = list({value["image"].pk: value["image"] for value in found if value["image"]}.values())
        prefetch_related_objects(images, with_renditions(BODY_SPECS))
        return found


class DownloadBlock(blocks.StructBlock):
    document = DocumentChooserBlock(label=_("document"))
    title = blocks.CharBlock(max_length=160, label=_("title"))
    text = blocks.TextBlock(required=False, default="", rows=2, label=_("what is in it"))

    class Meta:
        icon = "download"
        label = _("Download")
        description = _("A file to keep or print.")
        template = "blocks/download.html"
