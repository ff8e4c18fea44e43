"""The matcher: a quick look at every post, a close look at the few that may hold a term."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from .automaton import Compiled, compile_lexicon
from .findings import IN_TEXT, Findings
from .hashtags import CASE_OR_DIGIT, TAG, search_run_together
from .lexicon import Intent, Level, Term
from .normalise import SIGNAL, Folded, collapse, fold, has_long_run, plain_words, shapes, to_ascii
from .resolve import Kept, Silenced, resolve
from .search import Token, scan, search_disguised, words_of

# Letters that French and English hardly double: a double is a stretch ("suiicide").
_STRETCHED_PAIRS = ("aa", "ii", "uu", "yy", "hh", "jj", "kk", "qq", "vv", "ww", "xx")
_SPELT = re.compile(r" [a-z0-9] [a-z0-9] [a-z0-9] ")
_TAG_BYTES = re.compile(rb"#([^\s#,;?\"()\[\]{}&]+)")
_WORD_END = re.compile(rb"(?<=[a-z])[A-Z]|[A-Z](?=[A-Z][a-z])|(?<=[A-Za-z])[0-9]|[0-9](?=[A-Za-z])")
_MASKED = re.compile(rb"[A-Za-z0-9@$][*%#~]+[A-Za-z0-9@$]")


@dataclass(frozen=True, slots=True)
class Match:
    """A term found in a post.

    `start` and `end` are character positions in the original text if `source` is "text", else in
    `hashtags[hashtag_index]`. `term` is the spelling as the lexicon has it.
    """

    topic: str
    level: Level
    intent: Intent
    term: str
    start: int
    end: int
    source: Literal["text", "hashtag"]
    hashtag_index: int | None
    family: str
    language: str


@dataclass(frozen=True, slots=True)
class Examined:
    """All that a close look found; `explain` puts it in words."""

    lexicon: Compiled
    parts: dict[int, str]
    kept: list[Kept]
    silenced: list[Silenced]


class Matcher:
    """Finds the terms of one lexicon. Threads may share it; making it takes about 20 µs a term."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self._lexicon = compile_lexicon(terms)

    @property
    def version(self) -> str:
        """The lexicon's version: 16 hexadecimal digits."""
        return self._lexicon.version

    def find(self, text: str, hashtags: Sequence[str] = (), language: str | None = None) -> list[Match]:
        """Find the terms in `text` and in `hashtags` (with or without "#"), in order of place, text first.

        `language` is a BCP 47 tag of which the first part counts ("fr-CA" is French): that language's terms, those
        of "any" language, and in hashtags also hashtag terms and long wordings of any language. None, or a
        language without terms, lets all count. Never raises, whatever the characters; time grows with the length.
        """
        whole = "\n#".join((text, *hashtags)) if hashtags else text
        if not self._calls_for_a_closer_look(whole):
            return []
        return self.matches_of(self.examine(text, hashtags, language))

    def examine(self, text: str, hashtags: Sequence[str] = (), language: str | None = None) -> Examined:
        """Look closely, at some 100 µs for 200 characters; also gives what was silenced and why."""
        lexicon = self._lexicon
        findings = Findings()
        parts = {IN_TEXT: text, **dict(enumerate(hashtags))}
        for part, original in parts.items():
            self._search_part(original, part, findings)
        primary = language.replace("_", "-").split("-")[0].lower() if language else None
        kept, silenced = resolve(lexicon, findings, parts, primary or None)
        return Examined(lexicon, parts, kept, silenced)

    def matches_of(self, examined: Examined) -> list[Match]:
        """Give what counts of an examined post, in order of place, text first."""
        return [self._match(kept) for kept in examined.kept]

    def _calls_for_a_closer_look(self, text: str) -> bool:
        """Say quickly whether a close look could find anything. Never wrongly says no."""
        lexicon = self._lexicon
        quick = to_ascii(text, lexicon.quick_table)
        plain = plain_words(quick)
        for _, index in lexicon.text.iter(plain):
            if index < lexicon.telling:
                return True
        shaped = shapes(quick)
        if not lexicon.anchors.isdisjoint(shaped.split()) or _SPELT.search(plain):
            return True
        if _may_be_stretched(plain) and not lexicon.collapsed_anchors.isdisjoint(collapse(shaped).split()):
            return True
        if b"#" in quick and self._tags_call(quick):
            return True
        if (b"*" in quick or b"~" in quick or b"%" in quick) and _MASKED.search(quick):
            return True
        return SIGNAL in quick

    def _tags_call(self, quick: bytes) -> bool:
        lexicon = self._lexicon
        tags = b";#".join(_TAG_BYTES.findall(quick))
        row = "#" + ";#".join(collapse(shapes(tag)) for tag in tags.split(b";#")) + ";"
        for _, index in lexicon.tags.iter(row):
            if index < lexicon.telling_tags:
                return True
        if _WORD_END.search(tags):
            spaced = _WORD_END.sub(rb" \g<0>", tags)
            for _, index in lexicon.text.iter(plain_words(spaced)):
                if index < lexicon.telling:
                    return True
        return False

    def _search_part(self, original: str, part: int, findings: Findings) -> None:
        lexicon = self._lexicon
        folded = fold(original)
        in_tag = part != IN_TEXT
        words = words_of(folded.text, frozenset())
        scan(lexicon, folded, words, findings, part, in_tag, "words")
        if lexicon.signals and not lexicon.signals.isdisjoint(folded.text):
            scan(lexicon, folded, words_of(folded.text, lexicon.signals), findings, part, in_tag, "words")
        plain = " ".join(word.word for word in words)
        stretched = not plain.isascii() or _may_be_stretched(plain)
        search_disguised(lexicon, folded, findings, part, in_tag, stretched)
        if in_tag:
            self._search_tag(folded, 0, len(folded.text), part, findings)
        elif "#" in folded.text:
            for found in TAG.finditer(folded.text):
                self._search_tag(folded, *found.span(1), part, findings)

    def _search_tag(self, folded: Folded, start: int, end: int, part: int, findings: Findings) -> None:
        lexicon = self._lexicon
        text = folded.text
        while end > start and text[end - 1] in "!|":  # letters inside a word, an ornament after it
            end -= 1
        search_run_together(lexicon, folded, text, range(start, end), findings, part, True)
        if start == end:
            return
        first, past = folded.span(start, end)
        cuts = {found.start() + first for found in CASE_OR_DIGIT.finditer(folded.original[first:past])}
        if cuts:
            words = _cut(words_of(text[start:end], frozenset()), start, folded, cuts)
            scan(lexicon, folded, words, findings, part, True, "words")

    def _match(self, kept: Kept) -> Match:
        occurrence = kept.occurrence
        term = self._lexicon.terms[occurrence.term]
        in_text = occurrence.part == IN_TEXT
        return Match(
            topic=term.topic,
            level=term.level,
            intent=kept.intent,
            term=term.term,
            start=occurrence.start,
            end=occurrence.end,
            source="text" if in_text else "hashtag",
            hashtag_index=None if in_text else occurrence.part,
            family=term.family,
            language=term.language,
        )


def _may_be_stretched(plain: str) -> bool:
    return any(map(plain.__contains__, _STRETCHED_PAIRS)) or has_long_run(plain)


def _cut(words: list[Token], offset: int, folded: Folded, cuts: set[int]) -> list[Token]:
    """Cut words where the original shows a word's end; `offset` is added to their places."""
    result: list[Token] = []
    for word in words:
        begin = word.start + offset
        for place in range(begin + 1, word.end + offset + 1):
            if place == word.end + offset or folded.origins[place] in cuts:
                result.append(Token(begin, place, folded.text[begin:place]))
                begin = place
    return result
