"""People to talk to, and questions that lead to them."""

from django.apps import apps
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from safety_centre.pages.blocks.preview import Previewed

AUDIENCES = [("teen", _("Teens")), ("parent", _("Parents")), ("anyone", _("Anyone"))]


def topic_choices() -> list[tuple[str, str]]:
    """Return the topics by key: a page keeps the key, so that showing it asks nothing of the database."""
    return [(topic.key, topic.name) for topic in apps.get_model("guides", "Topic").objects.all()]


class TopicBlock(blocks.ChoiceBlock):
    """A topic's key. Reading it looks nothing up: Wagtail's block would list the choices for each value it reads."""

    def to_python(self, value: str | None) -> str:
        return value or ""

    class Meta:
        icon = "tag"
        label = _("Topic")


class HelplinesBlock(Previewed, blocks.StructBlock):
    """Help lines chosen by topic and reader, not one by one: they follow the checked list as it changes."""

    title = blocks.CharBlock(
        max_length=120, label=_("title"), help_text=_("Says what follows, in the reader’s words: “What to do tonight”.")
    )
    topic = TopicBlock(
        choices=topic_choices,
        required=False,
        label=_("topic"),
        help_text=_("Lines for this topic come first. Empty: the general ones."),
    )
    audience = blocks.ChoiceBlock(
        choices=AUDIENCES,
        default="anyone",
        label=_("for whom"),
        help_text=_("Whom the lines answer: teens on the teen side, parents on the parents’."),
    )

    class Meta:
        icon = "mobile-alt"
        label = _("Help lines")
        description = _("People to talk to, from the checked list, for the reader’s country.")
        preview_value = {"title": _("Talk to someone"), "audience": "teen"}
        template = "blocks/helplines.html"


class SelfCheckBlock(Previewed, blocks.StructBlock):
    """Questions to ask oneself. Nothing is counted, sent or stored."""

    title = blocks.CharBlock(
        max_length=120, label=_("title"), help_text=_("Says what follows, in the reader’s words: “What to do tonight”.")
    )
    intro = blocks.TextBlock(
        required=False, default="", label=_("introduction"), rows=2, help_text=_("Say that nothing is counted or kept.")
    )
    questions = blocks.ListBlock(
        blocks.CharBlock(
            max_length=250, label=_("question"), help_text=_("Answered yes or no, in the first person. No score.")
        ),
        min_num=2,
        label=_("questions"),
    )
    closing = blocks.TextBlock(label=_("closing"), help_text=_("Ends with people to talk to, whatever was ticked."))

    class Meta:
        icon = "help"
        label = _("Self-check")
        description = _("A few questions to ask oneself. No score, no diagnosis; it ends with people to talk to.")
        preview_value = {
            "title": _("How are you, really?"),
            "questions": [_("Do I sleep badly most nights?"), _("Have I stopped doing what I liked?")],
            "closing": _("Whatever you ticked, you can talk to someone."),
        }
        template = "blocks/self_check.html"
