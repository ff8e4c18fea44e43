"""One normalisation for terms and for text.

Two ways lead to the same words:

* `QuickReader` is the quick one, for every post: bytes only, no positions;
* `fold` is the exact one, for the few posts that may hold a term: it keeps, for every character it
  gives, the place in the original text that it came from.

Both map each character alone, whatever stands around it, so that positions stay true. What needs
context (digits read as letters, separators inside a word, repeated letters) isn't done to the text:
it is tried on single words, against the words the lexicon knows (`decode`). So "14h30" and "3114"
stay what they are.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, count, repeat

from .lookalikes import LOOKALIKES

SEPARATOR = "~"
"""Stands for any character that is neither letter, digit, space nor a sign with a meaning here."""

FOREIGN = "\x7f"
"""Quick way only: a letter of a script that the lexicon doesn't use. Part of a word, never of a term."""

SIGNAL = b"\x1c"
"""Quick way only: a character that some term holds and ASCII can't (emoji, other scripts)."""

# A ligature such as U+FDFA stands for eighteen letters: a text of them would grow as much. Nobody hides a word in them.
_LONGEST_DECOMPOSITION = 4

_LATIN_NAME = re.compile(
    r"LATIN (?:SMALL |CAPITAL )?LETTER (?:SMALL CAPITAL )?"
    r"(?:DOTLESS |SCRIPT |TURNED |REVERSED |LONG |INSULAR |STRETCHED |BARRED |SIDEWAYS |OPEN |CLOSED |HALF )*"
    r"([A-Z])(?: WITH .*| ROTUNDA)?"
)


def _fold_one(character: str) -> str:
    """What one character of a decomposed text reads as."""
    if character.isascii():
        return character.lower() if character.isprintable() or character in "\t\n\r\x0b\x0c" else ""
    if character in LOOKALIKES:
        return LOOKALIKES[character]
    category = unicodedata.category(character)
    if category[0] == "M" or category == "Cf" or 0x1F3FB <= ord(character) <= 0x1F3FF:
        return ""
    if category[0] == "Z":
        return " "
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if category[0] == "L":
        latin = _LATIN_NAME.fullmatch(unicodedata.name(character, ""))
        if latin:
            return latin[1].lower()
        return character
    return character if category == "So" else SEPARATOR


def fold_character(character: str) -> str:
    """Give what `character` reads as: compatibility form, small letter, no accent, Latin look-alike.

    An emoji or a letter of another script stays itself; a mark or an invisible character gives "";
    anything else that isn't a letter gives a space, an ASCII sign or `SEPARATOR`.
    """
    if character in LOOKALIKES:  # before it is decomposed: U+03F9 is drawn C and decomposes to a sigma
        return LOOKALIKES[character]
    decomposed = unicodedata.normalize("NFKD", character)
    if len(decomposed) > _LONGEST_DECOMPOSITION:
        return SEPARATOR
    folded = "".join(map(_fold_one, decomposed))
    if folded.isascii():
        return folded
    # Case of other scripts; decomposed again because folding may compose (ΐ), and looked up again (Ꭰ).
    small = unicodedata.normalize("NFKD", folded.casefold())
    return "".join(map(_fold_one, small))


class _FoldTable(dict[int, str]):
    """Code point → reading, filled as characters are met: nothing is computed at import."""

    _LIMIT = 65_536  # a hostile text can't make it grow for ever

    def __missing__(self, code: int) -> str:
        reading = fold_character(chr(code))
        if len(self) < self._LIMIT:
            self[code] = reading
        return reading


FOLD_TABLE = _FoldTable()


CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\r\x0b\x0c" + SIGNAL)
"""Deleted everywhere: they are drawn as nothing."""

_TWO_LETTERS = re.compile("[¼½¾ÆÞßæþ]")
_HOLDS_TWO = 0x1B  # in place of one of these; as a character of the text it is deleted


class QuickReader:
    """Reads any text as ASCII bytes, capitals kept, without positions.

    `signals` are the non-ASCII characters that the lexicon's terms hold once folded: a post with one of them
    must be looked at closely, and says so with `SIGNAL`. Get readers from `quick_reader`.
    """

    _LIMIT = 65_536  # runs remembered; a hostile text can't make it grow for ever

    def __init__(self, signals: frozenset[str]) -> None:
        self._signals = signals
        self._runs: dict[str, str] = {}
        self._readings: dict[int, str] = {}
        # Python's encoder finds what Latin-1 can't hold four times as fast as a regular expression does.
        self._errors = f"safety-centre-{id(self)}"
        codecs.register_error(self._errors, self._read_run)
        table, deleted = bytearray(range(256)), bytearray(CONTROLS)
        for code in range(128, 256):
            reading = "".join(map(self._quick, fold_character(chr(code))))
            if len(reading) == 1:
                table[code] = ord(reading.upper() if chr(code).isupper() else reading)
            elif reading:
                table[code] = _HOLDS_TWO
            else:
                deleted.append(code)
        self._table, self._deleted = bytes(table), bytes(deleted)

    def __reduce__(self) -> tuple[object, tuple[frozenset[str]]]:
        return quick_reader, (self._signals,)  # its tables and the encoder's handler belong to a process

    def read(self, text: str) -> bytes:
        """Read `text`. 200 characters take from 0.3 µs (French, English) to 10 µs (another script)."""
        if FOREIGN in text:  # drawn as nothing, and used here as a mark
            text = text.replace(FOREIGN, "")
        quick = text.encode("latin-1", self._errors).translate(self._table, self._deleted)
        if _HOLDS_TWO in quick:
            return self.read(_TWO_LETTERS.sub(lambda found: fold_character(found[0]), text))
        return quick

    def _read_run(self, error: UnicodeError) -> tuple[str, int]:
        """Read the characters that Latin-1 can't hold. The encoder calls this, and asks for a place to go on from."""
        assert isinstance(error, UnicodeEncodeError)
        run = error.object[error.start : error.end]
        reading = self._runs.get(run)
        if reading is None:
            known = self._readings
            reading = "".join([known[code] if code in known else self._read_one(code) for code in map(ord, run)])
            if len(self._runs) < self._LIMIT and len(run) <= 4:
                self._runs[run] = reading
        return reading, error.end

    def _read_one(self, code: int) -> str:
        reading = "".join(map(self._quick, FOLD_TABLE[code]))
        if len(self._readings) < self._LIMIT:
            self._readings[code] = reading
        return reading

    def _quick(self, character: str) -> str:
        if character.isascii():
            return character
        if character in self._signals:
            return SIGNAL.decode("ascii")
        return FOREIGN if character.isalnum() else SEPARATOR


@cache
def quick_reader(signals: frozenset[str]) -> QuickReader:
    """Give the reader for these signals, made once: Python never forgets an error handler."""
    return QuickReader(signals)


# --- byte tables -----------------------------------------------------------------------------------------------------

LEET = {
    "0": "o", "1": "il", "2": "z", "3": "e", "4": "a", "5": "s", "6": "g", "7": "t", "8": "b", "9": "g",
    "@": "a", "$": "s", "!": "il", "|": "il",
}  # fmt: skip
"""Sign → the letters it may stand for inside a word."""

STRONG = " \t\n\r\x0b\x0c',;?\"()[]{}&/:=<>\\"
"""ASCII characters that end a word for good: nothing is joined across them (but single letters)."""
WITHIN_WORD = f"[^{re.escape(STRONG)}]"
"""Regular expression for any other character."""
WITHIN_TAG = f"[^{re.escape(STRONG.replace(chr(39), '#'))}]"
"""Regular expression for a character of a hashtag: an apostrophe too."""


def shape_of(character: str) -> str:
    """Give the class in which a letter or sign is compared: its first reading, with l as i ("" for a separator)."""
    if character in LEET:
        character = LEET[character][0]
    if character == "l":
        return "i"
    return character if character.isalnum() or character == FOREIGN else ""


SHAPES = {code: shape_of(chr(code).lower()) or None for code in range(128)}
"""For `str.translate`: ASCII character → its shape; separators are dropped, other scripts stay."""


SHAPES_OF_WORDS = {ord("l"): "i"}
"""As `SHAPES`, for words without signs: digits stay, so that a digit read as a letter shows."""


def _plain_table() -> bytes:
    table = bytearray(b" " * 256)
    for code in range(128):
        if chr(code).isalnum():
            table[code] = ord(chr(code).lower())
    table[ord(FOREIGN)] = ord(FOREIGN)
    return bytes(table)


def _shape_table() -> tuple[bytes, bytes]:
    """Give the table of shapes, with spaces for separators, and the separators that stand inside words."""
    table, deleted = bytearray(b" " * 256), bytearray(SIGNAL)
    for code in range(128):
        character = chr(code).lower()
        shape = "" if character == "!" else shape_of(character)  # "!" is a letter only inside a word: see `_BANG`
        if shape:
            table[code] = ord(shape)
        elif character not in STRONG:
            deleted.append(code)
    return bytes(table), bytes(deleted)


PLAIN_BYTES = _plain_table()
_SHAPE_BYTES, _SHAPE_DELETED = _shape_table()
LONG_WORD = 7
"""Letters from which a word is still itself with one letter doubled, or with an l drawn for an i."""
RARE_DOUBLES = "aiu"
"""Letters that French and English hardly double: two of them are a stretch ("suiicide")."""
_BANG = re.compile(rb"!(?<=[A-Za-z0-9]!)(?=[A-Za-z0-9])")
_REPEATED = re.compile(r"(.)(?=\1)", re.DOTALL)


def plain_words(quick: bytes) -> str:
    """Give the words of a quick reading in small letters, one space between two and at both ends."""
    spaced = f" {quick.translate(PLAIN_BYTES).decode('ascii')} ".replace("  ", " ")
    while "  " in spaced:  # a few times at most: each pass halves the longest row of spaces
        spaced = spaced.replace("  ", " ")
    return spaced


def shapes(quick: bytes) -> str:
    """Give the shapes of a quick reading between spaces: signs as letters, l as i, separators inside words dropped."""
    if b"!" in quick:
        quick = _BANG.sub(b"1", quick)
    return (b" " + quick.translate(_SHAPE_BYTES, _SHAPE_DELETED) + b" ").decode("ascii")


def collapse(text: str) -> str:
    """Write every run of one character once ("moooort" → "mort", "kill" → "kil")."""
    return _REPEATED.sub("", text)  # a replacement without a group is a copy: four times as fast


def shapes_apart(quick: bytes) -> str:
    """As `shapes`, with words cut at every separator: "mort/su1cide"."""
    if b"!" in quick:
        quick = _BANG.sub(b"1", quick)
    return (b" " + quick.translate(_SHAPE_BYTES, SIGNAL) + b" ").decode("ascii")


def may_be_stretched(plain: str) -> bool:
    """Say whether text has a character three times or more in a row, or twice one of `RARE_DOUBLES`.

    The text is taken as one large number: compared with itself shifted by one and two characters, a run of three
    leaves a zero byte. A third of the time of a regular expression with a back-reference.
    """
    if "aa" in plain or "ii" in plain or "uu" in plain:
        return True
    number = int.from_bytes(plain.encode("ascii", "replace"), "big")
    differs = number ^ (number >> 8)
    return 0 in (differs | (differs >> 8)).to_bytes(len(plain), "big")


def word_shape(word: str) -> str:
    """Give the collapsed shape under which `decode` looks a word up."""
    return collapse(word.translate(SHAPES))


# --- exact way -------------------------------------------------------------------------------------------------------


_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Folded:
    """A text folded character by character.

    `text` has one or more characters for each original character that isn't dropped; `origins[i]` is the index in
    `original` of the character that gave `text[i]`. Origins never decrease.
    """

    original: str
    text: str
    origins: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Give the original (start, end) of `text[start:end]`, which must not be empty."""
        return self.origins[start], self.origins[end - 1] + 1


def fold(text: str) -> Folded:
    """Fold `text`, keeping where each character came from. Never raises, whatever the characters."""
    if text.isascii() and not _CONTROL.search(text):
        return Folded(text, text.lower(), range(len(text)))
    readings = [FOLD_TABLE[code] for code in map(ord, text)]
    folded = "".join(readings)
    if len(folded) == len(text) and all(readings):
        return Folded(text, folded, range(len(text)))
    origins = array("l", chain.from_iterable(map(repeat, count(), map(len, readings))))
    return Folded(text, folded, origins)


_WORD = re.compile(r"[^\W_]+|[^\x00-\x7f]")


@dataclass(frozen=True, slots=True)
class Normalised:
    """Plain words of a text: small letters, no accents, one space between words; an emoji is a word.

    `offsets[i]` is the place in the original text of `text[i]`; it never decreases. A space has the place
    of the last character before it.
    """

    text: str
    offsets: array[int]


def normalise(text: str) -> Normalised:
    """Normalise `text`. Idempotent: normalising the result's text gives the same text."""
    folded = fold(text)
    words: list[str] = []
    offsets = array("l")
    for found in _WORD.finditer(folded.text):
        if words:
            offsets.append(offsets[-1])
        words.append(found[0])
        offsets.extend(folded.origins[found.start() : found.end()])
    return Normalised(" ".join(words), offsets)
