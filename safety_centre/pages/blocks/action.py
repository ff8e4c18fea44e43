"""What to notice, what to do, what to say."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from safety_centre.pages.blocks.preview import Previewed
from safety_centre.pages.blocks.text import INLINE


def _title(**kwargs: object) -> blocks.CharBlock:
    help_text = _("Says what follows, in the reader’s words: “What to do tonight”.")
    return blocks.CharBlock(max_length=120, label=_("title"), help_text=help_text, **kwargs)


def _intro() -> blocks.TextBlock:
    help_text = _("One or two sentences, only if the list needs them.")
    return blocks.TextBlock(required=False, default="", label=_("introduction"), rows=2, help_text=help_text)


class StepBlock(blocks.StructBlock):
    title = blocks.CharBlock(
        max_length=160, label=_("what to do"), help_text=_("Begins with a verb: “Tell one person”.")
    )
    text = blocks.RichTextBlock(
        features=INLINE,
        required=False,
        default="",
        label=_("how"),
        help_text=_("How, where, with whom: what a tired person can do now."),
    )

    class Meta:
        icon = "tick"
        label = _("Step")


class WarningSignsBlock(Previewed, blocks.StructBlock):
    title = _title()
    intro = _intro()
    signs = blocks.ListBlock(
        blocks.CharBlock(
            max_length=300, label=_("sign"), help_text=_("Something one can see or hear, not a diagnosis.")
        ),
        min_num=2,
        label=_("signs"),
    )
    closing = blocks.TextBlock(
        required=False,
        default="",
        label=_("closing sentence"),
        rows=2,
        help_text=_("What to do when several are there. Never leave a reader with the signs alone."),
    )

    class Meta:
        icon = "view"
        label = _("Warning signs")
        description = _("What one may notice. Several together count, one alone rarely does: say so.")
        preview_value = {
            "title": _("Signs to notice"),
            "signs": [_("Sleeps badly"), _("Hides the phone when a message comes")],
        }
        template = "blocks/warning_signs.html"


class StepsBlock(Previewed, blocks.StructBlock):
    title = _title()
    intro = _intro()
    steps = blocks.ListBlock(StepBlock(), min_num=2, label=_("steps"))

    class Meta:
        icon = "list-ol"
        label = _("Steps")
        description = _("What to do, in order, each step a verb.")
        preview_value = {
            "title": _("What to do now"),
            "steps": [{"title": _("Tell one person"), "text": _("<p>Tonight.</p>")}],
        }
        template = "blocks/steps.html"


class EvidenceStepsBlock(StepsBlock):
    class Meta:
        icon = "copy"
        label = _("Evidence steps")
        description = _("Keep proof, report, block: in that order.")
        preview_value = {
            "title": _("Keep proof, then report"),
            "steps": [{"title": _("Take a screenshot"), "text": _("<p>With the account’s name.</p>")}],
        }
        template = "blocks/evidence_steps.html"


class StarterBlock(blocks.StructBlock):
    say = blocks.TextBlock(
        rows=2, label=_("words to say"), help_text=_("As one would say it aloud. Open questions, no blame.")
    )
    why = blocks.CharBlock(
        required=False, default="", max_length=200, label=_("why it helps"), help_text=_("One short reason.")
    )

    class Meta:
        icon = "comment"
        label = _("Words to say")


class ConversationStartersBlock(Previewed, blocks.StructBlock):
    title = _title()
    intro = _intro()
    starters = blocks.ListBlock(StarterBlock(), min_num=1, label=_("words to say"))

    class Meta:
        icon = "comment"
        label = _("Conversation starters")
        description = _("Sentences that somebody can really say, as they would say them.")
        preview_value = {
            "title": _("To begin"),
            "starters": [
                {"say": _("You seem tired these days. Shall we walk a bit?"), "why": _("No question to dodge.")}
            ],
        }
        template = "blocks/conversation_starters.html"


class DoDontBlock(Previewed, blocks.StructBlock):
    title = _title()
    do = blocks.ListBlock(
        blocks.CharBlock(max_length=250, label=_("line"), help_text=_("Begins with a verb: “Listen to the end”.")),
        min_num=1,
        label=_("what helps"),
    )
    dont = blocks.ListBlock(
        blocks.CharBlock(
            max_length=250, label=_("line"), help_text=_("What people do with good intentions. No reproach.")
        ),
        min_num=1,
        label=_("what doesn’t"),
    )

    class Meta:
        icon = "check"
        label = _("Do and don’t")
        description = _("What helps, and what doesn’t even when meant well.")
        preview_value = {
            "title": _("When they tell you"),
            "do": [_("Listen to the end")],
            "dont": [_("Take the phone away")],
        }
        template = "blocks/do_dont.html"
