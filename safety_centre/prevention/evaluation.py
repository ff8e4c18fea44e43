"""Measuring a lexicon on labelled sentences: recall by language and topic, precision by language.

The data: ``<language>/must_match/*.tsv`` with lines of topic, tab, post, or of topic, level, intent and post;
``<language>/must_not_match/*.txt`` with one post a line. Lines that begin with ``#!`` are comments.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from safety_centre.prevention.matching import Match, Matcher
from safety_centre.prevention.matching.lexicon import LEVELS

COMMENT = "#!"


@dataclass
class Score:
    """What was measured for one language. ``missed`` and ``wrong`` hold the posts themselves, to mend the lexicon."""

    found: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    wanted: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    labelled: int = 0  # posts with a level and an intent that were found
    right_level: int = 0
    right_intent: int = 0
    innocent: int = 0
    missed: list[tuple[str, str]] = field(default_factory=list)
    wrong: list[tuple[str, str]] = field(default_factory=list)

    @property
    def recall(self) -> float:
        """The share of posts that must match and do, for their own topic."""
        return sum(self.found.values()) / max(1, sum(self.wanted.values()))

    @property
    def precision(self) -> float:
        """The share of right ones among all posts that match."""
        right = sum(self.found.values())
        return right / max(1, right + len(self.wrong))


def _lines(folder: Path, pattern: str) -> Iterator[str]:
    for path in sorted(folder.glob(pattern)):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip() and not line.startswith(COMMENT):
                yield line


def _level(matches: list[Match]) -> str:
    return max((match.level for match in matches), key=LEVELS.index)


def _intent(matches: list[Match]) -> str:
    """Who looks for help does so whatever else stands there; talk about a subject has nothing at risk in it."""
    intents = {match.intent for match in matches}
    return next(intent for intent in ("seeking-help", "at-risk", "neutral") if intent in intents)


def evaluate(matcher: Matcher, folder: Path) -> dict[str, Score]:
    """Return a score a language of the data in ``folder``. Raises ValueError for a line without a topic."""
    scores = {}
    for language in sorted(path.name for path in folder.iterdir() if path.is_dir() and not path.name.startswith("_")):
        score = scores[language] = Score()
        for line in _lines(folder / language / "must_match", "*.tsv"):
            topic, *labels, post = line.split("\t")
            if post == topic or len(labels) not in (0, 2):
                raise ValueError(f"{language}: no topic in “{line[:60]}”")
            score.wanted[topic] += 1
            matches = [match for match in matcher.find(post, (), language) if match.topic == topic]
            if matches:
                score.found[topic] += 1
                if labels:
                    score.labelled += 1
                    score.right_level += _level(matches) == labels[0]
                    score.right_intent += _intent(matches) == labels[1]
            else:
                score.missed.append((topic, post))
        for post in _lines(folder / language / "must_not_match", "*.txt"):
            score.innocent += 1
            matches = matcher.find(post, (), language)
            if matches:
                score.wrong.append((f"{matches[0].topic}: {matches[0].term}", post))
    return scores


def table(scores: dict[str, Score]) -> str:
    """Return the measurement as a table for a terminal."""
    rows = [f"{'':10}{'topic':20}{'must match':>12}{'found':>8}{'recall':>9}"]
    for language, score in scores.items():
        for topic in sorted(score.wanted):
            share = score.found[topic] / score.wanted[topic]
            rows.append(f"{language:10}{topic:20}{score.wanted[topic]:>12}{score.found[topic]:>8}{share:>9.3f}")
        rows.append(
            f"{language:10}{'all':20}{sum(score.wanted.values()):>12}{sum(score.found.values()):>8}{score.recall:>9.3f}"
        )
        rows.append(
            f"{language:10}{'must not match':20}{score.innocent:>12}{len(score.wrong):>8}"
            f"{score.precision:>9.3f} precision"
        )
        if score.labelled:
            for name, right in (("level right", score.right_level), ("intent right", score.right_intent)):
                rows.append(f"{language:10}{name:20}{score.labelled:>12}{right:>8}{right / score.labelled:>9.3f}")
    return "\n".join(rows)
