"""Reads one disguised word: digits and signs for letters, separators, repeats, masked letters.

A disguise is only ever read as a word that the lexicon holds, so "14h30", "C3PO" and "vas-y" stay what they are.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import ahocorasick

from .automaton import Compiled
from .normalise import LEET, LONG_WORD, RARE_DOUBLES, SHAPES, shape_of, word_shape

MASKS = "*%~"
"""Signs that stand for a hidden letter in the middle of a word ("~" is any emoji)."""
_MOST_MASKED = 64  # masked words looked up in one text; each costs a walk in the trie
_LONGEST_MASKED = 24
_LEAST_MISCOUNTED = 6  # signs from which one star may hide two or three letters
_HIDDEN = "\x00"
_RUN = re.compile(r"(.)\1*", re.DOTALL)
_PIECES = re.compile(r"[a-z0-9@$!|]+")
_SEPARATORS = re.compile(r"[^a-z0-9@$!|]+")
AMOUNT = re.compile(r"[0-9]+[a-z]")
"""A number and its unit, which no disguise looks like: "900k" isn't "gook", "3d" isn't "ed"."""
_AROUND = "!#%*+-./:<=>^_`~\\"
"""What may stand around a word in a chunk without being a letter of it."""
_STANDS_FOR = {sign: frozenset(letters) | {sign} for sign, letters in LEET.items()}


def _may_stand(sign: str, letter: str, long_word: bool) -> bool:
    if sign == letter or letter in _STANDS_FOR.get(sign, ()):
        return True
    return long_word and sign == "l" and letter == "i"  # "sulcide": drawn alike, and no two long words differ by it


def _run_reads_as(signs: str, letters: str, long_word: bool) -> bool:
    """Say whether a run of signs of one shape may be a run of letters of that shape, with as many or more signs."""
    if signs == letters:
        return True
    if len(signs) == len(letters):
        return all(_may_stand(sign, letter, long_word) for sign, letter in zip(signs, letters, strict=True))
    given, wanted = set(signs), set(letters)
    return all(any(_may_stand(sign, letter, long_word) for letter in wanted) for sign in given) and all(
        any(_may_stand(sign, letter, long_word) for sign in given) for letter in wanted
    )


def _may_be_longer(signs: str) -> bool:
    """Say whether a run may be a stretched letter: three of a kind, or two of one that is hardly ever doubled.

    Two of another make another word: "raping", "rapping".
    """
    if len(signs) == 2:
        return signs[0] == signs[1] and signs[0] in RARE_DOUBLES
    return any(sign * 3 in signs for sign in set(signs))


def runs_of(signs: str) -> list[str]:
    """Cut signs into runs of one shape: "su11cide" → s, u, 11, c, i, d, e. Separators are left out."""
    shape = signs.translate(SHAPES)
    if len(shape) != len(signs):
        signs = "".join(sign for sign in signs if shape_of(sign))
    return [signs[found.start() : found.end()] for found in _RUN.finditer(shape)]


def runs_read_as(given: list[str], word: str, stretched: bool) -> bool:
    """Say whether folded signs, cut into runs, may be read as `word`, which has the same collapsed shape.

    Runs may be longer than the word's where the text is `stretched`; in a long word, one letter may be doubled anyway.
    """
    wanted = runs_of(word)
    if len(given) != len(wanted):
        return False
    letters = sum(1 for run in given for sign in run if sign.isalpha())
    if letters == 0 or letters * 3 < len(word) or (len(word) == 3 and letters < 2):
        return False
    long_word = len(word) >= LONG_WORD
    doubles = 0
    for signs, run in zip(given, wanted, strict=True):
        if len(signs) < len(run):
            return False
        if len(signs) > len(run) and not (stretched and _may_be_longer(signs)):
            doubles += 1
            if not long_word or doubles > 1 or signs != run * 2 or len(run) != 1:
                return False
        if not _run_reads_as(signs, run, long_word):
            return False
    return True


class Reading(NamedTuple):
    """A lexicon word read in a chunk, from `start` to `end` of it; `changed` if it isn't written so there."""

    word: str
    start: int
    end: int
    changed: bool


class Decoder:
    """Reads the disguised words of one post. Remembers what it read, so a word repeated n times costs once.

    `stretched` says that the post's letters may be repeated.
    """

    def __init__(self, lexicon: Compiled, stretched: bool) -> None:
        self._lexicon = lexicon
        self._stretched = stretched
        self._memory: dict[str, Reading | None] = {}
        self._masked_left = _MOST_MASKED

    def read(self, chunk: str) -> Reading | None:
        """Give the lexicon's word that `chunk` disguises, or None. A chunk is folded text without spaces."""
        if chunk not in self._memory:
            self._memory[chunk] = self._read(chunk)
        return self._memory[chunk]

    def _read(self, chunk: str) -> Reading | None:
        inner = chunk.lstrip(_AROUND)
        start = len(chunk) - len(inner)
        inner = inner.rstrip(_AROUND)
        word = self._read_joined(inner)
        if word is None and len(inner) > 3 and not inner.isalnum() and any(mask in inner for mask in MASKS):
            word = self._read_masked(inner)
        return None if word is None else Reading(word, start, start + len(inner), word != inner)

    def _read_joined(self, inner: str) -> str | None:
        candidates = self._lexicon.words.get(word_shape(inner))
        if not candidates:
            return None
        if inner in candidates:
            return inner
        if AMOUNT.fullmatch(inner):
            return None
        pieces = [piece for piece in _SEPARATORS.split(inner) if piece]
        least = 1
        if len(pieces) > 1:
            # "a-t-il", "vas-y", "fin.De": short words come together by chance, spelt-out ones don't.
            least = 3 if all(len(piece) == 1 for piece in pieces) else 5 if "." in inner else 4
        if inner.startswith("@"):
            least = 5  # more often somebody's name
        for word in candidates:
            if len(word) >= least and runs_read_as(runs_of(inner), word, self._stretched):
                return word
        return None

    def _read_masked(self, inner: str) -> str | None:
        pattern = "".join(_HIDDEN if sign in MASKS else sign for sign in inner)
        shown = pattern.replace(_HIDDEN, "")
        enough = len(shown) * 5 >= len(pattern) * 3 and len(pattern) <= _LONGEST_MASKED
        if not enough or not shown.isalnum() or _HIDDEN in (pattern[0], pattern[-1]) or self._masked_left <= 0:
            return None
        self._masked_left -= 1
        reading = "".join(LEET.get(sign, sign)[0] for sign in pattern)
        return self._look_up(reading) or self._look_up_longer(reading)

    def _look_up(self, pattern: str) -> str | None:
        return next(iter(self._lexicon.masked.keys(pattern, _HIDDEN, ahocorasick.MATCH_EXACT_LENGTH)), None)

    def _look_up_longer(self, pattern: str) -> str | None:
        """Read "s*cide": one sign for two or three letters, of which nobody counts the stars."""
        if pattern.count(_HIDDEN) > 1 or len(pattern) < _LEAST_MISCOUNTED:
            return None
        return self._look_up(pattern.replace(_HIDDEN, _HIDDEN * 2)) or self._look_up(
            pattern.replace(_HIDDEN, _HIDDEN * 3)
        )


def pieces_of(chunk: str) -> list[tuple[int, int]]:
    """Give the (start, end) of the runs of letters, digits and signs in a chunk."""
    return [found.span() for found in _PIECES.finditer(chunk)]
