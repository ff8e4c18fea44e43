"""The close look at a post: finds wordings with their places, as written, disguised and run together."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate, islice, pairwise
from typing import NamedTuple

from .automaton import Compiled
from .decode import AMOUNT, Decoder, pieces_of
from .fillers import FILLERS
from .findings import IN_TEXT, Findings, Via
from .hashtags import CASE_OR_DIGIT, MOST_TOGETHER, TAG, RunTogether
from .normalise import LEET, LONG_WORD, WITHIN_WORD, Folded, fold, may_be_stretched, shape_of
from .patterns import WIDEST

_WORD = re.compile(r"[^\W_]+")
_CHUNK = re.compile(f"{WITHIN_WORD}+")
_BEYOND_ASCII_SIGN = re.compile(r"[^\x00-\x7f\w]")
_IDLE_BANG = re.compile(r"(?<![^\W_])!|!(?![^\W_])")
_DRAWN_CAPITAL = re.compile(r"(?<=[a-zà-öø-ÿ])I")
_FEWEST_SPELT = 3  # single letters in a row that may spell a word
_WIDEST_GAP = 6  # characters between two of them
_LOOSELY_SPELT = 5  # letters from which the gaps may differ: "f('a', g)" spells no word
_SHORTEST_DISGUISED = 3  # letters of a term of one word: "3D" isn't "ed"


_MIXED = re.compile(r"[a-z][0-9@$!|]|[0-9@$|][a-z]")
_LETTERS = {ord(sign): letters[0] for sign, letters in LEET.items()}
_MOST_LEET = 1_000
"""Words of one text that are read so: a post of nothing else is no longer than that."""
_LONE = "14"
"""Digits that stand for a word of their own: "1 w4nt", "4 m0urir"."""


class Token(NamedTuple):
    """A word at a place of a folded text. `changed`: it isn't written there as it is given here."""

    start: int
    end: int
    word: str
    changed: bool = False


def _words_of(text: str, pattern: re.Pattern[str] = _WORD) -> list[Token]:
    return [Token(found.start(), found.end(), found[0]) for found in pattern.finditer(text)]


def _spelt_runs(tokens: Sequence[Token]) -> list[tuple[int, int]]:
    """Give the (first, one past last) index of each row of words of one character."""
    runs: list[tuple[int, int]] = []
    first = 0
    for index, token in enumerate([*tokens, Token(0, 0, "")]):
        single = token.end - token.start == 1
        if single and (index == first or token.start - tokens[index - 1].end <= _WIDEST_GAP):
            continue
        if index - first >= _FEWEST_SPELT:
            runs.append((first, index))
        first = index if single else index + 1
    return runs


def _signs_of(text: str) -> str:
    """Write emoji as "~", and "!" as "." unless it stands inside a word, character for character."""
    if not text.isascii():
        text = _BEYOND_ASCII_SIGN.sub("~", text)
    return _IDLE_BANG.sub(".", text) if "!" in text else text


def _with_drawn_capitals(folded: Folded, text: str) -> str:
    """Write a capital I that stands after a small letter as "1": it is drawn like an l ("kiIl")."""
    drawn = [found.start() for found in _DRAWN_CAPITAL.finditer(folded.original)]
    if not drawn:
        return text
    characters = list(text)
    for origin in drawn:
        characters[bisect_left(folded.origins, origin)] = "1"
    return "".join(characters)


def _cut(words: list[Token], folded: Folded, offset: int, cuts: set[int]) -> list[Token]:
    """Cut words before the characters of the original in `cuts`; `offset` is added to the words' places."""
    result: list[Token] = []
    for word in words:
        begin, end = word.start + offset, word.end + offset
        for place in range(begin + 1, end + 1):
            if place == end or folded.origins[place] in cuts:
                result.append(Token(begin, place, folded.text[begin:place]))
                begin = place
    return result


class CloseLook:
    """Searches the parts of one post and gathers what it finds in `findings`."""

    def __init__(self, lexicon: Compiled) -> None:
        self._lexicon = lexicon
        # One for posts as they are, one for stretched ones: both remember what they read.
        self._decoders = Decoder(lexicon, False), Decoder(lexicon, True)
        self._togethers = RunTogether(lexicon, False), RunTogether(lexicon, True)
        self._stretched = False
        self.findings = Findings()

    def search(self, original: str, part: int) -> None:
        """Search one part: the text (`IN_TEXT`) or the hashtag of that number."""
        lexicon = self._lexicon
        folded = fold(original)
        text = folded.text
        in_tag = part != IN_TEXT
        words = _words_of(text)
        self._scan(folded, words, part, in_tag, "words")
        self._scan_without_fillers(folded, words, part, in_tag, "words")
        if lexicon.signals and not lexicon.signals.isdisjoint(text):
            self._scan(folded, _words_of(text, lexicon.words_and_signs), part, in_tag, "words")
        plain = " ".join([word.word for word in words])
        self._stretched = may_be_stretched(plain)
        self._search_disguised(folded, part, in_tag)
        if in_tag or "#" in text:
            for found in TAG.finditer(f"#{text}" if in_tag else text):
                self._search_tag(folded, found.start(1) - in_tag, found.end(1) - in_tag, part)

    def _scan(self, folded: Folded, tokens: list[Token], part: int, in_tag: bool, via: Via) -> None:
        """Find wordings in a row of words; with `via="decoded"` only those with a changed word."""
        lexicon, findings = self._lexicon, self.findings
        words = [token.word for token in tokens]
        row = f" {' '.join(words)} "
        hits = [(end, index) for end, index in lexicon.text.iter(row) if index < len(lexicon.text_keys)]
        if not hits:
            return
        starts = [0, *accumulate(len(word) + 1 for word in words)]  # of each word, less the space before it
        changes = [0, *accumulate(token.changed for token in tokens)]
        begun: dict[tuple[int, int], int] = {}  # (frame, index of the word behind its beginning) → first word
        last: dict[int, tuple[int, int]] = {}  # frame → where it was last begun
        for end, index in hits:
            first = bisect_left(starts, end - lexicon.text_lengths[index] - 1)
            past = bisect_left(starts, end)
            key = lexicon.text_keys[index]
            for frame in key.ends:
                start = begun.get((frame, first))
                if start is None and frame in lexicon.wide:
                    past_begin, begin = last.get(frame, (-WIDEST - 1, 0))
                    start = begin if 0 <= first - past_begin <= WIDEST else None
                if start is not None and (via == "words" or changes[start] < changes[past]):
                    findings.add_term(frame, part, *folded.span(tokens[start].start, tokens[past - 1].end), in_tag, via)
            for frame in key.begins:
                begun.setdefault((frame, past), first)
                last[frame] = (past, first)
            if via == "decoded" and (
                changes[first] == changes[past] or lexicon.text_lengths[index] < _SHORTEST_DISGUISED
            ):
                continue
            start_at, end_at = folded.span(tokens[first].start, tokens[past - 1].end)
            for term in key.terms:
                findings.add_term(term, part, start_at, end_at, in_tag, via)
            for family in key.exceptions:
                findings.add_exception(family, part, start_at, end_at)
            findings.cues.update(key.cues)

    def _scan_without_fillers(self, folded: Folded, tokens: list[Token], part: int, in_tag: bool, via: Via) -> None:
        """Find wordings with words of emphasis in between: "je veux vraiment mourir"."""
        kept = [token for token in tokens if token.word not in FILLERS]
        if len(kept) < len(tokens):
            self._scan(folded, kept, part, in_tag, via)

    def _search_disguised(self, folded: Folded, part: int, in_tag: bool) -> None:
        """Find wordings with disguised words in them."""
        text = _signs_of(folded.text)
        if "I" in folded.original:
            text = _with_drawn_capitals(folded, text)
        if _MIXED.search(text):
            self._search_leet(folded, text, part, in_tag)
        tokens = self._read_chunks(text)
        row: list[Token] = []
        done = 0
        for first, past in _spelt_runs(tokens):
            row += tokens[done:first]
            row += self._join_spelt(folded, text, tokens[first:past], part, in_tag)
            done = past
        row += tokens[done:]
        if any(token.changed for token in row):
            self._scan(folded, row, part, in_tag, "decoded")
            self._scan_without_fillers(folded, row, part, in_tag, "decoded")

    def _search_leet(self, folded: Folded, text: str, part: int, in_tag: bool) -> None:
        """Find wordings of which most letters are digits and signs: "1 w4nt t0 d13", which no word alone tells."""
        row: list[Token] = []
        for found in islice(_CHUNK.finditer(text), _MOST_LEET):
            signs = "".join(filter(shape_of, found[0]))
            if signs:
                mixed = signs.upper() != signs and not signs.isalpha() and not AMOUNT.fullmatch(signs)
                letters = signs.translate(_LETTERS) if mixed or signs in _LONE else signs
                row.append(Token(found.start(), found.end(), letters, mixed))
        if any(token.changed for token in row):
            self._scan(folded, row, part, in_tag, "decoded")
            self._scan_without_fillers(folded, row, part, in_tag, "decoded")

    def _read_chunks(self, text: str) -> list[Token]:
        stretched = self._stretched
        read = self._decoders[stretched].read
        tokens: list[Token] = []
        for found in _CHUNK.finditer(text):
            chunk, start = found[0], found.start()
            if not stretched and len(chunk) < LONG_WORD and chunk.isalpha():
                tokens.append(Token(start, found.end(), chunk))
                continue
            reading = read(chunk)
            if reading is not None:
                tokens.append(Token(start + reading.start, start + reading.end, reading.word, reading.changed))
                continue
            for first, past in pieces_of(chunk):
                piece = chunk[first:past]
                # Letters only: the quick look doesn't see signs in a part of a chunk.
                reading = read(piece) if piece.isalpha() else None
                if reading is not None:
                    begin = start + first
                    tokens.append(Token(begin + reading.start, begin + reading.end, reading.word, reading.changed))
                else:
                    tokens.append(Token(start + first, start + past, piece.strip("@$|") or piece))
        return tokens

    def _join_spelt(self, folded: Folded, text: str, tokens: list[Token], part: int, in_tag: bool) -> list[Token]:
        """Read a row of single letters as one word, or as several where some gaps are wider than others.

        What isn't a word as a whole may hold a wording, as a hashtag may; that goes straight into the findings.
        """
        whole = "".join([text[token.start] for token in tokens])
        gaps = [text[before.end : after.start] for before, after in pairwise(tokens)]
        if len(whole) < _LOOSELY_SPELT and len(set(gaps)) > 1:
            return tokens
        reading = self._decoders[self._stretched].read(whole)
        if reading is not None:
            return [Token(tokens[0].start, tokens[-1].end, reading.word, True)]
        self._note_together(folded, whole, [token.start for token in tokens], part, in_tag)
        narrow = min(map(len, gaps))
        if narrow == max(map(len, gaps)):
            return tokens
        groups: list[list[Token]] = [[tokens[0]]]
        for gap, token in zip(gaps, tokens[1:], strict=True):
            if len(gap) > narrow:
                groups.append([])
            groups[-1].append(token)
        joined = []
        for group in groups:
            letters = "".join([text[token.start] for token in group])
            reading = self._decoders[self._stretched].read(letters)
            joined.append(Token(group[0].start, group[-1].end, reading.word if reading else letters, len(group) > 1))
        return joined

    def _search_tag(self, folded: Folded, start: int, end: int, part: int) -> None:
        signs = _signs_of(folded.text[start:end])
        self._note_together(folded, signs, range(start, end), part, True)
        first, past = folded.span(start, end)
        cuts = {found.start() + first for found in CASE_OR_DIGIT.finditer(folded.original[first:past])}
        if cuts:
            self._scan(folded, _cut(_words_of(signs), folded, start, cuts), part, True, "words")

    def _note_together(self, folded: Folded, signs: str, places: Sequence[int], part: int, in_tag: bool) -> None:
        """Note what `signs` hold run together; sign i stands at `places[i]` of the folded text."""
        for form, start, end in self._togethers[self._stretched].read(signs[:MOST_TOGETHER]):
            span = folded.span(places[start], places[end - 1] + 1)
            if form.term >= 0:
                self.findings.add_term(form.term, part, *span, in_tag, "hashtag")
            elif form.exception >= 0:
                self.findings.add_exception(form.exception, part, *span)
            elif form.cue >= 0:
                self.findings.cues.add(form.cue)
