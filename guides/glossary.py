"""Words explained where they stand: which glossary terms a text uses, and their first occurrence made a link. Pure."""

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.html import escape, strip_tags
from django.utils.translation import gettext as _

# Inside these a word is left alone: a link in a link, a heading, what one presses.
_QUIET = {"a", "h1", "h2", "h3", "h4", "button", "summary", "label", "legend", "dfn", "svg", "video", "code", "select"}
_VOID = {"br", "img", "input", "source", "track", "hr", "wbr", "path", "circle", "line", "rect"}
_PIECE = re.compile(r"<!--.*?-->|<[^>]*>|[^<]+|<", re.DOTALL)
_TAG = re.compile(r"<\s*(/?)\s*([a-zA-Z][a-zA-Z0-9]*)([^>]*)>", re.DOTALL)


@dataclass(frozen=True)
class Word:
    """A glossary term in one language, as a page keeps it: ``key``, the ``term`` and its ``definition``."""

    key: str
    term: str
    definition: str

    def as_data(self) -> dict[str, str]:
        return asdict(self)


def _pattern(words: list[Word]) -> re.Pattern[str] | None:
    """Return what finds any of the terms, longest first, whole words, one final s allowed; group n is ``words[n]``.

    A term in capitals (TCA) is found in capitals only: "ED" must not find a boy called Ed.
    """
    parts = []
    for number, word in sorted(enumerate(words), key=lambda pair: -len(pair[1].term)):
        spelled = r"\s+".join(re.escape(part) for part in word.term.split())
        parts.append(f"(?P<n{number}>{spelled}s?)" if word.term.isupper() else f"(?P<n{number}>(?i:{spelled}s?))")
    return re.compile(rf"(?<![\w-])(?:{'|'.join(parts)})(?![\w-])") if parts else None


def _which(match: re.Match[str]) -> int:
    return int((match.lastgroup or "n0")[1:])


def words_in(texts: Iterable[str], words: Iterable[Word]) -> list[Word]:
    """Return those of ``words`` that ``texts`` (plain or HTML) use, in the order in which they first come."""
    known = list(words)
    pattern = _pattern(known)
    found: dict[str, Word] = {}
    if pattern:
        for text in texts:
            for match in pattern.finditer(strip_tags(text)):
                word = known[_which(match)]
                found.setdefault(word.key, word)
    return list(found.values())


def mark(html: str, words: Iterable[Word]) -> tuple[str, list[Word]]:
    """Return ``html`` with the first occurrence of each word linked to its explanation, and the words marked.

    The link leads to ``#word-KEY`` and has the id ``said-KEY``, so that the explanation can lead back. Text inside
    links, headings, buttons, videos and whatever carries ``data-no-words`` stays as it is.
    """
    known = list(words)
    left = {word.key for word in known}
    marked: list[Word] = []
    pattern = _pattern(known)
    if pattern is None:
        return html, []
    quiet: list[str] = []  # the open elements, from the first quiet one inwards
    out: list[str] = []

    def link(match: re.Match[str]) -> str:
        word = known[_which(match)]
        if word.key not in left:
            return match[0]
        left.discard(word.key)
        marked.append(word)
        hint = escape(_("explained below"))
        return (
            f'<dfn class="word" id="said-{word.key}"><a class="word__link" href="#word-{word.key}">{match[0]}'
            f'<span class="visually-hidden"> ({hint})</span></a></dfn>'
        )

    for piece in _PIECE.findall(html):
        if not piece.startswith("<"):
            out.append(piece if quiet or not left else pattern.sub(link, piece))
            continue
        out.append(piece)
        tag = _TAG.fullmatch(piece)
        if tag is None:
            continue
        closing, name, rest = tag[1], tag[2].lower(), tag[3]
        if name in _VOID or rest.endswith("/"):
            continue
        if closing:
            if quiet and quiet[-1] == name:
                quiet.pop()
        elif quiet or name in _QUIET or "data-no-words" in rest:
            quiet.append(name)
    return "".join(out), marked


def as_words(data: Iterable[dict[str, Any]]) -> list[Word]:
    """Return the words of what a page keeps; what an older version kept otherwise is left out."""
    return [Word(**one) for one in data if set(one) == {"key", "term", "definition"}]
