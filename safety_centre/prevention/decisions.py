"""Show, cover or skip: the feed's decision, pure given its inputs.

Source of the rule: product.md section 4. The shape (causes first, then one decision from the strictest cause) follows
the moderation decisions of the AT Protocol (``docs/moderation.md`` of bluesky-social/atproto).

What is decided, item by item:

1. Causes. An item's topics are those that the platform gives plus those of its at-risk terms. Recovery content (a
   seeking-help match and no at-risk one above ``concern``) is never covered. A topic becomes a cause by the viewer's
   *sensitive content* setting: ``hide`` and ``always-cover`` take every sensitive topic, ``cover-on-repeat`` the
   topics that repeated use covers now, ``show`` none.
2. ``hide`` skips. Everything else that has a cause would be covered.
3. The cap. At most ``cap`` covers a page, the first ones in the page's order: the others are skipped, so that a feed
   doesn't become a wall of covers.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class Sensitivity(StrEnum):
    """The viewer's *sensitive content* setting, least to most protective."""

    SHOW = "show"
    COVER_ON_REPEAT = "cover-on-repeat"
    ALWAYS_COVER = "always-cover"
    HIDE = "hide"


class Decision(StrEnum):
    """What the viewer gets to see of an item."""

    SHOW = "show"
    COVER = "cover"
    SKIP = "skip"


class Reason(StrEnum):
    """Why, in a word that the API gives and pages explain."""

    NOTHING_SENSITIVE = "nothing-sensitive"
    SETTING_SHOWS = "setting-shows"
    NOT_REPEATED = "not-repeated"
    PAUSED = "paused"
    RECOVERY = "recovery"
    REPEATED_USE = "repeated-use"
    SETTING_COVERS = "setting-covers"
    SETTING_HIDES = "setting-hides"
    TOO_MANY_COVERS = "too-many-covers"


class Item(NamedTuple):
    """One item of a page: its sensitive topics, and whether it speaks of recovery or of getting help."""

    id: str
    topics: frozenset[str] = frozenset()
    is_recovery: bool = False


@dataclass(frozen=True)
class Viewer:
    """What is known of the viewer: the setting in force, the topics covered now, and whether they paused covers."""

    sensitivity: Sensitivity = Sensitivity.COVER_ON_REPEAT
    covered: frozenset[str] = field(default_factory=frozenset)
    is_paused: bool = False


class ItemDecision(NamedTuple):
    """The decision for one item; ``topic`` is the one that it is about, empty where there is none."""

    id: str
    decision: Decision
    topic: str
    reason: Reason


def _decide_alone(viewer: Viewer, item: Item) -> ItemDecision:
    """Decide one item that has topics, without regard to the others."""

    def outcome(decision: Decision, reason: Reason, topics: Iterable[str] = ()) -> ItemDecision:
        return ItemDecision(item.id, decision, min(topics, default=""), reason)

    if item.is_recovery:
        return outcome(Decision.SHOW, Reason.RECOVERY, item.topics)
    match viewer.sensitivity:
        case Sensitivity.HIDE:
            return outcome(Decision.SKIP, Reason.SETTING_HIDES, item.topics)
        case Sensitivity.ALWAYS_COVER:
            return outcome(Decision.COVER, Reason.SETTING_COVERS, item.topics)
        case Sensitivity.SHOW:
            return outcome(Decision.SHOW, Reason.SETTING_SHOWS, item.topics)
    repeated = item.topics & viewer.covered
    if not repeated:
        return outcome(Decision.SHOW, Reason.NOT_REPEATED, item.topics)
    if viewer.is_paused:
        return outcome(Decision.SHOW, Reason.PAUSED, repeated)
    return outcome(Decision.COVER, Reason.REPEATED_USE, repeated)


def decide(viewer: Viewer, items: Sequence[Item], *, cap: int) -> list[ItemDecision]:
    """Return one decision an item, in the order given; at most ``cap`` of them are covers.

    Order matters through the cap only. A stricter setting never shows an item that a looser one doesn't.
    """
    decisions = []
    covers = 0
    for item in items:
        if not item.topics:  # nearly every post
            decisions.append(ItemDecision(item.id, Decision.SHOW, "", Reason.NOTHING_SENSITIVE))
            continue
        made = _decide_alone(viewer, item)
        if made.decision is Decision.COVER:
            covers += 1
            if covers > cap:
                made = ItemDecision(item.id, Decision.SKIP, made.topic, Reason.TOO_MANY_COVERS)
        decisions.append(made)
    return decisions


def cap_for(page_length: int, percent: int) -> int:
    """Return the most covers for a page of ``page_length`` items: ``percent`` of it, and one at least."""
    return max(1, page_length * percent // 100)
