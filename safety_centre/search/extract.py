"""What there is to find on a page, without rendering it: titles, brief lines, headings and blocks, each on its side."""

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.html import strip_tags
from django.utils.text import slugify

from guides.models import CharterPage, GuideChapterPage, PartnerPage, TopicGuidePage, WellbeingGuidePage
from guides.models.topics import AUDIENCES
from safety_centre.pages.models import BasePage
from safety_centre.search.models import SearchPassage

Kind = SearchPassage.Kind
_NOT_READ = {"id", "type", "topic", "audience", "tone", "language", "kind", "figure", "attribution", "source"}
# Lines of people to talk to follow the checked list, and media are numbers here: neither says what a page is about.
_SKIPPED_BLOCKS = {"helplines", "image", "download"}
_BREAK = re.compile(r"</(?:p|li|h\d)>|<br\s*/?>", re.IGNORECASE)
SEPARATOR = " · "


@dataclass(frozen=True)
class Piece:
    """One passage before it is stored."""

    kind: str
    text: str
    audience: str = ""
    heading: str = ""
    anchor: str = ""


def pieces_of(page: BasePage) -> list[Piece]:
    """Return the passages of a specific page, in reading order."""
    audience = "parent" if isinstance(page, GuideChapterPage | WellbeingGuidePage) else ""
    found = [Piece(Kind.TITLE, page.title, audience)]
    lines = [line.value for name in ("in_brief", "takeaways") for line in getattr(page, name, [])]
    for text in (page.search_description, getattr(page, "intro", ""), getattr(page, "lead", ""), *lines):
        if text:
            found.append(Piece(Kind.BRIEF, _plain(text), audience))
    if isinstance(page, TopicGuidePage):
        found.append(Piece(Kind.BRIEF, page.topic.summary or page.title))
        for side, brief in (("parent", page.parent_in_brief), ("friend", page.friend_in_brief)):
            found += [Piece(Kind.BRIEF, _plain(line.value), side) for line in brief]
        for side in AUDIENCES:
            found += _body(getattr(page, side), side)
    elif isinstance(page, PartnerPage):
        found.append(Piece(Kind.BODY, _join(map(_plain, (page.partner.role, page.partner.description)))))
    if isinstance(page, CharterPage):
        for commitment in page.commitments.all():
            title = commitment.title
            found += [Piece(Kind.HEADING, title, heading=title), Piece(Kind.BODY, commitment.text, heading=title)]
    if hasattr(page, "body"):
        found += _body(page.body, audience)
    return [piece for piece in found if piece.text.strip()]


def _body(body: Any, audience: str) -> Iterator[Piece]:
    """Yield the headings and blocks of one stream, each under the heading above it."""
    heading = anchor = ""
    for block in body.raw_data:
        kind, value = block["type"], block["value"]
        if kind == "heading":
            heading, anchor = str(value), slugify(value)
            yield Piece(Kind.HEADING, heading, audience, heading, anchor)
        elif kind not in _SKIPPED_BLOCKS:
            title = value.get("title", "") if isinstance(value, Mapping) else ""
            if title:
                yield Piece(Kind.HEADING, _plain(title), audience, heading, anchor)
            text = _join(_plain(text) for text in _texts(value, skip="title"))
            if text:
                yield Piece(Kind.BODY, text, audience, heading, anchor)


def _join(texts: Iterable[str]) -> str:
    """Return the items of a block as one text: a dot between those that don't end a sentence."""
    joined = ""
    for text in filter(None, texts):
        ends = joined.rstrip("»” \u202f")[-1:] in set(".!?…")
        joined += (" " if ends else SEPARATOR if joined else "") + text
    return joined


def _texts(value: Any, skip: str = "") -> Iterator[str]:
    """Yield what a reader sees of raw stream data. ``skip`` names a field of the outermost level only."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        if set(value) >= {"type", "value", "id"}:  # an item of a list block
            yield from _texts(value["value"])
            return
        for name, item in value.items():
            if name not in _NOT_READ and name != skip:
                yield from _texts(item)
    elif isinstance(value, Iterable):
        for item in value:
            yield from _texts(item)


def _plain(text: str) -> str:
    """Return plain text of plain or rich text, with one space where there were more or a paragraph ended."""
    return " ".join(html.unescape(strip_tags(_BREAK.sub(" ", str(text)))).split())
