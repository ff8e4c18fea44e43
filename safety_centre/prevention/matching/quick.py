"""The quick look that every post gets: could a close look find anything?

Bytes and C loops only. It may say yes for nothing; it must not say no where a close look finds a term.
"""

from __future__ import annotations

import re

from .automaton import Compiled
from .fillers import FILLERS
from .normalise import (
    LEET,
    SHAPES_OF_WORDS,
    SIGNAL,
    WITHIN_TAG,
    collapse,
    may_be_stretched,
    plain_words,
    shapes,
    shapes_apart,
    word_shape,
)

_SPELT = re.compile(r" [a-z0-9] [a-z0-9] [a-z0-9] ")
_TAG = re.compile(f"#({WITHIN_TAG}+)".encode())
_WORD_END = re.compile(rb"(?<=[a-z])[A-Z]|(?<=[A-Z])[A-Z](?=[a-z])|(?<=[A-Za-z])[0-9]|(?<=[0-9])[A-Za-z]")
_SPELT_ROW = re.compile(r"(?<= )[a-z0-9](?: [a-z0-9](?= ))+")
_SIGN_ALONE = re.compile(rb"(?:^|[\s.\-_~*])[@$|](?=[\s.\-_~*])")  # "!" alone is never a letter
_MASKED = re.compile(rb"[*%#~](?<=[A-Za-z0-9@$].)[*%#~]*[A-Za-z0-9@$]")
_NUMBER = re.compile(rb"(?<![^\s,;:?()/])[0-9]{2,}(?![^\s,;:?()/])")
"""Digits alone, which nothing reads as letters. A single one may be: "4 m0urir"."""
_NO_SIGNS = bytes(code for code in range(256) if chr(code) not in LEET)
_READ_AS_LETTERS = {ord(sign): letters[0] for sign, letters in LEET.items()}
_SMALL_LETTERS = b" abcdefghijklmnopqrstuvwxyz"


def calls_for_a_close_look(lexicon: Compiled, text: str) -> bool:
    """Say whether `text`, with its hashtags each after a "#", may hold a term. 7 to 10 µs for 200 characters."""
    quick = lexicon.reader.read(text)
    plain = plain_words(quick)
    shaped = shapes(quick)
    telling, first_anchor = lexicon.telling, lexicon.first_anchor
    hits = []
    for hit in lexicon.text.iter(plain + shaped):
        if hit[1] < telling:
            return True
        hits.append(hit)
    anchored = [index - first_anchor for _, index in hits if index >= first_anchor]
    if len(hits) > 1 and _hold_a_frame(lexicon, hits):
        return True
    if anchored and (_tells_without_fillers(lexicon, plain) or _is_disguised(lexicon, quick, plain, shaped, anchored)):
        return True
    if _SPELT.search(plain) and _may_be_spelt(lexicon, plain, quick):
        return True
    stretched = may_be_stretched(plain)
    if stretched:
        for _ in lexicon.collapsed_anchors.iter(
            collapse(shaped + shapes_apart(quick) + plain.translate(SHAPES_OF_WORDS))
        ):
            return True
    easy = text.isascii()
    # Looked for in the text where that is enough: a character is found in it five times as fast as in bytes.
    if ("#" in text or (not easy and b"#" in quick)) and _tags_call(lexicon, quick, stretched):
        return True
    masks = "*" in text or "%" in text or (not easy and (b"~" in quick or b"*" in quick))
    if masks and _MASKED.search(quick):
        return True
    return not easy and SIGNAL in quick


def is_told_plainly(lexicon: Compiled, text: str) -> bool:
    """Say whether a wording of a term stands in `text` as it is."""
    telling = lexicon.telling
    return any(index < telling for _, index in lexicon.text.iter(plain_words(lexicon.reader.read(text))))


def _tells_without_fillers(lexicon: Compiled, plain: str) -> bool:
    """Say whether a wording shows once words of emphasis are left out: "je veux vraiment mourir"."""
    words = plain.split()
    if FILLERS.isdisjoint(words):
        return False
    hits = list(lexicon.text.iter(f" {' '.join([word for word in words if word not in FILLERS])} "))
    telling = lexicon.telling
    return any(index < telling for _, index in hits) or _hold_a_frame(lexicon, hits)


def _hold_a_frame(lexicon: Compiled, hits: list[tuple[int, int]]) -> bool:
    """Say whether, among hits in order of place, the end of a frame stands right behind a beginning of it."""
    keys, most = lexicon.text_keys, len(lexicon.text_keys)
    found = {index for _, index in hits if index < most}
    # Nearly every post has beginnings and ends, hardly any both of one frame.
    common = set().union(*[keys[index].begins for index in found])
    common.intersection_update(set().union(*[keys[index].ends for index in found]))
    if not common:
        return False
    telling = {i for i in found if not (common.isdisjoint(keys[i].begins) and common.isdisjoint(keys[i].ends))}
    begun: dict[int, list[int]] = {}
    open_wide: set[int] = set()
    opened: set[int] = set()
    tried: set[tuple[int, int]] = set()  # beginnings and ends of no common frame: a text repeats itself
    for end, index in hits:
        if index not in telling:
            continue
        key = keys[index]
        if key.ends:
            ended = lexicon.frames_ended[index]
            for before in begun.get(end - lexicon.text_lengths[index] - 1, ()):
                if (before, index) not in tried:
                    if not ended.isdisjoint(keys[before].begins):
                        return True
                    tried.add((before, index))
            if not open_wide.isdisjoint(ended):
                return True
        if key.begins:
            begun.setdefault(end, []).append(index)
            if index not in opened:
                opened.add(index)
                open_wide.update(lexicon.wide.intersection(key.begins))
    return False


def _is_disguised(lexicon: Compiled, quick: bytes, plain: str, shaped: str, anchored: list[int]) -> bool:
    """Say whether an anchor, or any word of the lexicon beside one, isn't written plainly.

    An anchor that is plainly written says nothing by itself: "want" is in thousands of posts without "want to die".
    Nor does a number: "90" is never read as "go".
    """
    if not _has_disguised(lexicon, quick, plain, shaped, anchored):
        return False
    bare = _NUMBER.sub(b" ", quick)
    if bare == quick:
        return True
    shaped, first = shapes(bare), lexicon.first_anchor
    anchored = [index - first for _, index in lexicon.text.iter(plain + shaped) if index >= first]
    return bool(anchored) and _has_disguised(lexicon, bare, plain, shaped, anchored)


def _has_disguised(lexicon: Compiled, quick: bytes, plain: str, shaped: str, anchored: list[int]) -> bool:
    for index in anchored:
        if not any(map(plain.__contains__, lexicon.anchor_words[index])):
            return True
    disguised = set(shaped.split()).difference(plain.translate(SHAPES_OF_WORDS).split())
    suspicious = lexicon.shapes.intersection(disguised)
    if suspicious and any(
        not any(map(plain.__contains__, lexicon.apart.get(shape, ()))) and _is_read_as(lexicon, quick, shape)
        for shape in suspicious
    ):
        return True
    # The same word may also stand there plainly: look at each chunk with a sign in it.
    signed = [chunk for chunk in quick.split() if not chunk.isalpha() and chunk.translate(None, _NO_SIGNS)]
    row = b" ".join(signed)
    return any(_is_read_as(lexicon, row, shape) for shape in lexicon.shapes.intersection(shapes(row).split()))


def _is_read_as(lexicon: Compiled, quick: bytes, shape: str) -> bool:
    """Say whether a chunk of that shape has letters enough to be read as a word: "200g" is never "zoog"."""
    written = [chunk for chunk in quick.split() if not chunk.isalpha() and shape in shapes(chunk).split()]
    words = lexicon.words.get(collapse(shape), ())
    return not written or any(
        sum(map(str.isalpha, (signs := chunk.decode().lower()))) * 3 >= len(shape)
        or signs.translate(_READ_AS_LETTERS) in words
        for chunk in written
    )


def _may_be_spelt(lexicon: Compiled, plain: str, quick: bytes) -> bool:
    """Say whether single letters may spell a word: "s u i c i d e", and not "il n'y a", "3 à 1"."""
    for found in _SPELT_ROW.finditer(plain):
        letters = found[0].replace(" ", "")
        if sum(map(str.isalpha, letters)) < 2:
            continue  # "3 à 1": nothing is read from one letter
        if len(letters) > 4 or word_shape(letters) in lexicon.words:
            return True
    return bool(_SIGN_ALONE.search(quick))


def _tags_call(lexicon: Compiled, quick: bytes, stretched: bool) -> bool:
    tags = b" ".join(_TAG.findall(quick)).replace(b"'", b"~")
    row = "#" + shapes(tags).strip().replace(" ", ";#") + ";"
    for _ in lexicon.tag_shapes_as_written.iter(row):
        return True
    if stretched:
        telling = lexicon.telling_tags
        for _, index in lexicon.tags.iter(collapse(row)):
            if index < telling:
                return True
    if tags.translate(None, _SMALL_LETTERS) and _WORD_END.search(tags):
        telling = lexicon.telling
        for _, index in lexicon.text.iter(plain_words(_WORD_END.sub(rb" \g<0>", tags))):
            if index < telling:
                return True
    return False
