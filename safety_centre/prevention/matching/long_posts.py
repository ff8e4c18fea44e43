"""Posts longer than people write: looked at piece by piece, so that a hostile one costs milliseconds too.

A close look costs some microseconds a character, whatever it finds. A long post gets the quick look in pieces, and a
close look only at the pieces that call for one, up to :data:`MOST_CLOSELY` characters: first those in which a wording
is plainly written. Words that make a term count, or not, are looked for in all of it. What nobody would find by reading
100,000 characters, a disguised word after thousands of others, isn't found here either.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from .automaton import Compiled
from .contexts import Context, context_of_plain
from .findings import IN_TEXT, Findings
from .normalise import plain_words
from .quick import calls_for_a_close_look, is_told_plainly
from .search import CloseLook

LONG = 4_000
"""Characters, hashtags included, up to which a post is looked at as a whole. TikTok's own limit; others have less."""
PIECE = 2_000
MARGIN = 160
"""Characters of its neighbours that a piece is looked at with: more than any wording has."""
MOST_CLOSELY = 14_000
EACH = 40
"""Characters that beginning to look closely costs: thousands of short hashtags aren't cheaper than one long text."""
_NEAR = 200  # characters in which a space is looked for to cut at


class _Piece(NamedTuple):
    """A part's characters from `start` to `end`; an edge that isn't an end of a word tells nothing."""

    part: int
    start: int
    end: int
    cut_at_start: bool
    cut_at_end: bool


def _space_before(text: str, place: int) -> int | None:
    """Give the place behind the last space near before `place`, None where there is none."""
    for index in range(place, max(0, place - _NEAR), -1):
        if text[index - 1].isspace():
            return index
    return None


def _pieces(text: str, part: int) -> Iterator[_Piece]:
    length = len(text)
    for begin in range(0, max(1, length), PIECE):
        start, end = max(0, begin - MARGIN), min(length, begin + PIECE + MARGIN)
        free_start = 0 if start == 0 else _space_before(text, start)
        free_end = length if end == length else _space_before(text, end)
        yield _Piece(
            part,
            start if free_start is None else free_start,
            end if free_end is None else free_end,
            free_start is None,
            free_end is None,
        )


def _cost(pieces: Sequence[_Piece]) -> int:
    """Give the characters that a close look at pieces costs."""
    return sum(piece.end - piece.start + EACH for piece in pieces)


def _looks(parts: Mapping[int, str]) -> Iterator[tuple[str, list[_Piece]]]:
    """Yield the words of one quick look and the pieces that they are of; short hashtags are looked at together."""
    words: list[str] = []
    tags: list[_Piece] = []
    size = 0
    for part, text in parts.items():
        if part == IN_TEXT or len(text) > PIECE:
            sign = "" if part == IN_TEXT else "#"
            for piece in _pieces(text, part):
                yield sign + text[piece.start : piece.end], [piece]
            continue
        words.append(f"#{text}")
        tags.append(_Piece(part, 0, len(text), False, False))
        size += len(text) + 1
        if size > PIECE:
            yield "\n".join(words), tags
            words, tags, size = [], [], 0
    yield "\n".join(words), tags


def look_at_pieces(lexicon: Compiled, parts: Mapping[int, str]) -> tuple[Findings, Context]:
    """Give what is found in a long post, and what the whole of it shows beside."""
    plainly: list[_Piece] = []
    others: list[_Piece] = []
    for words, pieces in _looks(parts):
        if not calls_for_a_close_look(lexicon, words):
            continue
        alike = [(words, pieces[0])] if len(pieces) == 1 else [(f"#{parts[one.part]}", one) for one in pieces]
        for own, piece in alike:
            if len(pieces) == 1 or calls_for_a_close_look(lexicon, own):
                (plainly if is_told_plainly(lexicon, own) else others).append(piece)
        if _cost(plainly) > MOST_CLOSELY or (len(pieces) > 1 and _cost(others) > 2 * MOST_CLOSELY):
            break  # that is all that will be looked at
    findings = Findings()
    look = CloseLook(lexicon)
    left = MOST_CLOSELY
    for piece in (*plainly, *others):
        left -= _cost([piece])
        if left < 0:
            break
        look.findings = Findings()
        look.search(parts[piece.part][piece.start : piece.end], piece.part)
        _add(findings, look.findings, piece)
    if not findings.occurrences:
        return findings, Context()
    plain = plain_words(lexicon.reader.read("\n~\n".join(parts.values())))
    for _, index in lexicon.text.iter(plain):
        if index < len(lexicon.text_keys) and lexicon.text_keys[index].cues:
            findings.cues.update(lexicon.text_keys[index].cues)
    return findings, context_of_plain(plain)


def _add(findings: Findings, found: Findings, piece: _Piece) -> None:
    """Add what was found in one piece, at its place in the whole."""

    def is_whole(start: int, end: int) -> bool:
        return not (piece.cut_at_start and start == 0) and not (piece.cut_at_end and end == piece.end - piece.start)

    for one in found.occurrences.values():
        if is_whole(one.start, one.end):
            findings.add_term(one.term, one.part, one.start + piece.start, one.end + piece.start, one.in_tag, one.via)
    for (part, family), spans in found.exceptions.items():
        for start, end in spans:
            findings.add_exception(family, part, start + piece.start, end + piece.start)
    findings.cues |= found.cues
