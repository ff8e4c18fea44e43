"""Compiles a lexicon into what a search needs: two automata, the known words, and what calls for a closer look.

The text automaton holds wordings as plain words with a space at both ends, so that a word boundary costs nothing.
The tag automaton holds run-together shapes (see `normalise.word_shape`), because hashtags have no spaces.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

import ahocorasick

from safety_centre.accounts.collector import no_garbage_collected

from .common_words import COMMON_WORDS
from .lexicon import ANY_LANGUAGE, SHORT, Term, version_of
from .normalise import LONG_WORD, SHAPES, QuickReader, fold, normalise, quick_reader, word_shape
from .patterns import is_wide
from .short_forms import short_forms

RUN_TOGETHER = 8
"""A phrase of as many letters is also found written as one word. Shorter ones make other words too often."""
FREE_WORD, FREE_PHRASE = 7, RUN_TOGETHER
"""Letters from which a word or phrase is found inside a longer hashtag, with unknown words around it."""
STRICT = 5
"""Letters from which it is found inside a longer hashtag made of known words only."""
ANY_TAG_LANGUAGE = 8
"""Letters from which a wording counts in hashtags whatever the declared language: short ones mean other things."""
_MOST_VARIANTS = 16
MOST_DOUBLED = 20_000
"""Telling words up to which one doubled letter ("suiccide") is looked for: each takes a key for each of its letters.
Where there are more, only in terms of one word."""

_JOINER = re.compile(r"(?<=[^\W_])['\-.](?=[^\W_])")


class TextKey(NamedTuple):
    """What one wording means in text: indices of terms, of families it is an exception to, of cues.

    `begins` and `ends` are terms that are frames, of which the wording is a beginning or an end.
    """

    terms: tuple[int, ...]
    exceptions: tuple[int, ...]
    cues: tuple[int, ...]
    begins: tuple[int, ...]
    ends: tuple[int, ...]


@dataclass(slots=True)
class _Meanings:
    """A `TextKey` while terms are still added to it."""

    terms: list[int] = field(default_factory=list)
    exceptions: list[int] = field(default_factory=list)
    cues: list[int] = field(default_factory=list)
    begins: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)

    def key(self) -> TextKey:
        return TextKey(*map(tuple, (self.terms, self.exceptions, self.cues, self.begins, self.ends)))


class TagForm(NamedTuple):
    """One wording in hashtags: of a `term`, an `exception` (a family) or a `cue`; the others are -1.

    Or a beginning or an end of the frames (terms) in `begins` and `ends`.

    `form` is the wording run together; `free` is its least number of letters reached for unknown words around it.
    """

    form: str
    term: int = -1
    exception: int = -1
    cue: int = -1
    begins: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()
    free: bool = False
    calls: bool = False  # a post with it gets a close look


@dataclass(frozen=True, slots=True)
class Compiled:
    """A compiled lexicon. Never changed once made, so threads may share it."""

    version: str
    terms: tuple[Term, ...]
    families: tuple[int, ...]  # family of each term
    asks_for_company: tuple[bool, ...]  # whether each term's `only_with` are cues; those of a frame are part of it
    languages: frozenset[str]
    # " wording " → index in text_keys; also " shape " of anchors, one telling word of each wording, which the quick
    # look searches in the same go → first_anchor + index in anchor_words
    text: ahocorasick.Automaton
    text_keys: tuple[TextKey, ...]
    text_lengths: tuple[int, ...]  # characters of each wording, without the two spaces
    frames_ended: dict[int, frozenset[int]]  # text key that is an end → its frames
    wide: frozenset[int]  # terms that are wide frames
    telling: int  # text keys below this index hold a term
    tags: ahocorasick.Automaton  # shape, with "#" and ";" at the ends it must have → index in tag_keys
    tag_keys: tuple[tuple[TagForm, ...], ...]
    tag_shapes: tuple[str, ...]
    telling_tags: int
    words: dict[str, tuple[str, ...]]  # collapsed shape → words of the lexicon
    known_words: frozenset[str]  # for cutting hashtags into words
    masked: ahocorasick.Automaton  # the telling words, as a trie for "su*cide"
    first_anchor: int
    anchor_words: tuple[tuple[str, ...], ...]  # " word " of each lexicon word of that shape; none for a misspelt one
    apart: dict[str, tuple[str, ...]]  # shape of a word that is two joined → " the two "
    collapsed_anchors: ahocorasick.Automaton
    shapes: frozenset[str]  # shape of each word
    tag_shapes_as_written: ahocorasick.Automaton  # like `tags`, without collapsing; only what may tell
    signals: frozenset[str]  # characters beyond ASCII that wordings hold
    words_and_signs: re.Pattern[str]  # one word, or one of the signals that isn't a letter
    reader: QuickReader
    cue_ids: dict[str, int]


@lru_cache(maxsize=50_000)
def _chunk_forms(chunk: str) -> tuple[str, ...]:
    """Give the plain forms of what stands between two spaces; none if it holds no letter, digit or emoji."""
    apart = normalise(_JOINER.sub(" ", chunk)).text
    joined = normalise(_JOINER.sub("", chunk)).text
    if not apart:
        return ()
    return (apart, joined) if joined != apart else (apart,)


def plain_forms(spelling: str) -> list[str]:
    """Give the plain wordings of a spelling: at each apostrophe or hyphen both apart and joined ("j ai", "jai").

    A phrase also comes as people shorten it ("chui", "u").
    """
    chunks = map(_chunk_forms, fold(spelling).text.replace("#", " ").split())
    choices = [forms for forms in chunks if forms]
    forms = itertools.islice(itertools.product(*choices), _MOST_VARIANTS)
    full = list(dict.fromkeys(" ".join(form) for form in forms if form))
    return list(dict.fromkeys([*full, *(short for form in full for short in short_forms(form))]))


def with_neighbours(form: str, neighbours: Iterable[str]) -> Iterator[str]:
    yield form
    for neighbour in neighbours:
        attached = normalise(neighbour).text.replace(" ", "")
        yield form + attached if neighbour.startswith("-") else attached + form


def _anchor(form: str) -> str:
    """Pick the word of a wording that ordinary posts hold the least: the longest that isn't a common word."""
    return max(form.split(), key=lambda word: (word not in COMMON_WORDS, len(word)))


def _commonness(forms: Iterable[str]) -> float:
    """Give the share of wordings that are of common words only."""
    anchors = [_anchor(form) for form in forms]
    return sum(anchor in COMMON_WORDS or len(anchor) < 4 for anchor in anchors) / max(1, len(anchors))


class _Builder:
    def __init__(self) -> None:
        self.text: dict[str, _Meanings] = {}
        self.tags: dict[str, dict[TagForm, None]] = {}
        self.anchors: set[str] = set()
        self.apart: dict[str, dict[str, None]] = {}  # "rendezvous" → "rendez vous", of which it is no disguise
        self.telling_words: set[str] = set()  # those of the anchors that are one word, not a phrase run together
        # Run together: frames that it begins, that it ends, and whether it calls for a close look.
        self.sides: dict[str, tuple[list[int], list[int], list[bool]]] = {}

    def forms(self, spelling: str) -> list[str]:
        """Give the plain forms of a spelling, noting which words of them are two joined."""
        if _JOINER.search(spelling):
            for chunk in fold(spelling).text.split():
                apart, *joined = _chunk_forms(chunk) or ("",)
                for word in joined:
                    self.apart.setdefault(word, {})[apart] = None
        return plain_forms(spelling)

    def add_text(self, form: str) -> Iterator[_Meanings]:
        together = form.replace(" ", "")
        yield self.text.setdefault(form, _Meanings())
        if together != form and len(together) >= RUN_TOGETHER and together.isascii():
            yield self.text.setdefault(together, _Meanings())

    def add_tag(self, key: str, form: TagForm) -> None:
        self.tags.setdefault(key, {})[form] = None

    def add_term(self, index: int, term: Term) -> None:
        if term.sides is not None:
            self.add_frame(index, *term.sides)
            return
        for plain in self.forms(term.term):
            for form in with_neighbours(plain, term.allowed_neighbours):
                if term.match != "hashtag":
                    for key in self.add_text(form):
                        if index not in key.terms:
                            key.terms.append(index)
                    self.anchors.update(w for w in (_anchor(form), form.replace(" ", "")) if w.isascii())
                    if term.match == "word" and form.isascii() and " " not in form:
                        self.telling_words.add(form)
                self.add_term_tag(index, term, form)

    def add_term_tag(self, index: int, term: Term, form: str) -> None:
        together = form.replace(" ", "")
        shape = word_shape(together)
        if not together.isascii() or len(together) < 2:
            return  # an emoji or another script: found in the tag read as words
        free = len(together) >= (FREE_PHRASE if " " in form else FREE_WORD)
        if free or len(together) >= STRICT:
            self.add_tag(shape, TagForm(together, term=index, free=free))
        else:
            self.add_tag(f"#{shape};", TagForm(together, term=index))

    def add_frame(self, index: int, before: Iterable[str], after: Iterable[str]) -> None:
        begins = dict.fromkeys(form for one in before for form in self.forms(one))
        ends = dict.fromkeys(form for one in after for form in self.forms(one))
        # One side is enough to call for a close look; the one that ordinary posts hold less.
        rare = min(begins, ends, key=_commonness)
        for forms, is_end in ((begins, False), (ends, True)):
            for form in forms:
                key = self.text.setdefault(form, _Meanings())
                (key.ends if is_end else key.begins).append(index)
                together = form.replace(" ", "")
                calls = forms is rare
                if calls and form.isascii():
                    self.anchors.add(_anchor(form))
                if together.isascii() and len(together) >= (STRICT if calls else 2):
                    side = self.sides.setdefault(together, ([], [], []))
                    (side[1] if is_end else side[0]).append(index)
                    side[2].append(calls)

    def add_exception(self, family: int, exception: str) -> None:
        for form in self.forms(exception):
            for key in self.add_text(form):
                if family not in key.exceptions:
                    key.exceptions.append(family)
            together = form.replace(" ", "")
            if together.isascii():
                self.add_tag(word_shape(together), TagForm(together, exception=family, free=True))

    def add_cue(self, cue: int, wording: str) -> None:
        for form in self.forms(wording):
            for key in self.add_text(form):
                if cue not in key.cues:
                    key.cues.append(cue)
            together = form.replace(" ", "")
            if together.isascii():
                shape = word_shape(together)
                key_shape = shape if len(together) >= STRICT else f"#{shape};"
                self.add_tag(key_shape, TagForm(together, cue=cue, free=True))


def _words_by_shape(forms: Iterable[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for word in dict.fromkeys(itertools.chain.from_iterable(map(str.split, forms))):
        if len(word) > 1 and word.isascii() and not word.isdigit():
            found.setdefault(word_shape(word), []).append(word)
    return {shape: tuple(words) for shape, words in found.items()}


def _automaton(keys: Iterable[str]) -> ahocorasick.Automaton:
    """Give an automaton of `keys` with their index as value."""
    automaton = ahocorasick.Automaton(ahocorasick.STORE_INTS)
    for index, key in enumerate(keys):
        automaton.add_word(key, index)
    if not len(automaton):
        automaton.add_word("\x00", 0)  # an empty one can't be searched; this key never stands in a row
    automaton.make_automaton()
    return automaton


def _doubled(shape: str) -> Iterator[str]:
    """Give a long shape with each of its single letters doubled: "suiccide"."""
    if len(shape) >= LONG_WORD:
        for place, letter in enumerate(shape):
            if letter not in shape[max(0, place - 1) : place] + shape[place + 1 : place + 2]:
                yield shape[:place] + letter + shape[place:]


def _shapes_as_written(tags: Iterable[tuple[str, Iterable[TagForm]]]) -> set[str]:
    written = set()
    for shape, forms in tags:
        for form in forms:
            if form.term >= 0 or form.calls:
                start, end = "#" if shape.startswith("#") else "", ";" if shape.endswith(";") else ""
                written.add(start + form.form.translate(SHAPES) + end)
    return written.union(*map(_doubled, written)) if len(written) <= MOST_DOUBLED else written


@no_garbage_collected()
def compile_lexicon(terms: Iterable[Term]) -> Compiled:
    """Compile `terms`. A term without any letter, digit or emoji matches nothing. Takes about 0.1 ms a term."""
    rows = tuple(dict.fromkeys(terms))
    builder = _Builder()
    family_ids: dict[tuple[str, str], int] = {}
    cue_ids: dict[str, int] = {}
    families = []
    excepted: set[tuple[int, str]] = set()
    for index, term in enumerate(rows):
        family = family_ids.setdefault((term.family, term.language), len(family_ids))
        families.append(family)
        builder.add_term(index, term)
        for exception in term.exceptions:
            if (family, exception) not in excepted:
                excepted.add((family, exception))
                builder.add_exception(family, exception)
        for wording in (*(term.only_with if term.sides is None else ()), *term.not_with):
            if wording != SHORT and wording not in cue_ids:
                cue_ids[wording] = len(cue_ids)
                builder.add_cue(cue_ids[wording], wording)

    for together, (begun, ended, calls) in builder.sides.items():
        builder.add_tag(
            word_shape(together), TagForm(together, begins=tuple(begun), ends=tuple(ended), calls=any(calls))
        )

    # Keys that hold a term come first: the quick look needs only compare a number.
    tags = sorted(builder.tags.items(), key=lambda item: all(form.term < 0 and not form.calls for form in item[1]))
    masked = ahocorasick.Automaton(ahocorasick.STORE_INTS)
    for word in builder.anchors:
        if len(word) > 3:
            masked.add_word(word, 1)
    signals = frozenset(c for form in builder.text for c in form if not c.isascii())
    signs = "".join(re.escape(sign) for sign in sorted(signals) if not sign.isalnum())
    words = _words_by_shape(builder.text)
    by_shape: dict[str, list[str]] = {}
    for word in itertools.chain.from_iterable(words.values()):
        by_shape.setdefault(word.translate(SHAPES), []).append(word)
    # An anchor that is a telling wording of its own is found as that; one that is an exception or a cue has one key.
    anchors = {word.translate(SHAPES) for word in builder.anchors} & by_shape.keys()
    text = sorted(builder.text.items(), key=lambda item: (not item[1].terms, item[0] in anchors))
    forms = [form for form, _ in text]
    keys: dict[TextKey, TextKey] = {}  # each once, though many wordings mean the same
    first_anchor = next((i for i, (form, key) in enumerate(text) if not key.terms and form in anchors), len(text))
    anchor_forms = [*forms[first_anchor:], *sorted(anchors.difference(forms))]
    single = anchors if len(anchors) <= MOST_DOUBLED else {word.translate(SHAPES) for word in builder.telling_words}
    doubled = {shape for anchor in single for shape in _doubled(anchor)} if len(single) <= MOST_DOUBLED else set()
    anchor_forms += sorted(doubled.difference(anchors, forms))
    return Compiled(
        version=version_of(rows),
        terms=rows,
        families=tuple(families),
        asks_for_company=tuple(bool(term.only_with) and term.sides is None for term in rows),
        languages=frozenset(term.language for term in rows) - {ANY_LANGUAGE},
        text=_automaton(f" {form} " for form in (*forms[:first_anchor], *anchor_forms)),
        text_keys=tuple(keys.setdefault(key, key) for key in (meanings.key() for _, meanings in text)),
        text_lengths=tuple(len(form) for form, _ in text),
        wide=frozenset(index for index, term in enumerate(rows) if is_wide(term.term)),
        frames_ended={index: frozenset(key.ends) for index, (_, key) in enumerate(text) if key.ends},
        telling=sum(1 for _, key in text if key.terms),
        tags=_automaton(shape for shape, _ in tags),
        tag_keys=tuple(tuple(forms) for _, forms in tags),
        tag_shapes=tuple(shape for shape, _ in tags),
        telling_tags=sum(1 for _, forms in tags if any(form.term >= 0 or form.calls for form in forms)),
        words=words,
        known_words=COMMON_WORDS | {w for form in builder.text for w in form.split() if len(w) > 2},
        masked=masked,
        first_anchor=first_anchor,
        anchor_words=tuple(
            tuple(f" {form} " for word in by_shape.get(shape, ()) for form in (word, *builder.apart.get(word, ())))
            for shape in anchor_forms
        ),
        apart={
            shape: tuple(f" {form} " for word in words_of for form in builder.apart.get(word, ()))
            for shape, words_of in by_shape.items()
            if not builder.apart.keys().isdisjoint(words_of)
        },
        shapes=frozenset(by_shape),
        tag_shapes_as_written=_automaton(_shapes_as_written(tags)),
        collapsed_anchors=_automaton(f" {word_shape(word)} " for word in builder.anchors),
        signals=signals,
        words_and_signs=re.compile(f"[^\\W_]+|[{signs}]" if signs else r"[^\W_]+"),
        reader=quick_reader(signals),
        cue_ids=cue_ids,
    )
