"""Which page, and which side of it, answers best: pure arithmetic on what the index found.

A concept is worth its best wording in the best passage, times how rare that wording is; a page is worth the sum over
concepts, so that in a whole sentence the telling words decide. Titles weigh more than brief lines, those more than
headings and body (``services.WEIGHTS``). The teen's side wins where nothing says otherwise.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from safety_centre.search.query import Query
from safety_centre.search.words import Phrase

SIDES = ("teen", "parent", "friend", "")
PREFERENCE = {"teen": 1.0, "": 0.97, "friend": 0.8, "parent": 0.8}
ASKED_FOR, NOT_ASKED_FOR = 1.35, 0.85
TOGETHER = 0.35  # what words count again when they stand in one passage
REFERENCE = 1500  # passages; only the order of rarities matters, so that no query has to count them
LEAST_SHARE = 0.2  # of the best page's worth: what is below answers something else,
ENOUGH = 6  # unless there are few and it speaks of all that was asked: then it goes on where the best page ends


class Hit(NamedTuple):
    """A stem in a passage."""

    stem: str
    weight: float
    passage: int
    page: int
    audience: str
    kind: str
    sides: str  # of the page, with commas; empty for a page that is for all readers
    position: int  # of the passage in its page


@dataclass
class Ranked:
    """A page with the side to lead to, its best passage there (None where only the title speaks), and the others."""

    page: int
    side: str
    worth: float
    passage: int | None
    position: int
    others: list[str] = field(default_factory=list)
    answers: bool = True  # else one only goes on there from what does
    is_whole: bool = False  # whether every typed word is answered in it


def rank(query: Query, hits: Iterable[Hit], *, side: str = "") -> list[Ranked]:
    """Return the pages that answer, best first. ``side`` is the reader chosen in the form; it wins over the words."""
    passages: dict[int, dict[str, float]] = defaultdict(dict)
    where: dict[int, Hit] = {}
    spread: dict[str, set[int]] = defaultdict(set)
    for hit in hits:
        passages[hit.passage][hit.stem] = hit.weight
        where[hit.passage] = hit
        spread[hit.stem].add(hit.passage)
    rarity = {one: math.log(1 + REFERENCE / len(found)) for one, found in spread.items()}
    values = _values(query, passages, spread, rarity)
    by_page: dict[int, list[int]] = defaultdict(list)
    for passage in values:
        by_page[where[passage].page].append(passage)
    asked = [number for number, concept in enumerate(query.concepts) if not concept.goes_on]
    typed = [number for number in asked if query.concepts[number].word]
    found = [_best_side(page, mine, values, where, query.reader, side, asked) for page, mine in by_page.items()]
    for one in found:
        held = [any(values[passage][number] for passage in by_page[one.page]) for number in range(len(query.concepts))]
        one.answers = any(held[number] for number in asked)
        one.is_whole = bool(typed) and all(held[number] for number in typed)
    if not any(one.answers for one in found):
        return []
    found.sort(key=lambda one: (-one.worth, one.page))
    best = [one for one in found if one.worth >= LEAST_SHARE * found[0].worth]
    more = [one for one in found[len(best) :] if one.is_whole or not one.answers]
    return best + more[: max(0, ENOUGH - len(best))]


def _values(
    query: Query, passages: dict[int, dict[str, float]], spread: dict[str, set[int]], rarity: dict[str, float]
) -> dict[int, list[float]]:
    """Return what each passage is worth for each concept."""
    values: dict[int, list[float]] = {}
    for number, concept in enumerate(query.concepts):
        for wording, worth in concept.wordings.items():
            for passage in _holding(wording, spread):
                weights = [passages[passage][one] * rarity[one] for one in wording]
                value = worth * sum(weights) / math.sqrt(len(weights))
                mine = values.setdefault(passage, [0.0] * len(query.concepts))
                mine[number] = max(mine[number], value)
    return values


def _holding(wording: Phrase, spread: dict[str, set[int]]) -> set[int]:
    """Return the passages that have every stem of ``wording``."""
    found: set[int] | None = None
    for one in wording:
        found = spread.get(one, set()) if found is None else found & spread.get(one, set())
    return found or set()


def _best_side(
    page: int, mine: Sequence[int], values: dict[int, list[float]], where: dict[int, Hit], reader: str, wanted: str,
    asked: Sequence[int],
) -> Ranked:  # fmt: skip
    sides = where[mine[0]].sides.split(",")
    candidates = [side for side in SIDES if side in sides]
    worths = {}
    for side in candidates:
        heard = [passage for passage in mine if where[passage].audience in {"", side}]
        best = [max(concept) for concept in zip(*(values[passage] for passage in heard), strict=True)] if heard else []
        together = max((sum(values[passage]) for passage in heard), default=0.0)
        worths[side] = (sum(best) + TOGETHER * together) * _fit(side, reader, wanted)
    side = max(candidates, key=lambda one: worths[one])
    own = [p for p in mine if where[p].audience == side and where[p].kind in {"heading", "body"}]
    passage = max(own, key=lambda p: (sum(values[p]), -p), default=None)
    if any(where[p].kind == "title" and all(values[p][number] for number in asked) for p in mine):
        passage = None  # the title says all that was asked: the guide is best read from its beginning
    position = where[passage].position if passage is not None else 0
    return Ranked(page, side, worths[side], passage, position, [one for one in candidates if one != side])


def _fit(side: str, reader: str, wanted: str) -> float:
    if wanted:
        return 1.0 if side == wanted else 0.5
    if reader and side:
        return ASKED_FOR if side == reader else NOT_ASKED_FOR
    return PREFERENCE[side]
