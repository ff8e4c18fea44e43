"""The close look at one text: finds wordings with their places, as written and disguised."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from itertools import accumulate, pairwise

from .automaton import Compiled
from .decode import Decoder, pieces_of
from .findings import Findings, Via
from .hashtags import search_run_together
from .normalise import Folded

_WORD = re.compile(r"[^\W_]+")
_CHUNK = re.compile(r"[^\s',;?\"()\[\]{}&]+")
_BEYOND_ASCII_SIGN = re.compile(r"[^\x00-\x7f\w]")
_FEWEST_SPELT = 3  # single letters in a row that may spell a word
_WIDEST_GAP = 6  # characters between two of them


@dataclass(frozen=True, slots=True)
class Token:
    """A word at a place of a folded text. `changed`: it isn't written there as it is given here."""

    start: int
    end: int
    word: str
    changed: bool = False


def words_of(text: str, signals: frozenset[str]) -> list[Token]:
    """Cut folded text into plain words. Emoji that some term holds count as words when `signals` are given."""
    if not signals:
        return [Token(*found.span(), found[0]) for found in _WORD.finditer(text)]
    signs = "".join(re.escape(sign) for sign in sorted(signals) if not sign.isalnum())
    pattern = re.compile(rf"[^\W_]+|[{signs}]") if signs else _WORD
    return [Token(*found.span(), found[0]) for found in pattern.finditer(text)]


def scan(
    lexicon: Compiled, folded: Folded, tokens: list[Token], findings: Findings, part: int, in_tag: bool, via: Via
) -> None:
    """Find wordings in a row of words; with `via="decoded"` only those with a changed word."""
    words = [token.word for token in tokens]
    starts = [0, *accumulate(len(word) + 1 for word in words)]  # of each word in `row`, less the space before it
    row = " " + " ".join(words) + " "
    changes = [0, *accumulate(token.changed for token in tokens)]
    for end, index in lexicon.text.iter(row):
        first = bisect_left(starts, end - lexicon.text_lengths[index] - 1)
        last = bisect_left(starts, end)  # one past the last word
        if via == "decoded" and changes[first] == changes[last]:
            continue
        start_at, end_at = folded.span(tokens[first].start, tokens[last - 1].end)
        key = lexicon.text_keys[index]
        for term in key.terms:
            findings.add_term(term, part, start_at, end_at, in_tag, via)
        for family in key.exceptions:
            findings.add_exception(family, part, start_at, end_at)
        findings.cues.update(key.cues)


def _with_drawn_capitals(folded: Folded, text: str) -> str:
    """Write a capital I that stands among small letters as "|": it is drawn like an l ("kiIl")."""
    places = [
        place
        for place, origin in enumerate(folded.origins)
        if folded.original[origin] == "I" and origin and folded.original[origin - 1].islower()
    ]
    if not places:
        return text
    characters = list(text)
    for place in places:
        characters[place] = "|"
    return "".join(characters)


def _read_chunks(text: str, decoder: Decoder, stretched: bool) -> list[Token]:
    tokens: list[Token] = []
    for found in _CHUNK.finditer(text):
        chunk, start = found[0], found.start()
        if not stretched and chunk.isalpha() and "l" not in chunk:  # l may be drawn for i
            tokens.append(Token(start, found.end(), chunk))
            continue
        reading = decoder.read(chunk)
        if reading is not None:
            tokens.append(Token(start + reading.start, start + reading.end, reading.word, reading.changed))
            continue
        for first, past in pieces_of(chunk):
            piece = chunk[first:past]
            reading = decoder.read(piece)
            if reading is not None:
                first, past = first + reading.start, first + reading.end
                tokens.append(Token(start + first, start + past, reading.word, reading.changed))
            else:
                tokens.append(Token(start + first, start + past, piece.strip("@$!|+") or piece))
    return tokens


def _spelt_runs(tokens: list[Token]) -> list[tuple[int, int]]:
    """Give the (first, one past last) index of each row of words of one character."""
    runs: list[tuple[int, int]] = []
    first = 0
    for index in range(len(tokens) + 1):
        single = index < len(tokens) and tokens[index].end - tokens[index].start == 1
        if single and index > first and tokens[index].start - tokens[index - 1].end > _WIDEST_GAP:
            single = False
            if index - first >= _FEWEST_SPELT:
                runs.append((first, index))
            first = index
            continue
        if not single:
            if index - first >= _FEWEST_SPELT:
                runs.append((first, index))
            first = index + 1
    return runs


def _join_spelt(text: str, tokens: list[Token], decoder: Decoder) -> Token | list[Token]:
    """Read a row of single letters as one word, or as several where some gaps are wider than others."""
    whole = "".join(text[token.start] for token in tokens)
    reading = decoder.read(whole)
    if reading is not None:
        return Token(tokens[0].start, tokens[-1].end, reading.word, True)
    gaps = [after.start - before.end for before, after in pairwise(tokens)]
    narrow = min(gaps)
    if narrow == max(gaps):
        return tokens
    groups: list[list[Token]] = [[tokens[0]]]
    for gap, token in zip(gaps, tokens[1:], strict=True):
        if gap > narrow:
            groups.append([])
        groups[-1].append(token)
    joined = []
    for group in groups:
        letters = "".join(text[token.start] for token in group)
        reading = decoder.read(letters)
        joined.append(Token(group[0].start, group[-1].end, reading.word if reading else letters, len(group) > 1))
    return joined


def search_disguised(
    lexicon: Compiled, folded: Folded, findings: Findings, part: int, in_tag: bool, stretched: bool
) -> None:
    """Find wordings with disguised words in them. `stretched` says that some letter may be repeated."""
    decoder = Decoder(lexicon)
    text = _BEYOND_ASCII_SIGN.sub("~", folded.text) if not folded.text.isascii() else folded.text
    if "I" in folded.original:
        text = _with_drawn_capitals(folded, text)
    tokens = _read_chunks(text, decoder, stretched)
    row: list[Token] = []
    done = 0
    for first, last in _spelt_runs(tokens):
        row += tokens[done:first]
        done = last
        joined = _join_spelt(text, tokens[first:last], decoder)
        if isinstance(joined, Token):
            row.append(joined)
        else:
            places = [token.start for token in tokens[first:last]]
            search_run_together(lexicon, folded, text, places, findings, part, in_tag)
            row += joined
    row += tokens[done:]
    if any(token.changed for token in row):
        scan(lexicon, folded, row, findings, part, in_tag, "decoded")
