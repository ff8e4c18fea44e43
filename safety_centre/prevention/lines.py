"""The one calm line that goes with help, a cover or a contested cover: plain, kind, never a diagnosis.

Source of the tone: WHO, *Preventing suicide: a resource for media professionals* (2023), and Samaritans' media
guidelines: no alarm, no promise, a next step. A line names no method and repeats no word of the reader's.
"""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# By level, most pressing last; a topic's own line where the general one would miss what it is about.
LINES: dict[str, dict[str, Any]] = {
    "concern": {
        "": gettext_lazy("A hard subject. If any of it is about you, there are people who listen."),
        "harassment": gettext_lazy("If somebody is hurting you, it isn’t your fault, and it can stop."),
        "hate": gettext_lazy("Nobody deserves hate for who they are. Here is what you can do."),
        "eating-disorders": gettext_lazy("If food or your body takes up all the room, you can talk about it."),
    },
    "risk": {
        "": gettext_lazy("It sounds heavy. You don’t have to carry it alone."),
        "harassment": gettext_lazy("What is happening isn’t your fault. You can make it stop, with help."),
        "hate": gettext_lazy("Words like these hurt. Here is help for whoever they hit."),
        "image-abuse": gettext_lazy("Breathe. Pictures can be taken down, and it isn’t your fault."),
        "eating-disorders": gettext_lazy("Your body isn’t the enemy. People who know this can help."),
    },
    "urgent": {
        "": gettext_lazy("Thank you for saying it. Somebody can listen to you right now."),
        "harassment": gettext_lazy("You matter. Somebody can help you right now."),
        "image-abuse": gettext_lazy("You are not in trouble. Don’t pay, don’t send more: somebody can help right now."),
    },
}
SEEKING_HELP = gettext_lazy("Looking for help is a strong step. Here is where to begin.")
COVERS: dict[str, Any] = {
    "harassment": gettext_lazy("This post is about harassment."),
    "depression": gettext_lazy("This post is about low mood."),
    "eating-disorders": gettext_lazy("This post is about food and the body."),
    "suicide-self-harm": gettext_lazy("This post is about a hard subject."),
    "hate": gettext_lazy("This post is about hate."),
    "image-abuse": gettext_lazy("This post is about private pictures."),
}
REASONS: dict[str, Any] = {
    "nothing-sensitive": gettext_lazy("Nothing in it calls for care."),
    "setting-shows": gettext_lazy("Your setting shows everything."),
    "not-repeated": gettext_lazy("This topic hasn’t come up often lately."),
    "paused": gettext_lazy("You paused covers."),
    "recovery": gettext_lazy("Posts about getting better are never covered."),
    "repeated-use": gettext_lazy("This topic came up several times in a few days. It lifts by itself."),
    "setting-covers": gettext_lazy("Your setting covers hard topics."),
    "setting-hides": gettext_lazy("Your setting hides hard topics."),
    "too-many-covers": gettext_lazy("Swapped for another post, so that your feed isn’t a wall of covers."),
}


def calm_line(topic: str, level: str, *, seeks_help: bool) -> str:
    """Return the one line for a topic and level, in the active language."""
    if seeks_help and level != "urgent":
        return str(SEEKING_HELP)
    by_topic = LINES[level]
    return str(by_topic.get(topic) or by_topic[""])


def cover_line(topic: str) -> str:
    """Return what a cover says: the subject in neutral words, and nothing of the post."""
    return str(COVERS.get(topic) or _("This post is about a hard subject."))


def reason_line(reason: str) -> str:
    """Return a decision's reason in words."""
    return str(REASONS[reason])
