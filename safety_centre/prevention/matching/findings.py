"""What a search of one post has found, before rules decide what counts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

MOST_OCCURRENCES = 1_000
"""Places kept of one post: far more than any real post has, so that a hostile one can't fill the memory."""

Via = Literal["words", "decoded", "hashtag"]
IN_TEXT = -1
"""The part number of the text; hashtags given beside it are parts 0, 1, 2…"""


class Occurrence(NamedTuple):
    """A term at a place. `start` and `end` are characters of the original part; `in_tag` says it stands in a hashtag.

    `via`: found as plain words, after reading disguised words, or inside a run-together hashtag.
    """

    term: int
    part: int
    start: int
    end: int
    in_tag: bool
    via: Via


@dataclass(slots=True)
class Findings:
    """All that was found in one post."""

    occurrences: dict[tuple[int, int, int, int], Occurrence] = field(default_factory=dict)
    exceptions: dict[tuple[int, int], set[tuple[int, int]]] = field(default_factory=dict)  # (part, family) → spans
    cues: set[int] = field(default_factory=set)

    def add_term(self, term: int, part: int, start: int, end: int, in_tag: bool, via: Via) -> None:
        """Note a term, once per place; the first way it was found is kept."""
        if len(self.occurrences) >= MOST_OCCURRENCES:
            return
        key = (term, part, start, end)
        if key not in self.occurrences:
            self.occurrences[key] = Occurrence(term, part, start, end, in_tag, via)

    def add_exception(self, family: int, part: int, start: int, end: int) -> None:
        """Note an innocent wording of a family."""
        self.exceptions.setdefault((part, family), set()).add((start, end))
