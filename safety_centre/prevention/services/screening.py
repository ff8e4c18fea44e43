"""Screening: what somebody searches, shares, tags or reports meets help at once; at-risk use is counted."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from safety_centre.prevention import compiled
from safety_centre.prevention.matching import Match
from safety_centre.prevention.matching.lexicon import ANY_LANGUAGE, LEVELS
from safety_centre.prevention.selectors.help import Help, help_for
from safety_centre.prevention.services import aggregates, exposure

COUNTING_TRIGGERS = frozenset({"search", "hashtag", "share"})  # a report protects somebody: it is never a use
AT_RISK, SEEKING_HELP = "at-risk", "seeking-help"


@dataclass(frozen=True)
class Screened:
    """What was found, and the help to offer (None where nothing was)."""

    matches: list[Match]
    help: Help | None


@dataclass(frozen=True)
class Concern:
    """What the matches of one topic come to: the highest level, and whether any of them looks for help."""

    topic: str
    level: str
    seeks_help: bool
    is_at_risk: bool


def concerns_of(matches: Sequence[Match]) -> list[Concern]:
    """Return one concern a topic, most pressing first: by level, then at-risk before the others, then first found."""
    found: dict[str, Concern] = {}
    for match in matches:
        known = found.get(match.topic)
        found[match.topic] = Concern(
            topic=match.topic,
            level=max(match.level, known.level, key=LEVELS.index) if known else match.level,
            seeks_help=match.intent == SEEKING_HELP or bool(known and known.seeks_help),
            is_at_risk=match.intent == AT_RISK or bool(known and known.is_at_risk),
        )
    return sorted(found.values(), key=lambda one: (-LEVELS.index(one.level), not one.is_at_risk))


def counted_topics(concerns: Sequence[Concern], trigger: str) -> list[str]:
    """Return the topics that count as a use: at risk, and no word in the same post that looks for help with it."""
    if trigger not in COUNTING_TRIGGERS:
        return []
    return [one.topic for one in concerns if one.is_at_risk and not one.seeks_help]


def screen(
    *,
    text: str,
    hashtags: Sequence[str] = (),
    trigger: str = "share",
    language: str | None = None,
    country: str | None = None,
    age_band: str | None = None,
    account: str = "",
    counts: bool = True,
    now: dt.datetime,
) -> Screened:
    """Find what is sensitive in ``text`` and ``hashtags`` and return the help for the most pressing of it.

    ``language`` is BCP 47, ``country`` ISO 3166-1 alpha-2, ``age_band`` 13-15, 16-17 or 18+. With ``account`` (a key of
    :mod:`prevention.accounts`) the use is counted; without, nothing is written here: a daily number without identity
    is raised in memory and written later, in the background. With ``counts`` false not even that: for a request that
    was counted before.
    """
    matches = compiled.current().matcher.find(text, hashtags, language)
    if not matches:
        return Screened([], None)
    concerns = concerns_of(matches)
    first = concerns[0]
    counted = counted_topics(concerns, trigger)
    if account and counted and counts:
        exposure.count_use(account=account, topics=counted, now=now)
    for concern in concerns if counts else ():
        aggregates.count(kind=aggregates.INTERVENTION, topic=concern.topic, trigger=trigger, day=now.date())
    found = help_for(
        topic=first.topic,
        level=first.level,
        seeks_help=first.seeks_help,
        language=language or next((match.language for match in matches if match.language != ANY_LANGUAGE), None),
        country=country,
        age_band=age_band,
        now=now,
    )
    return Screened(matches, found)
