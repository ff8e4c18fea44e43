"""Decides which of the occurrences found in a post count, and says why the others don't."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Iterable
from typing import Literal, NamedTuple

from .automaton import ANY_TAG_LANGUAGE, Compiled
from .contexts import FIRST_OR_SECOND, Context, context_of
from .findings import Findings, Occurrence
from .lexicon import ANY_LANGUAGE, LEVELS, SHORT, SHORT_WORDS, Intent, Level, Term
from .normalise import normalise

_LONGEST_TAG = 100  # characters of a hashtag before the word in it
_LONGEST_SHORT = 1_000  # characters of a text of a few words, with the hashtags and names beside them

Reason = Literal["language", "accents", "only_with", "not_with", "exception", "longer"]


class Kept(NamedTuple):
    """An occurrence that counts.

    Its intent and level are the term's, unless a longer wording of another topic or the rest of the post says more.
    """

    occurrence: Occurrence
    intent: Intent
    level: Level


class Silenced(NamedTuple):
    """An occurrence that doesn't count, and why.

    `span` is the place of the exception or longer wording in the same part, where there is one.
    """

    occurrence: Occurrence
    reason: Reason
    span: tuple[int, int] | None = None


def _in_language(term: Term, in_tag: bool, language: str) -> bool:
    if term.language in (language, ANY_LANGUAGE):
        return True
    return in_tag and (term.match == "hashtag" or sum(map(str.isalpha, term.term)) >= ANY_TAG_LANGUAGE)


def _accented(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFC", text.casefold()) if c.isalnum())


def _has_accents(original: str, term: Term) -> bool:
    """Say whether `original` carries the accents of the term, whatever its case. A neighbour may touch the term."""
    return _accented(term.term) in _accented(original)


def _stands_out(occurrence: Occurrence, parts: dict[int, str]) -> bool:
    """Say whether a word is what its post is about: in a hashtag, disguised, or in a text of a few words."""
    text, start = parts[occurrence.part], occurrence.start
    begun = text[max(0, start - _LONGEST_TAG) : start].split(" ")[-1]
    if occurrence.in_tag or occurrence.via == "decoded" or "#" in begun:
        return True
    # A long text isn't read again for each word in it.
    words = text.split() if len(text) <= _LONGEST_SHORT else []
    return 0 < sum(word[0] not in "#@" and "://" not in word for word in words) <= SHORT_WORDS


class _Spans:
    """Places that may overlap, asked quickly which of them a place touches."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._merged: list[tuple[int, int]] = []
        for start, end in sorted(spans):
            if self._merged and start < self._merged[-1][1]:
                self._merged[-1] = (self._merged[-1][0], max(end, self._merged[-1][1]))
            else:
                self._merged.append((start, end))

    def touching(self, start: int, end: int) -> tuple[int, int] | None:
        before = bisect_left(self._merged, (end, 0)) - 1
        if before >= 0 and self._merged[before][1] > start:
            return self._merged[before]
        return None


def resolve(
    lexicon: Compiled,
    findings: Findings,
    parts: dict[int, str],
    language: str | None,
    context: Context | None = None,
) -> tuple[list[Kept], list[Silenced]]:
    """Apply language, accents, cues, exceptions and the rule of the longer wording.

    `parts` holds the original text of each part; `context` is what it shows beside, where that is known already.
    `language` is a primary language subtag; None, or one that the lexicon has no terms in, lets every language's terms
    count.
    """
    if language is not None and language not in lexicon.languages:
        language = None
    exceptions = {key: _Spans(spans) for key, spans in findings.exceptions.items()}
    standing: list[Occurrence] = []
    silenced: list[Silenced] = []
    for occurrence in findings.occurrences.values():
        term = lexicon.terms[occurrence.term]
        if language is not None and not _in_language(term, occurrence.in_tag, language):
            silenced.append(Silenced(occurrence, "language"))
            continue
        if term.accents == "exact":
            written = parts[occurrence.part][occurrence.start : occurrence.end]
            if not _has_accents(written, term):
                silenced.append(Silenced(occurrence, "accents"))
                continue
        if term.not_with and any(lexicon.cue_ids[wording] in findings.cues for wording in term.not_with):
            silenced.append(Silenced(occurrence, "not_with"))
            continue
        if lexicon.asks_for_company[occurrence.term] and not (
            any(lexicon.cue_ids.get(wording) in findings.cues for wording in term.only_with)
            or (SHORT in term.only_with and _stands_out(occurrence, parts))
        ):
            silenced.append(Silenced(occurrence, "only_with"))
            continue
        innocent = exceptions.get((occurrence.part, lexicon.families[occurrence.term]))
        span = innocent.touching(occurrence.start, occurrence.end) if innocent else None
        if span is not None:
            silenced.append(Silenced(occurrence, "exception", span))
            continue
        standing.append(occurrence)
    kept, covered = _longest(lexicon, standing, language)
    if kept:
        context = context or context_of(parts.values())
        kept = [_in_context(lexicon.terms[one.occurrence.term], one, context) for one in kept]
    return kept, silenced + covered


def _in_context(term: Term, kept: Kept, context: Context) -> Kept:
    """Give an at-risk match the intent that the rest of the post shows.

    Who looks for help is never taken for who is at risk alone, and stays as pressing. Talk about a subject lowers to
    a concern what isn't said of oneself or to somebody; an urgent wording stays what it is.
    """
    if kept.intent != "at-risk":
        return kept
    if context.seeking:
        return kept._replace(intent="seeking-help")
    if context.talking and kept.level != "urgent" and FIRST_OR_SECOND.isdisjoint(normalise(term.term).text.split()):
        return kept._replace(intent="neutral", level="concern")
    return kept


def _longest(lexicon: Compiled, standing: list[Occurrence], language: str | None) -> tuple[list[Kept], list[Silenced]]:
    """Of wordings of one topic that lie one inside the other, keep the longest.

    A longer wording that isn't at-risk also gives its intent to what lies inside it of other topics: in "how to help
    a bullied friend" the bullying is talked about, and its resources are still of use.
    """

    def order(occurrence: Occurrence) -> tuple[int, int, int, bool, int]:
        term = lexicon.terms[occurrence.term]
        other_language = term.language not in (language, ANY_LANGUAGE)
        return occurrence.part, occurrence.start, -occurrence.end, other_language, -LEVELS.index(term.level)

    kept: dict[str, list[Occurrence]] = {}
    silenced: list[Silenced] = []
    for occurrence in sorted(standing, key=order):
        term = lexicon.terms[occurrence.term]
        row = kept.setdefault(term.topic, [])
        last = row[-1] if row and row[-1].part == occurrence.part else None
        if last is None or last.end <= occurrence.start:
            row.append(occurrence)
        elif occurrence.end <= last.end:
            silenced.append(Silenced(occurrence, "longer", (last.start, last.end)))
        elif lexicon.families[last.term] != lexicon.families[occurrence.term]:
            row.append(occurrence)
        elif occurrence.end - occurrence.start > last.end - last.start:
            silenced.append(Silenced(last, "longer", (occurrence.start, occurrence.end)))
            row[-1] = occurrence
        else:
            silenced.append(Silenced(occurrence, "longer", (last.start, last.end)))
    everything = sorted((occurrence for row in kept.values() for occurrence in row), key=order)
    return _with_intents(lexicon, everything), silenced


def _with_intents(lexicon: Compiled, ordered: list[Occurrence]) -> list[Kept]:
    result: list[Kept] = []
    shield: Occurrence | None = None
    for occurrence in ordered:
        intent = lexicon.terms[occurrence.term].intent
        if shield is not None and shield.part == occurrence.part and occurrence.end <= shield.end:
            shorter = occurrence.end - occurrence.start < shield.end - shield.start
            if shorter and intent == "at-risk":
                intent = lexicon.terms[shield.term].intent
        elif intent != "at-risk":
            shield = occurrence
        result.append(Kept(occurrence, intent, lexicon.terms[occurrence.term].level))
    return result
