"""What to notice, what to do, what to say."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from safety_centre.pages.blocks.text import INLINE


def _title(**kwargs: object) -> blocks.CharBlock:
    return blocks.CharBlock(max_length=120, label=_("title"), **kwargs)


def _intro() -> blocks.TextBlock:
    return blocks.TextBlock(required=False, default="", label=_("introduction"), rows=2)


class StepBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=160, label=_("what to do"))
    text = blocks.RichTextBlock(features=INLINE, required=False, default="", label=_("how"))

    class Meta:
        icon = "tick"
        label = _("Step")


class WarningSignsBlock(blocks.StructBlock):
    title = _title()
    intro = _intro()
    signs = blocks.ListBlock(blocks.CharBlock(max_length=300, label=_("sign")), min_num=2, label=_("signs"))
    closing = blocks.TextBlock(required=False, default="", label=_("closing sentence"), rows=2)

    class Meta:
        icon = "view"
        label = _("Warning signs")
        description = _("What one may notice. Several together count, one alone rarely does: say so.")
        preview_value = {"title": "Signs to notice", "signs": ["Sleeps badly", "Hides the phone when a message comes"]}
        template = "blocks/warning_signs.html"


class StepsBlock(blocks.StructBlock):
    title = _title()
    intro = _intro()
    steps = blocks.ListBlock(StepBlock(), min_num=2, label=_("steps"))

    class Meta:
        icon = "list-ol"
        label = _("Steps")
        description = _("What to do, in order, each step a verb.")
        preview_value = {"title": "What to do now", "steps": [{"title": "Tell one person", "text": "<p>Tonight.</p>"}]}
        template = "blocks/steps.html"


class EvidenceStepsBlock(StepsBlock):
    class Meta:
        icon = "copy"
        label = _("Evidence steps")
        description = _("Keep proof, report, block: in that order.")
        preview_value = {
            "title": "Keep proof, then report",
            "steps": [{"title": "Take a screenshot", "text": "<p>With the account’s name.</p>"}],
        }
        template = "blocks/evidence_steps.html"


class StarterBlock(blocks.StructBlock):
    say = blocks.TextBlock(rows=2, label=_("words to say"))
    why = blocks.CharBlock(required=False, default="", max_length=200, label=_("why it helps"))

    class Meta:
        icon = "comment"
        label = _("Words to say")


class ConversationStartersBlock(blocks.StructBlock):
    title = _title()
    intro = _intro()
    starters = blocks.ListBlock(StarterBlock(), min_num=1, label=_("words to say"))

    class Meta:
        icon = "comment"
        label = _("Conversation starters")
        description = _("Sentences that somebody can really say, as they would say them.")
        preview_value = {
            "title": "To begin",
            "starters": [{"say": "You seem tired these days. Shall we walk a bit?", "why": "No question to dodge."}],
        }
        template = "blocks/conversation_starters.html"


class DoDontBlock(blocks.StructBlock):
    title = _title()
    do = blocks.ListBlock(blocks.CharBlock(max_length=250), min_num=1, label=_("what helps"))
    dont = blocks.ListBlock(blocks.CharBlock(max_length=250), min_num=1, label=_("what doesn’t"))

    class Meta:
        icon = "check"
        label = _("Do and don’t")
        description = _("What helps, and what doesn’t even when meant well.")
        preview_value = {"title": "When they tell you", "do": ["Listen to the end"], "dont": ["Take the phone away"]}
        template = "blocks/do_dont.html"
