"""A page of the feed: one decision an item and viewer."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from safety_centre.prevention import compiled
from safety_centre.prevention.decisions import Decision, Item, ItemDecision, Viewer, cap_for, decide
from safety_centre.prevention.matching import Match
from safety_centre.prevention.services import aggregates
from safety_centre.prevention.services.screening import AT_RISK, SEEKING_HELP


class FeedItem(NamedTuple):
    """One item as a platform gives it. ``topics`` are its own labels, of our topic keys."""

    id: str
    text: str = ""
    hashtags: Sequence[str] = ()
    topics: Sequence[str] = ()


# What was found in a post, by the post's hash: one post is in many people's feeds. No word of it is kept, and
# nothing of whose feed it was. Two generations, so that the posts still asked for outlive the rest.
MOST_REMEMBERED = 20_000
Found = tuple[frozenset[str], bool]
_young: dict[int, Found] = {}
_old: dict[int, Found] = {}
_version = -1


def _remembered_for(number: int) -> dict[int, Found]:
    """Return what is remembered with this version of the lexicon; another version starts anew."""
    global _young, _old, _version
    if number != _version:
        _young, _old, _version = {}, {}, number
    elif len(_young) >= MOST_REMEMBERED:
        _young, _old = {}, _young
    return _young


def forget() -> None:
    """Drop what was remembered. For tests."""
    _remembered_for(-1)


def items_of(given: Sequence[FeedItem], lexicon: compiled.Compiled, language: str | None) -> list[Item]:
    """Return what decides each item: its sensitive topics, and whether it speaks of getting help or better."""
    remembered, matcher, items = _remembered_for(lexicon.number), lexicon.matcher, []
    for one in given:
        # SipHash with this process's own random key: 64 bits that nobody can aim at, and a fifth of any digest's cost.
        digest = hash((language, one.text, *one.hashtags))
        found = remembered.get(digest) or _old.get(digest)
        if found is None:
            matches = matcher.find(one.text, one.hashtags, language)
            found = frozenset(_topics(matches)), _is_recovery(matches)
        remembered[digest] = found
        topics, is_recovery = found
        items.append(Item(one.id, topics.union(one.topics) if one.topics else topics, is_recovery))
    return items


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
    looked_at = items_of(items, compiled.current(), language)
    decisions = decide(viewer, looked_at, cap=cap_for(len(items), compiled.rule().cap_percent))
    for made in decisions:
        if made.decision is Decision.COVER:
            aggregates.count(kind=aggregates.COVER, topic=made.topic, day=now.date())
    return decisions
