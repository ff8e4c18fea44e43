"""What a language's readers call things: synonyms, short spellings, who asks for whom, and words that say nothing.

Data, one file a language (``words/<language>.yaml``, explained in ``words/README.md``); a language without a file is
searched without them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from safety_centre.search.analysis import fold, stem, tokens

FOLDER = Path(__file__).resolve().parent / "words"
Phrase = tuple[str, ...]  # stems


@dataclass(frozen=True)
class Words:
    """One language's words, by stems so that every form of a word finds its entry."""

    empty: frozenset[str] = frozenset()
    spellings: dict[str, list[str]] = field(default_factory=dict)
    readers: dict[Phrase, str] = field(default_factory=dict)
    synonyms: dict[Phrase, list[Phrase]] = field(default_factory=dict)
    about: dict[Phrase, list[Phrase]] = field(default_factory=dict)
    known: frozenset[str] = frozenset()  # folded words, not stems
    longest: int = 1  # words of the longest phrase above


def phrase(text: str, language: str) -> Phrase:
    """Return the stems of ``text``, all of them."""
    return tuple(stem(word, language) for word, _start, _end in tokens(text))


@lru_cache(maxsize=32)
def words_of(language: str) -> Words:
    """Return the words of ``language``, read once a process."""
    path = FOLDER / f"{language}.yaml"
    if not path.exists():
        return Words()
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    readers = {phrase(text, language): reader for reader, texts in data["readers"].items() for text in texts}
    synonyms: dict[Phrase, list[Phrase]] = {}
    for group in data["synonyms"]:
        phrases = [phrase(text, language) for text in group]
        for one in phrases:
            synonyms.setdefault(one, []).extend(other for other in phrases if other != one)
    about: dict[Phrase, list[Phrase]] = {}
    for target, texts in data["about"].items():
        for text in texts:
            about.setdefault(phrase(text, language), []).append((target,))
    return Words(
        empty=frozenset(fold(word) for word in data["empty"].split()),
        spellings={fold(short): [word for word, _s, _e in tokens(long)] for short, long in data["spellings"].items()},
        readers=readers,
        synonyms={one: list(dict.fromkeys(others)) for one, others in synonyms.items()},
        about=about,
        known=frozenset(word for text in _texts(data) for word, _s, _e in tokens(text) if len(word) > 3),
        longest=max(map(len, [*readers, *synonyms, *about]), default=1),
    )


def _texts(data: dict[str, Any]) -> Iterator[str]:
    """Yield the wordings of synonyms and topics, which a mistyped word may have meant though no page has them."""
    for texts in [*data["synonyms"], *data["about"].values()]:
        yield from texts
