"""Says in steps why a text matches, and what kept other terms silent. For the "try it" box and for contests.

Steps and reasons are keys, not sentences, so that the page can say them in the editor's language.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from .findings import IN_TEXT
from .lexicon import Term
from .lookalikes import LOOKALIKES
from .matcher import Examined, Match, Matcher
from .normalise import LEET, collapse, fold, fold_character, normalise
from .patterns import GAP
from .resolve import Reason, Silenced

StepName = Literal[
    "invisible", "compatibility", "case", "accents", "look-alikes",
    "signs", "separators", "masked", "repeats", "spacing",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """One thing done to the words as written: `before` and `after` differ."""

    name: StepName
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ExplainedMatch:
    """A match, what stands there as written, and how it became the term."""

    match: Match
    written: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class ExplainedSilence:
    """A term that is there and doesn't count.

    `reason`: "exception" or "longer" (`because` is the wording as written), "only_with" (none of the asked words is
    there), "not_with", "language", "accents".
    """

    term: Term
    written: str
    start: int
    end: int
    hashtag_index: int | None
    reason: Reason
    because: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a post matches or not, with the version of the lexicon that was asked."""

    version: str
    matches: tuple[ExplainedMatch, ...]
    silenced: tuple[ExplainedSilence, ...]


def _without_invisible(text: str) -> str:
    return "".join(c for c in text if unicodedata.category(c) not in ("Cf", "Cc") and LOOKALIKES.get(c) != "")


def _without_accents(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", text) if unicodedata.category(c)[0] != "M")


def _without_lookalikes(text: str) -> str:
    return "".join(map(fold_character, text))


_BEFORE_FOLD: tuple[tuple[StepName, Callable[[str], str]], ...] = (
    ("invisible", _without_invisible),
    ("compatibility", lambda text: unicodedata.normalize("NFKC", text)),
    ("case", str.lower),
    ("accents", _without_accents),
    ("look-alikes", _without_lookalikes),
)
_SIGN_IN_WORD = re.compile(r"(?<=\w)[0-9@$!|]+|[0-9@$|]+(?=\w)")


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def _read_signs(text: str, wanted: str) -> str:
    """Write the letters that digits and signs stand for; of several, the one that the term holds."""

    def letter(sign: str) -> str:
        readings = LEET.get(sign, sign)
        return next((reading for reading in readings if reading in wanted), readings[0])

    return _SIGN_IN_WORD.sub(lambda found: "".join(map(letter, found[0])), text)


def steps_between(written: str, term: str) -> tuple[Step, ...]:
    """Give the steps that lead from `written` to the normalised `term`, in order, leaving out those without effect."""
    steps: list[Step] = []
    current = written

    def take(name: StepName, after: str) -> None:
        nonlocal current
        if after != current:
            steps.append(Step(name, current, after))
            current = after

    for name, change in _BEFORE_FOLD:
        take(name, change(current))
    wanted = fold(term).text
    wanted_letters = _letters(wanted)
    take("signs", _read_signs(current, wanted))
    if _letters(current) != current.replace(" ", "") and collapse(_letters(current)) == collapse(wanted_letters):
        take("separators", re.sub(r"[^\w\s]|_", "" if " " not in wanted or " " in current else " ", current))
    elif any(mask in current for mask in "*%#") or any(unicodedata.category(c) == "So" for c in current):
        take("masked", wanted)
    if _letters(current) != wanted_letters and collapse(_letters(current)) == collapse(wanted_letters):
        take("repeats", wanted if " " in current else wanted_letters)
    if _letters(current) == wanted_letters:
        take("spacing", wanted)
    elif len(current) == len(wanted):
        take("look-alikes", wanted)  # I or l for the other, known as such only beside the term
    return tuple(steps)


def explain(matcher: Matcher, text: str, hashtags: Sequence[str] = (), language: str | None = None) -> Explanation:
    """Say why `matcher.find` gives what it gives for the same arguments."""
    examined = matcher.examine(text, hashtags, language)
    matches = tuple(_explain_match(examined, match) for match in matcher.matches_of(examined))
    silenced = tuple(_explain_silence(examined, silence) for silence in examined.silenced)
    return Explanation(matcher.version, matches, silenced)


def _explain_match(examined: Examined, match: Match) -> ExplainedMatch:
    part = examined.parts[IN_TEXT if match.hashtag_index is None else match.hashtag_index]
    written = part[match.start : match.end]
    arrival = match.term
    if GAP in arrival:  # a frame has no one spelling to arrive at: the steps lead to the plain words
        arrival = normalise(_read_signs(fold(written).text, fold(arrival).text)).text
    return ExplainedMatch(match, written, steps_between(written, arrival))


def _explain_silence(examined: Examined, silence: Silenced) -> ExplainedSilence:
    occurrence = silence.occurrence
    part = examined.parts[occurrence.part]
    return ExplainedSilence(
        term=examined.lexicon.terms[occurrence.term],
        written=part[occurrence.start : occurrence.end],
        start=occurrence.start,
        end=occurrence.end,
        hashtag_index=None if occurrence.part == IN_TEXT else occurrence.part,
        reason=silence.reason,
        because=part[slice(*silence.span)] if silence.span else "",
    )
