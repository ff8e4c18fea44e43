"""What is checked, and what a check says."""

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

MUST = "must"
ADVICE = "advice"


@dataclass(frozen=True)
class Passage:
    """A stretch of plain text with its place: ``tab`` is the page's field, ``block`` the id of the block in it.

    ``role`` says whose words they are: ``prose``, ``title``, ``say`` (words to say), ``quote``, ``dont`` (what doesn't
    help), ``source`` (titles of other people's works). Paragraphs are separated by a line feed.
    """

    tab: str
    text: str
    block: str = ""
    path: str = ""
    role: str = "prose"
    links: tuple[str, ...] = ()
    bold_lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Block:
    """A block at the first level of a tab, with the facts that rules about structure ask for."""

    tab: str
    block: str
    kind: str
    facts: Mapping[str, str | int | bool] = field(default_factory=dict)


@dataclass(frozen=True)
class Document:
    """One page in one language. ``sides`` are the tabs that one reader reads alone, ``topic`` a topic's key."""

    language: str
    passages: tuple[Passage, ...]
    blocks: tuple[Block, ...] = ()
    sides: tuple[str, ...] = ()
    topic: str = ""
    is_reviewed: bool = False
    reviewed_on: dt.date | None = None
    next_review: dt.date | None = None
    glossary: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Finding:
    """One remark on one sentence or one place.

    ``key`` is made of the rule, the place and the sentence's words, so it stays when other sentences change, when the
    block moves or when spaces and capitals are mended, and it is another as soon as the sentence says something else.
    """

    rule: str
    level: str
    tab: str
    block: str = ""
    path: str = ""
    excerpt: str = ""
    match: str = ""
    detail: str = ""
    key: str = ""


def key_of(rule: str, tab: str, block: str, path: str, sentence: str, nth: int) -> str:
    """Return the key of a finding; ``nth`` tells equal sentences of one block apart."""
    words = " ".join(sentence.lower().split())
    whole = "\x1f".join((rule, tab, block, path, words, str(nth)))
    return hashlib.sha256(whole.encode()).hexdigest()[:32]
