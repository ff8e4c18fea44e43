"""The feed of the "See it working" page. What a visitor did is in the page itself, never here: a form sends it along.

Pure but for the published lexicon and rule and the help that both look up; nothing is written, nothing is counted.
"""

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from safety_centre.prevention import compiled, lines
from safety_centre.prevention.decisions import Decision, Sensitivity, Viewer, cap_for, decide
from safety_centre.prevention.matching.lexicon import TOPICS
from safety_centre.prevention.selectors.help import Help, help_for
from safety_centre.prevention.services.feed import FeedItem, items_of
from safety_centre.prevention.services.screening import concerns_of, counted_topics

FOLDER = Path(__file__).resolve().parent / "demo"
LONGEST = 300
MOST_COUNTED = 99
# Where the same post may turn up; the decision is the post's, so it is the same everywhere.
SURFACES = {"search": ("p2", "p3"), "profile": ("p2", "p6"), "quote": ("p6",), "notification": ("p2",)}


@dataclass
class Visit:
    """What a visitor did so far, as the page carries it along."""

    uses: Counter[str] = field(default_factory=Counter)
    shown: set[str] = field(default_factory=set)
    fewer: set[str] = field(default_factory=set)

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> "Visit":
        """Read what the form carries; whatever isn't a topic, a post or a small number is left out."""
        visit = cls()
        for part in str(data.get("uses", "")).split(","):
            topic, _colon, number = part.partition(":")
            if topic in TOPICS and number.isdecimal() and len(number) < 4:
                visit.uses[topic] = min(int(number), MOST_COUNTED)
        known = {post["id"] for post in posts("fr")}
        visit.shown = {one for one in str(data.get("shown", "")).split(",") if one in known}
        visit.fewer = {one for one in str(data.get("fewer", "")).split(",") if one in TOPICS}
        return visit

    def as_fields(self) -> dict[str, str]:
        """Return what the form carries along."""
        return {
            "uses": ",".join(f"{topic}:{number}" for topic, number in sorted(self.uses.items())),
            "shown": ",".join(sorted(self.shown)),
            "fewer": ",".join(sorted(self.fewer)),
        }


@cache
def posts(language: str) -> list[dict[str, Any]]:
    """Return the sample posts of a language, else the French ones."""
    path = FOLDER / f"{language}.yaml"
    return yaml.safe_load((path if path.exists() else FOLDER / "fr.yaml").read_text(encoding="utf-8"))


def compose(visit: Visit, text: str, language: str, now: dt.datetime) -> tuple[Help | None, list[str]]:
    """Let the visitor share ``text``: return the help that it meets, and count its at-risk topics in the visit."""
    matches = compiled.current().matcher.find(text[:LONGEST], (), language)
    concerns = concerns_of(matches)
    if not concerns:
        return None, []
    counted = counted_topics(concerns, "share")
    visit.uses.update(counted)
    first = concerns[0]
    found = help_for(
        topic=first.topic,
        level=first.level,
        seeks_help=first.seeks_help,
        language=language,
        country=None,
        age_band=None,
        now=now,
    )
    return found, counted


def decided(visit: Visit, language: str) -> dict[str, Any]:
    """Return the feed and the other surfaces, each post with its decision, and why."""
    rule = compiled.rule()
    covered = frozenset(topic for topic, uses in visit.uses.items() if uses >= rule.uses)
    sample = posts(language)
    given = [FeedItem(one["id"], one["text"], one["hashtags"], one["topics"]) for one in sample]
    items = items_of(given, compiled.current(), language)
    viewer = Viewer(Sensitivity.COVER_ON_REPEAT, covered)
    # On so short a page a fifth would be two covers: the page shows the rule with the published share of it.
    made = {one.id: one for one in decide(viewer, items, cap=cap_for(len(items), rule.cap_percent))}
    shown = {}
    for post in sample:
        decision = made[post["id"]]
        would_cover = decision.decision is Decision.COVER
        is_covered = would_cover and post["id"] not in visit.shown
        shown[post["id"]] = {
            **post,
            "topic": decision.topic,
            "is_covered": is_covered,
            "covered_topic": decision.topic if would_cover else "",
            "is_skipped": decision.decision is Decision.SKIP or (would_cover and decision.topic in visit.fewer),
            "line": lines.cover_line(decision.topic) if is_covered else "",
            "reason": lines.reason_line(decision.reason),
        }
    surfaces = {name: [shown[one] for one in ids if not shown[one]["is_skipped"]] for name, ids in SURFACES.items()}
    return {
        "feed": [post for post in shown.values() if not post["is_skipped"]],
        "skipped": sum(post["is_skipped"] for post in shown.values()),
        "covered": sorted(covered),
        **surfaces,
    }
