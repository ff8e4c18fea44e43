"""Reads wordings in letters that have no spaces between words: #jeveuxmourir, #stopSuicideNow, "s u i c i d e"."""

from __future__ import annotations

import re
from itertools import accumulate
from typing import NamedTuple

from .automaton import RUN_TOGETHER, Compiled, TagForm
from .decode import runs_of, runs_read_as
from .normalise import WITHIN_TAG, shape_of, word_shape

TAG = re.compile(f"#({WITHIN_TAG}+)")
"""A hashtag inside a folded text; group 1 is the tag without its sign."""

CASE_OR_DIGIT = re.compile(
    r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])|(?<=[a-zà-öø-ÿ])(?=[A-ZÀ-ÖØ-Þ])|(?<=[A-ZÀ-ÖØ-Þ])(?=[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ])"
)
"""Where a hashtag shows that a word ends: #StopViol, #tca2026, #TCAenParler."""

_LONGEST_REST = 40
_SHORTEST_FREE = 4
_LONGEST_FRAMED = 200
"""Signs of a hashtag up to which the two sides of frames are put together: far more than anybody types."""
MOST_TOGETHER = 400
"""Signs of one row that are read; no platform takes a hashtag of half as many."""
_UNKNOWN_REST = 5
"""Letters from which what surrounds a long term is taken for an unknown word; fewer make another word of the term."""
_ENDINGS = frozenset({"s", "e", "es", "x", "xx", "xxx"})


class FoundForm(NamedTuple):
    """A wording read in a row of signs, from sign `start` to `end`."""

    form: TagForm
    start: int
    end: int


def _is_words(rest: str, known: frozenset[str], least: int) -> bool:
    """Say whether `rest` is a row of known words of at least `least` letters."""
    reachable = [True] + [False] * len(rest)
    for start in range(len(rest)):
        if reachable[start]:
            for end in range(start + least, len(rest) + 1):
                if rest[start:end] in known:
                    reachable[end] = True
    return reachable[-1]


def _rest_allows(rest: str, at_end: bool, free: bool, known: frozenset[str]) -> bool:
    """Say whether what stands on one side of a wording lets it be a wording of its own."""
    letters = rest.strip("0123456789")
    if not letters:
        return True
    if at_end and free and letters in _ENDINGS:
        return True
    if len(letters) > _LONGEST_REST:
        return free
    if free and len(letters) >= _UNKNOWN_REST:
        return True
    # "depute" isn't "de pute", "therapist" isn't "the rapist": short terms want long words around them.
    return _is_words(letters, known, 1 if free else 4)


def _read(given: list[str], word: str, loose_start: bool, loose_end: bool, stretched: bool) -> tuple[int, int] | None:
    """Give how many signs to leave out at both ends when the runs `given` read as `word`, or None.

    A doubled letter at an edge is shared with the word beside it: the p of "stopporno".
    """
    if len(word) < 3 and "".join(given) != word:
        return None  # "#3d" isn't "ed"
    wanted = runs_of(word)
    trim_start = int(loose_start and len(given[0]) == 2 and len(wanted[0]) == 1)
    trim_end = int(loose_end and len(given[-1]) == 2 and len(wanted[-1]) == 1)
    given = list(given)
    if trim_start:
        given[0] = given[0][1:]
    if trim_end:
        given[-1] = given[-1][:-1]
    return (trim_start, trim_end) if runs_read_as(given, word, stretched) else None


class RunTogether:
    """Reads rows of signs of one post. Remembers what it read, so that repeating costs little.

    `stretched` says that the post's letters may be repeated.
    """

    def __init__(self, lexicon: Compiled, stretched: bool) -> None:
        self._lexicon = lexicon
        self._stretched = stretched
        self._rows: dict[str, list[FoundForm]] = {}
        self._readings: dict[tuple[str, str, bool, bool], tuple[int, int] | None] = {}
        self._alone: dict[tuple[str, str, str], bool] = {}

    def read(self, signs: str) -> list[FoundForm]:
        """Give the wordings, exceptions and cues in folded `signs`, read as one word without spaces."""
        found = self._rows.get(signs)
        if found is None:
            found = self._rows[signs] = self._read_row(signs)
        return found

    def _read_row(self, signs: str) -> list[FoundForm]:
        lexicon = self._lexicon
        hits = list(lexicon.tags.iter(f"#{word_shape(signs)};"))
        if not hits:
            return []
        places = [place for place, sign in enumerate(signs) if shape_of(sign)]
        glyphs = "".join([signs[place] for place in places])
        runs = runs_of(glyphs)
        firsts = [0, *accumulate(map(len, runs))]
        result: list[FoundForm] = []
        begun: dict[int, dict[int, int]] = {}  # sign behind a beginning → its frames → first sign
        framed = len(glyphs) <= _LONGEST_FRAMED
        for end, index in hits:
            shape = lexicon.tag_shapes[index]
            first, past = end - len(shape) + shape.startswith("#"), end - shape.endswith(";")
            written = glyphs[firsts[first] : firsts[past]]
            loose_start, loose_end = first > 0, past < len(runs)
            for form in lexicon.tag_keys[index]:
                key = (written, form.form, loose_start, loose_end)
                if key not in self._readings:
                    self._readings[key] = _read(runs[first:past], form.form, loose_start, loose_end, self._stretched)
                trimmed = self._readings[key]
                if trimmed is None:
                    continue
                begin, finish = firsts[first] + trimmed[0], firsts[past] - trimmed[1]
                if form.begins or form.ends:
                    if framed:
                        result += self._frames(form, begun, glyphs, places, begin, finish)
                    continue
                if form.term < 0 or self._stands_alone(form, glyphs, begin, finish):
                    result.append(FoundForm(form, places[begin], places[finish - 1] + 1))
        return result

    def _frames(
        self, form: TagForm, begun: dict[int, dict[int, int]], glyphs: str, places: list[int], begin: int, finish: int
    ) -> list[FoundForm]:
        """Give the frames that end here and note those that begin; `begun` has for each sign the frames begun there."""
        result = []
        before = begun.get(begin)
        for frame in form.ends if before else ():
            start = before.get(frame) if before else None
            if start is not None:
                # Of short beginnings, other words are made: "usana" isn't "ana".
                free = finish - start >= RUN_TOGETHER and begin - start >= _SHORTEST_FREE
                whole = TagForm(glyphs[start:finish], term=frame, free=free)
                if self._stands_alone(whole, glyphs, start, finish):
                    result.append(FoundForm(whole, places[start], places[finish - 1] + 1))
        if form.begins:
            begun.setdefault(finish, {}).update(dict.fromkeys(form.begins, begin))
        return result

    def _stands_alone(self, form: TagForm, glyphs: str, begin: int, finish: int) -> bool:
        before = glyphs[max(0, begin - _LONGEST_REST - 1) : begin]
        after = glyphs[finish : finish + _LONGEST_REST + 1]
        key = (form.form, before, after)
        if key not in self._alone:
            known = self._lexicon.known_words
            self._alone[key] = _rest_allows(before, False, form.free, known) and _rest_allows(
                after, True, form.free, known
            )
        return self._alone[key]
