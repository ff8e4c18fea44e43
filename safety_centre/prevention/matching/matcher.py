"""The matcher: a quick look at every post, a close look at the few that may hold a term."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from .automaton import Compiled, compile_lexicon
from .findings import IN_TEXT
from .lexicon import Intent, Level, Term
from .long_posts import LONG, look_at_pieces
from .packing import Buffer, pack, unpack
from .quick import calls_for_a_close_look
from .resolve import Kept, Silenced, resolve
from .search import CloseLook


class Match(NamedTuple):
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
    """Finds the terms of one lexicon. Threads may share it; making it takes about 0.15 ms a term, unpacking a tenth."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self._lexicon = compile_lexicon(terms)

    @classmethod
    def unpacked(cls, packed: Buffer) -> Matcher:
        """Give the matcher that was `packed`, by this very version of the code. It must be our own: see `packing`."""
        matcher = cls.__new__(cls)
        matcher._lexicon = unpack(packed)
        return matcher

    def packed(self) -> bytes:
        """Give the compiled lexicon as bytes, for another process."""
        return pack(self._lexicon)

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
        if len(whole) <= LONG and not calls_for_a_close_look(self._lexicon, whole):
            return []
        return self.matches_of(self.examine(text, hashtags, language))

    def examine(self, text: str, hashtags: Sequence[str] = (), language: str | None = None) -> Examined:
        """Look closely, at some 100 µs for 200 characters; also gives what was silenced and why."""
        lexicon = self._lexicon
        parts = {IN_TEXT: text, **dict(enumerate(hashtags))}
        if sum(map(len, parts.values())) + 2 * len(hashtags) > LONG:
            findings, context = look_at_pieces(lexicon, parts)
        else:
            look = CloseLook(lexicon)
            for part, original in parts.items():
                look.search(original, part)
            findings, context = look.findings, None
        primary = language.replace("_", "-").split("-")[0].lower() if language else None
        kept, silenced = resolve(lexicon, findings, parts, primary or None, context)
        return Examined(lexicon, parts, kept, silenced)

    def matches_of(self, examined: Examined) -> list[Match]:
        """Give what counts of an examined post, in order of place, text first."""
        return [self._match(kept) for kept in examined.kept]

    def _match(self, kept: Kept) -> Match:
        occurrence = kept.occurrence
        term = self._lexicon.terms[occurrence.term]
        in_text = occurrence.part == IN_TEXT
        return Match(
            topic=term.topic,
            level=kept.level,
            intent=kept.intent,
            term=term.term,
            start=occurrence.start,
            end=occurrence.end,
            source="text" if in_text else "hashtag",
            hashtag_index=None if in_text else occurrence.part,
            family=term.family,
            language=term.language,
        )
