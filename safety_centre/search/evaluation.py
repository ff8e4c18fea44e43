"""Measuring search on real queries: the share whose page, on the right side, is among the first three results.

The data: ``<language>/*.tsv`` with lines of query, tab, page key, tab, side (``-``: any). See its README.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.utils import translation

from guides.models import Topic
from safety_centre.pages.models import PageKey
from safety_centre.pages.selectors import public_pages
from safety_centre.search.query import clean
from safety_centre.search.selectors import search
from safety_centre.search.topics import topics_meant

FIRST = 3


@dataclass
class Score:
    """What was measured on one file. ``missed``: (query, wanted page and side, what came first)."""

    asked: int = 0
    missed: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def success(self) -> float:
        """The share of queries that are answered among the first three."""
        return 1 - len(self.missed) / max(1, self.asked)


def _rows(path: Path) -> Iterator[tuple[str, str, str]]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        parts = line.split("\t")
        if len(parts) != 3:
            raise ValueError(f"{path.name}, line {number}: query, page key and side are needed, with tabs")
        yield parts[0], parts[1], parts[2]


def evaluate(folder: Path) -> dict[str, Score]:
    """Return a score for each file below ``folder``, by its name ("fr/queries")."""
    topics = list(Topic.objects.all())
    scores = {}
    for path in sorted(folder.glob("*/*.tsv")):
        language = path.parent.name
        keys = dict(public_pages().filter(locale__language_code=language).values_list("pk", "translation_key"))
        names = dict(PageKey.objects.values_list("translation_key", "key"))
        score = scores[f"{language}/{path.stem}"] = Score()
        with translation.override(language):
            for query, key, side in _rows(path):
                text = clean(query)
                found = search(None, text, language, about=topics_meant(text, language), topics=topics)
                first = [(names.get(keys[one.page_id], "?"), one.side) for one in found.results[:FIRST]]
                score.asked += 1
                if not any(one == key and (side in {"-", its_side}) for one, its_side in first):
                    shown = ", ".join(f"{one} {its_side}".strip() for one, its_side in first)
                    score.missed.append((query, f"{key} {side}", shown))
    return scores


def table(scores: dict[str, Score]) -> str:
    """Return the measurement as a table for a terminal."""
    rows = [f"{'':14}{'queries':>9}{'found':>8}{'success@3':>11}"]
    for name, score in scores.items():
        rows.append(f"{name:14}{score.asked:>9}{score.asked - len(score.missed):>8}{score.success:>11.3f}")
    return "\n".join(rows)
