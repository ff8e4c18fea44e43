"""Spellings written in short in files: "(je veux|j'ai envie de) (mourir|crever)", "<groupe> dehors" with a named list.

A short pattern becomes plain spellings when a file is read. One that stands for many becomes one **frame**: a term
such as "je veux … mourir" whose `only_with` holds all beginnings ("je veux …", "j'ai envie de …") and all ends
("… mourir", "… crever"). It is found where any beginning stands right before any end; with the ellipsis written in
the pattern, "(a|b) … (c|d)", also where a few words stand between (a **wide** frame, "a …… c").
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from math import prod
from typing import NamedTuple

MOST = 4_000
"""Beginnings or ends that one pattern may have."""
MOST_PLAIN = 12
"""Wordings up to which a pattern becomes plain spellings."""
GAP = "…"
WIDE = "……"
WIDEST = 5
"""Words that may stand between the beginning and the end of a wide frame."""

_CHOICE = re.compile(r"\(([^()]*)\)|<([^<>]*)>")
_NAME = re.compile("<([^<>]*)>")


class Spelling(NamedTuple):
    """A plain spelling, or a frame with its beginnings and ends."""

    term: str
    parts: tuple[str, ...] = ()


def is_pattern(spelling: str) -> bool:
    """Say whether a spelling has choices in it."""
    return _CHOICE.search(spelling) is not None


def sides(term: str, parts: Sequence[str]) -> tuple[list[str], list[str]] | None:
    """Give the beginnings and the ends of a frame, None for a term that isn't one."""
    if f" {GAP} " not in term and not is_wide(term):
        return None
    before = [part.rstrip(f"{GAP} ") for part in parts if part.endswith(GAP)]
    after = [part.lstrip(f"{GAP} ") for part in parts if part.startswith(GAP)]
    return (before, after) if before and after else None


def is_wide(term: str) -> bool:
    """Say whether a frame lets words stand between its beginning and its end."""
    return f" {WIDE} " in term


def expand(spelling: str, lists: Mapping[str, Sequence[str]]) -> list[Spelling]:
    """Give what a pattern stands for; an empty choice leaves its place out.

    Raises ValueError, with the reason, for a list that isn't there or more than `MOST` beginnings or ends.
    """
    if f" {GAP} " in spelling:
        before, after = (in_full(side, lists) for side in spelling.split(f" {GAP} ", 1))
        return [_frame(WIDE, before, after)]
    pieces = list(_pieces(spelling, lists))
    if any(not any(piece) for piece in pieces):
        raise ValueError(f"“{spelling[:40]}” has empty brackets")
    count = prod(map(len, pieces))
    if count <= MOST_PLAIN:
        return [Spelling(plain) for plain in _product(pieces, spelling) if plain]
    sizes = [len(piece) for piece in pieces]
    cut = min(range(1, len(pieces)), key=lambda cut: prod(sizes[:cut]) + prod(sizes[cut:]), default=0)
    before, after = _product(pieces[:cut], spelling), _product(pieces[cut:], spelling)
    if "" in before or "" in after:  # what stands alone needs no company
        return [Spelling(plain) for plain in (after if "" in before else before) if plain]
    return [_frame(GAP, before, after)]


def _frame(gap: str, before: Sequence[str], after: Sequence[str]) -> Spelling:
    parts = (*(f"{one} {gap}" for one in before), *(f"{gap} {one}" for one in after))
    return Spelling(f"{before[0]} {gap} {after[0]}", parts)


def in_full(spelling: str, lists: Mapping[str, Sequence[str]]) -> list[str]:
    """Give the wordings of a pattern, one by one. Raises ValueError as `expand` does."""
    return [wording for wording in _product(list(_pieces(spelling, lists)), spelling) if wording]


def _pieces(spelling: str, lists: Mapping[str, Sequence[str]]) -> Iterator[Sequence[str]]:
    """Yield the choices of each place between two spaces outside brackets."""
    place: list[Sequence[str]] = []
    done = 0
    for found in itertools.chain(_CHOICE.finditer(spelling), [None]):
        plain = spelling[done : found.start() if found else len(spelling)]
        head, *rest = re.split(r"\s+", plain)
        place.append((head,))
        for word in rest:
            yield list(map("".join, itertools.product(*place)))
            place = [(word,)]
        if found:
            place.append(_choices(found, lists))
            done = found.end()
    yield list(map("".join, itertools.product(*place)))


def _choices(found: re.Match[str], lists: Mapping[str, Sequence[str]]) -> list[str]:
    result: list[str] = []
    for choice in (found[0],) if found[1] is None else found[1].split("|"):
        named = _NAME.search(choice)
        if named is None:
            result.append(choice.strip())
        elif named[1] in lists:
            result += [choice.replace(named[0], one).strip() for one in lists[named[1]]]
        else:
            raise ValueError(f"names the list “{named[1]}”, which this language lacks")
    return result


def _product(pieces: Sequence[Sequence[str]], spelling: str) -> list[str]:
    count = prod(map(len, pieces))
    if count > MOST:
        raise ValueError(f"“{spelling[:40]}” stands for {count} wordings; {MOST} is the most")
    return list(dict.fromkeys(" ".join(" ".join(choice).split()) for choice in itertools.product(*pieces)))
