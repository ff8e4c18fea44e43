"""A page of the feed: one decision an item and viewer."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from safety_centre.prevention import compiled
from safety_centre.prevention.decisions import Decision, Item, ItemDecision, Viewer, cap_for, decide
from safety_centre.prevention.matching import Match, Matcher
from safety_centre.prevention.services import aggregates
from safety_centre.prevention.services.screening import AT_RISK, SEEKING_HELP


@dataclass(frozen=True)
class FeedItem:
    """One item as a platform gives it. ``topics`` are its own labels, of our topic keys."""

    id: str
    text: str = ""
    hashtags: Sequence[str] = ()
    topics: Sequence[str] = ()


def item_of(given: FeedItem, matcher: Matcher, language: str | None) -> Item:
    """Return what decides an item: its sensitive topics, and whether it speaks of getting help or better."""
    matches = matcher.find(given.text, given.hashtags, language)
    return Item(given.id, frozenset(_topics(matches)) | frozenset(given.topics), _is_recovery(matches))


def _topics(matches: Iterable[Match]) -> Iterable[str]:
    return (match.topic for match in matches if match.intent == AT_RISK)


def _is_recovery(matches: Sequence[Match]) -> bool:
    """Say whether a post looks for help or tells of getting better, with nothing at risk above ``concern`` beside it.

    ``neutral`` terms are talk about a subject, such as prevention and recovery: they count as recovery too.
    """
    good = any(match.intent in {SEEKING_HELP, "neutral"} for match in matches)
    return good and not any(match.intent == AT_RISK and match.level != "concern" for match in matches)


def decide_feed(
    *, viewer: Viewer, items: Sequence[FeedItem], language: str | None, now: dt.datetime
) -> list[ItemDecision]:
    """Return one decision an item, in the page's order. No query of its own beyond the published lexicon and rule."""
    matcher = compiled.current().matcher
    looked_at = [item_of(item, matcher, language) for item in items]
    decisions = decide(viewer, looked_at, cap=cap_for(len(items), compiled.rule().cap_percent))
    for made in decisions:
        if made.decision is Decision.COVER:
            aggregates.count(kind=aggregates.COVER, topic=made.topic, day=now.date())
    return decisions
