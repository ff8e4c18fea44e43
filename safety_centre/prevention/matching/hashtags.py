"""Finds wordings inside hashtags, which have no spaces: #jeveuxmourir, #stopSuicideNow, #su1cide."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate

from .automaton import Compiled, TagForm
from .decode import runs_of, runs_read_as
from .findings import Findings
from .normalise import Folded, shape_of

TAG = re.compile(r"[#＃﹟♯]([^\s#＃﹟♯,;?\"()\[\]{}&]+)")
"""A hashtag inside a text; group 1 is the tag without its sign."""

CASE_OR_DIGIT = re.compile(
    r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])|(?<=[a-zà-öø-ÿ])(?=[A-ZÀ-ÖØ-Þ])|(?<=[A-ZÀ-ÖØ-Þ])(?=[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ])"
)
"""Where a hashtag shows that a word ends: #StopViol, #tca2026, #TCAenParler."""

_LONGEST_REST = 40
_UNKNOWN_REST = 5
"""Letters from which what surrounds a long term is taken for an unknown word; fewer make another word of the term."""
_ENDINGS = frozenset({"s", "e", "es", "x", "xx", "xxx"})


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


def _may_stand_alone(form: TagForm, before: str, after: str, known: frozenset[str]) -> bool:
    return _rest_allows(before, False, form.free, known) and _rest_allows(after, True, form.free, known)


def search_run_together(
    lexicon: Compiled, folded: Folded, text: str, places: Sequence[int], findings: Findings, part: int, in_tag: bool
) -> None:
    """Find wordings in the characters of `text` (folded, or with drawn capitals) at `places`, read as one word."""
    glyph_places = [place for place in places if shape_of(text[place])]
    if len(glyph_places) < 2:
        return
    glyphs = "".join(text[place] for place in glyph_places)
    runs = runs_of(glyphs)
    firsts = [0, *accumulate(map(len, runs))]
    row = "#" + "".join(shape_of(run[0]) for run in runs) + ";"
    readings: dict[tuple[str, str, bool, bool], tuple[int, int] | None] = {}
    alone: dict[tuple[str, str, str], bool] = {}
    for end, index in lexicon.tags.iter(row):
        shape = lexicon.tag_shapes[index]
        first, past = end - len(shape) + shape.startswith("#"), end - shape.endswith(";")
        edges = first > 0, past < len(runs)
        for form in lexicon.tag_keys[index]:
            key = (glyphs[firsts[first] : firsts[past]], form.form, *edges)
            if key not in readings:
                readings[key] = _read(runs[first:past], form.form, *edges)
            trimmed = readings[key]
            if trimmed is None:
                continue
            start_glyph, past_glyph = firsts[first] + trimmed[0], firsts[past] - trimmed[1]
            span = folded.span(glyph_places[start_glyph], glyph_places[past_glyph - 1] + 1)
            if form.exception >= 0:
                findings.add_exception(form.exception, part, *span)
            elif form.cue >= 0:
                findings.cues.add(form.cue)
            else:
                before = glyphs[max(0, start_glyph - _LONGEST_REST - 1) : start_glyph]
                after = glyphs[past_glyph : past_glyph + _LONGEST_REST + 1]
                around = (form.form, before, after)
                if around not in alone:
                    alone[around] = _may_stand_alone(form, before, after, lexicon.known_words)
                if alone[around]:
                    findings.add_term(form.term, part, *span, in_tag, "hashtag")


def _read(given: list[str], word: str, loose_start: bool, loose_end: bool) -> tuple[int, int] | None:
    """Give how many characters to leave out at both ends when `given` reads as `word`, or None.

    A doubled letter at an edge is shared with the word beside it: the p of "stopporno".
    """
    wanted = runs_of(word)
    trim_start = int(loose_start and len(given[0]) == 2 and len(wanted[0]) == 1)
    trim_end = int(loose_end and len(given[-1]) == 2 and len(wanted[-1]) == 1)
    given = list(given)
    if trim_start:
        given[0] = given[0][1:]
    if trim_end:
        given[-1] = given[-1][:-1]
    return (trim_start, trim_end) if runs_read_as(given, word) else None
