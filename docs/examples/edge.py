"""The lexicon evaluated at the edge, written from docs/api.md alone: Python's standard library and nothing else.

python docs/examples/edge.py lexicon.json fr "je veux vraiment mourir"
"""

import json
import re
import sys
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

WORD = re.compile(r"[^\W_]+|[^\x00-\x7f]")
SKIN_TONES = range(0x1F3FB, 0x1F400)


class Found(NamedTuple):
    """A term, from word `start` to before word `end` of the text or of the hashtag `tag` (-1: the text)."""

    term: dict
    tag: int
    start: int
    end: int


class Edge:
    """What a document of ``GET prevention/lexicon`` finds in a post: the plainly written, and nothing wrong."""

    def __init__(self, document: dict) -> None:
        self.lookalikes, self.fillers = document["lookalikes"], set(document["fillers"])
        self.languages = {term["language"] for term in document["terms"]} - {"any"}
        self.trie: dict = {}  # a word → what goes on from there; "" → what ends there
        self.exceptions: dict = {}
        for number, one in enumerate(document["exceptions"]):
            self._add(one["forms"], ("exception", (one["family"], one["language"]), number))
        for number, term in enumerate(document["terms"]):
            self._add(term["forms"], ("term", term, number))
            self._add(term["begins"], ("begin", term, number))
            self._add(term["ends"], ("end", term, number))
            for cue in (*term["only_with"], *term["not_with"]):
                self._add([cue], ("cue", cue, cue))

    def _add(self, forms: list[str], meaning: tuple) -> None:
        for form in forms:
            node = self.trie
            for word in form.split():
                node = node.setdefault(word, {})
            node.setdefault("", {})[meaning[0], meaning[2]] = meaning

    def words(self, text: str) -> list[str]:
        """Return the plain words of a text."""
        return WORD.findall("".join(map(self._fold, text)))

    def _fold(self, character: str) -> str:
        if character in self.lookalikes:
            return self.lookalikes[character]
        letters = ""
        for part in unicodedata.normalize("NFKD", character):
            kind = unicodedata.category(part)
            if part in self.lookalikes:
                letters += self.lookalikes[part]
            elif kind == "Nd":
                letters += str(unicodedata.decimal(part))
            elif kind[0] != "M" and kind not in {"Cf", "Cc"} and ord(part) not in SKIN_TONES:
                letters += part.casefold() if kind[0] in "LN" or kind == "So" else " "
            elif part in "\t\n\r\x0b\x0c":
                letters += " "
        return letters

    def _meanings(self, words: list[str]) -> Iterator[tuple[tuple, int, int]]:
        for start in range(len(words)):
            node = self.trie
            for end in range(start, len(words)):
                node = node.get(words[end])
                if node is None:
                    break
                for meaning in node.get("", {}).values():
                    yield meaning, start, end + 1

    def find(self, text: str, hashtags: list[str] = (), language: str | None = None) -> list[Found]:
        """Return what counts, in order of place, text first."""
        language = language.split("-")[0] if language else None
        if language not in self.languages:
            language = None
        found: dict[tuple, Found] = {}
        innocent: dict[tuple, list[tuple[int, int]]] = {}
        cues: set[str] = set()
        for tag, part in enumerate([text, *hashtags], start=-1):
            words = self.words(part)
            kept = [place for place, word in enumerate(words) if word not in self.fillers]
            rows = [list(range(len(words)))] + ([kept] if len(kept) < len(words) else [])
            for places in rows:
                begun: dict[int, list[tuple[int, int]]] = {}
                for (kind, what, number), start, end in self._meanings([words[place] for place in places]):
                    first, last = places[start], places[end - 1] + 1
                    if kind == "cue":
                        cues.add(what)
                    elif kind == "exception":
                        innocent.setdefault((tag, *what), []).append((first, last))
                    elif kind == "begin":
                        begun.setdefault(number, []).append((first, end))
                    elif kind == "term":
                        found[tag, number, first, last] = Found(what, tag, first, last)
                    for began, past in begun.get(number, ()) if kind == "end" else ():
                        if 0 <= start - past <= what["gap"]:
                            found[tag, number, began, last] = Found(what, tag, began, last)
        counting = [one for one in found.values() if self._counts(one, text, hashtags, language, innocent, cues)]
        return self._longest(counting)

    def _counts(self, one: Found, text, hashtags, language, innocent, cues) -> bool:
        term = one.term
        in_tag = one.tag >= 0
        if term["match"] == "hashtag" and not in_tag:
            return False
        if language and term["language"] not in {language, "any"} and not (in_tag and term["match"] == "hashtag"):
            return False
        if term["accents"] == "exact" and _letters(term["term"]) not in _letters(hashtags[one.tag] if in_tag else text):
            return False
        if any(cue in cues for cue in term["not_with"]):
            return False
        short = term["short"] and (in_tag or len(self.words(text)) <= term["short"])
        if term["only_with"] and not short and not any(cue in cues for cue in term["only_with"]):
            return False
        spans = innocent.get((one.tag, term["family"], term["language"]), ())
        return not any(start < one.end and one.start < end for start, end in spans)

    def _longest(self, found: list[Found]) -> list[Found]:
        """Of wordings of one topic that lie one inside the other, keep the longest."""
        found.sort(key=lambda one: (one.tag, one.start, -one.end))
        kept: list[Found] = []
        for one in found:
            if not any(
                other.tag == one.tag and other.term["topic"] == one.term["topic"] and other.end >= one.end
                for other in kept
            ):
                kept.append(one)
        return kept


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, unicodedata.normalize("NFC", text.casefold())))


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:
        edge = Edge(json.load(file))
    for one in edge.find(sys.argv[3], language=sys.argv[2]):
        print(one.term["topic"], one.term["level"], one.term["term"])
