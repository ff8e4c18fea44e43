"""People to talk to, and questions that lead to them."""

from django.apps import apps
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

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


class HelplinesBlock(blocks.StructBlock):
    """Help lines chosen by topic and reader, not one by one: they follow the checked list as it changes."""

    title = blocks.CharBlock(max_length=120, label=_("title"))
    topic = TopicBlock(choices=topic_choices, required=False, label=_("topic"))
    audience = blocks.ChoiceBlock(choices=AUDIENCES, default="anyone", label=_("for whom"))

    class Meta:
        icon = "mobile-alt"
        label = _("Help lines")
        description = _("People to talk to, from the checked list, for the reader’s country.")
        preview_value = {"title": "Talk to someone", "audience": "teen"}
        template = "blocks/helplines.html"


class SelfCheckBlock(blocks.StructBlock):
    """Questions to ask oneself. Nothing is counted, sent or stored."""

    title = blocks.CharBlock(max_length=120, label=_("title"))
    intro = blocks.TextBlock(required=False, default="", label=_("introduction"), rows=2)
    questions = blocks.ListBlock(blocks.CharBlock(max_length=250, label=_("question")), min_num=2, label=_("questions"))
    closing = blocks.TextBlock(label=_("closing"), help_text=_("Ends with people to talk to, whatever was ticked."))

    class Meta:
        icon = "help"
        label = _("Self-check")
        description = _("A few questions to ask oneself. No score, no diagnosis; it ends with people to talk to.")
        preview_value = {
            "title": "How are you, really?",
            "questions": ["Do I sleep badly most nights?", "Have I stopped doing what I liked?"],
            "closing": "Whatever you ticked, you can talk to someone.",
        }
        template = "blocks/self_check.html"
