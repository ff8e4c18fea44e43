"""One call: a document in, findings out, in reading order."""

import datetime as dt
import hashlib
from collections.abc import Iterator
from dataclasses import replace

from guides.checks.match import hits
from guides.checks.model import Document, Finding, Passage, key_of
from guides.checks.reading import read_sides
from guides.checks.rules import DATA, Language, language, rule
from guides.checks.structure import structure
from guides.checks.text import Sentence, make_sentence, normalise, sentences, words

_CODE = "2"  # raise it when code changes what is found; a change of data is seen by itself


def _version() -> str:
    files = sorted(DATA.glob("*.yaml"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in files) + _CODE.encode()).hexdigest()[:12]


VERSION = _version()
LONGEST_EXCERPT = 300


def check(document: Document, today: dt.date) -> list[Finding]:
    """Return what is wrong with ``document``, in reading order, each with its level and key.

    A language without rules has no findings, which is not the same as being fine: the panel says so.
    """
    known = language(document.language)
    if known is None:
        return []
    found = [
        *_in_words(document, known),
        *structure(document, known, today),
        *(
            Finding("reading-level", "", score.tab, detail=f"{score.lix}/{score.target}")
            for score in read_sides(document, known)
            if score.band == "hard"
        ),
    ]
    return _with_keys(found, document)


def _in_words(document: Document, known: Language) -> Iterator[Finding]:
    unexplained = _Jargon(known, document.glossary)
    for passage in document.passages:
        if passage.role == "source":
            continue
        # A heading or a line of a list is one thing said, whatever its full stops.
        one = passage.role == "title"
        parts = [make_sentence(passage.text)] if one else sentences(passage.text)
        for sentence in parts:
            yield from _in_sentence(sentence, passage, known)
            yield from unexplained.look(sentence, passage)


def _in_sentence(sentence: Sentence, passage: Passage, known: Language) -> Iterator[Finding]:
    for hit in hits(sentence, passage.role, known):
        yield _finding(hit.rule, sentence, passage, hit.written)
    limit = known.longest.get(passage.tab, known.longest["other"])
    # Words to say are spoken with pauses, and a list after a colon is read item by item.
    if passage.role == "prose" and len(sentence.text) > limit * 3 and len(words(sentence.text)) > limit:
        yield _finding("long-sentence", sentence, passage, "", str(len(words(sentence.text))))


def _finding(rule_id: str, sentence: Sentence, passage: Passage, written: str, detail: str = "") -> Finding:
    return Finding(
        rule=rule_id,
        level="",
        tab=passage.tab,
        block=passage.block,
        path=passage.path,
        excerpt=sentence.text,
        match=written,
        detail=detail,
    )


class _Jargon:
    """Professional words, once a tab, unless the sentence explains them, an earlier one did, or the glossary does."""

    def __init__(self, known: Language, glossary: frozenset[str]) -> None:
        self.known = known
        self.glossary = glossary
        self.seen: set[tuple[str, str]] = set()

    def look(self, sentence: Sentence, passage: Passage) -> Iterator[Finding]:
        for match in self.known.jargon_pattern.finditer(sentence.plain):
            word = match.group(0)
            if word in self.glossary or (passage.tab, word) in self.seen:
                continue
            self.seen.add((passage.tab, word))
            explained = self.known.explained_after.search(sentence.plain[match.end() :]) or (
                self.known.explained_before.search(sentence.plain[: match.start()])
            )
            if not explained:
                written = sentence.text[match.start() : match.end()]
                yield _finding("jargon", sentence, passage, written, self.known.jargon[word])


def _with_keys(found: list[Finding], document: Document) -> list[Finding]:
    """Give each finding its level and key, and put them in the order of the page."""
    order: dict[tuple[str, str], int] = {}
    for number, passage in enumerate(document.passages):
        order.setdefault((passage.tab, passage.block), number)
        order.setdefault((passage.tab, ""), number)
    for number, block in enumerate(document.blocks):
        order.setdefault((block.tab, block.block), 10_000 + number)
    nth: dict[tuple[str, str, str, str, str], int] = {}
    made = []
    for finding in found:
        place = (finding.rule, finding.tab, finding.block, finding.path, normalise(finding.excerpt))
        nth[place] = nth.get(place, -1) + 1
        made.append(
            replace(
                finding,
                level=rule(finding.rule).level_on(document.topic),
                key=key_of(*place, nth[place]),
                excerpt=finding.excerpt[:LONGEST_EXCERPT],
            )
        )
    made.sort(key=lambda f: order.get((f.tab, f.block), 100_000))
    return made
