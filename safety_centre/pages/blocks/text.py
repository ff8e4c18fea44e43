"""Text: headings, paragraphs, and what stands out among them."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from safety_centre.pages.blocks.preview import Previewed

PROSE = ["bold", "italic", "ol", "ul", "link", "document-link"]
INLINE = ["bold", "italic", "link"]


class HeadingBlock(Previewed, blocks.CharBlock):
    """A heading of the second level; the table of contents is made of these."""

    class Meta:
        icon = "title"
        label = _("Heading")
        description = _("Starts a section. Four to seven a side; each says what follows.")
        preview_value = _("What you can do tonight")
        template = "blocks/heading.html"
        max_length = 120


class TextBlock(Previewed, blocks.RichTextBlock):
    class Meta:
        icon = "pilcrow"
        label = _("Text")
        description = _("Paragraphs and lists. One idea a paragraph, short sentences.")
        preview_value = _("<p>You don’t have to answer tonight. You can close the app and talk to someone first.</p>")
        template = "blocks/text.html"

    def __init__(self, **kwargs: object) -> None:
        super().__init__(features=PROSE, **kwargs)


class CalloutBlock(Previewed, blocks.StructBlock):
    """One thing that must not be missed."""

    tone = blocks.ChoiceBlock(
        choices=[("note", _("Note")), ("care", _("Take care")), ("help", _("Help now"))],
        default="note",
        label=_("tone"),
        help_text=_("“Help now” has its own colour: keep it for urgent help."),
    )
    title = blocks.CharBlock(
        max_length=120, label=_("title"), help_text=_("The message itself: “It is not your fault”.")
    )
    text = blocks.RichTextBlock(
        features=PROSE, label=_("text"), help_text=_("Two or three sentences. One callout a side is enough.")
    )

    class Meta:
        icon = "warning"
        label = _("Callout")
        description = _("One thing that a hurried reader must not miss.")
        preview_value = {
            "tone": "note",
            "title": _("It is not your fault"),
            "text": _("<p>Whoever threatens is responsible for the threat.</p>"),
        }
        template = "blocks/callout.html"


class QuoteBlock(Previewed, blocks.StructBlock):
    text = blocks.TextBlock(
        label=_("text"),
        help_text=_("As it was said, without quotation marks. Nothing that would let anybody be recognised."),
    )
    attribution = blocks.CharBlock(
        required=False, max_length=120, label=_("who says it"), help_text=_("First name and age, or “example”.")
    )

    class Meta:
        icon = "openquote"
        label = _("Quote")
        description = _("A voice that a reader may recognise. Say so when it is made up.")
        preview_value = {
            "text": _("I told my aunt first. It was easier than I thought."),
            "attribution": _("Sam, 15 (example)"),
        }
        template = "blocks/quote.html"


class KeyFigureBlock(Previewed, blocks.StructBlock):
    figure = blocks.CharBlock(max_length=30, label=_("figure"), help_text=_("As people say it: “1 in 5”."))
    text = blocks.TextBlock(label=_("what it counts"), help_text=_("A full sentence: who, what, when."))
    source = blocks.CharBlock(max_length=255, label=_("source"), help_text=_("Who measured it, where and when."))

    class Meta:
        icon = "order"
        label = _("Key figure")
        description = _("One number that helps, with who measured it. Never weights or calories.")
        preview_value = {"figure": _("1 in 5"), "text": _("teens say that…"), "source": _("Example survey, 2026")}
        template = "blocks/key_figure.html"
