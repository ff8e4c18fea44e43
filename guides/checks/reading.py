"""How hard a side is to read: LIX, as in Wagtail's own Checks panel, one number a side.

LIX (C. H. Björnsson, Läsbarhet, 1968) is words a sentence plus the share of words of more than six letters. Wagtail
calls up to 35 "good" and up to 45 "fair". J. Anderson (Lix and Rix, Journal of Reading 26, 1983) set LIX 28–39 beside
school years 6 to 8 in English, that is 11 to 14 years. For French we measured the same texts in both languages: see
docs/editing-checks.md.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from guides.checks.model import Document, Passage
from guides.checks.rules import Language
from guides.checks.text import sentences, words

FEWEST_WORDS = 100  # below, one long word moves the score too far


@dataclass(frozen=True)
class Reading:
    """One side's score. ``target`` is the highest that fits its reader; ``band`` is easy, fair or hard for them."""

    tab: str
    words: int
    lix: int
    target: int
    band: str


def lix(passages: Iterable[Passage]) -> tuple[int, float]:
    """Return the words and the LIX of some passages; titles count as sentences, as readers read them."""
    count = long = parts = 0
    for passage in passages:
        if passage.role == "source":
            continue
        for sentence in sentences(passage.text):
            found = [piece for word in words(sentence.text) for piece in word.replace("’", "'").split("'") if piece]
            count += len(found)
            long += sum(len(word) > 6 for word in found)
            parts += bool(found)
    return count, (count / parts + 100 * long / count) if count and parts else 0.0


def read_sides(document: Document, language: Language | None) -> list[Reading]:
    """Return the score of each side that has enough text for one."""
    if language is None:
        return []
    found = []
    for tab in document.sides:
        count, score = lix(p for p in document.passages if p.tab == tab)
        if count < FEWEST_WORDS:
            continue
        target = language.lix.get(tab, language.lix["other"])
        rounded = round(score)
        band = "easy" if rounded <= target - 5 else "fair" if rounded <= target else "hard"
        found.append(Reading(tab, count, rounded, target, band))
    return found
