"""Rules about what is there and what is missing: help lines, dates, headings, alternative text, captions, links."""

import datetime as dt
import re
from collections.abc import Iterator

from guides.checks.model import Block, Document, Finding
from guides.checks.rules import Language
from guides.checks.text import normalise

# Sides of these topics must name people to talk to; WHO 2023 asks it of every text on suicide.
HELP_IS_VITAL = "suicide-self-harm"
_FILE_NAME = re.compile(r"\.(avif|gif|jpe?g|png|svg|webp)$|^(img|dsc|image|photo|capture|screenshot)[\W_]*\d*$|_", re.I)


def structure(document: Document, language: Language, today: dt.date) -> Iterator[Finding]:
    """Yield what the page's build lacks."""
    yield from missing_help(document)
    yield from review_dates(document, today)
    yield from media(document.blocks)
    yield from empty_sections(document)
    yield from links(document, language)


def missing_help(document: Document) -> Iterator[Finding]:
    """A side of a topic guide without a block of help lines."""
    if not document.topic:
        return
    for tab in document.sides:
        if not any(p.tab == tab for p in document.passages):
            continue  # an empty side is not shown to readers
        if not any(b.tab == tab and b.kind == "helplines" for b in document.blocks):
            rule = "suicide-helpline" if document.topic == HELP_IS_VITAL else "helpline"
            yield Finding(rule, "", tab)


def review_dates(document: Document, today: dt.date) -> Iterator[Finding]:
    if not document.is_reviewed or not document.passages:
        return
    if document.reviewed_on is None or document.next_review is None:
        yield Finding("review-missing", "", "reviewed_on" if document.reviewed_on is None else "next_review")
    elif document.next_review < today:
        yield Finding("review-overdue", "", "next_review", detail=document.next_review.isoformat())


def media(blocks: tuple[Block, ...]) -> Iterator[Finding]:
    for block in blocks:
        if block.kind == "image" and _says_nothing(str(block.facts.get("alt", ""))):
            yield Finding("image-alt", "", block.tab, block.block, excerpt=str(block.facts.get("alt", "")))
        elif block.kind == "video":
            if not block.facts.get("captions"):
                yield Finding("video-captions", "", block.tab, block.block)
            if not block.facts.get("transcript"):
                yield Finding("video-transcript", "", block.tab, block.block)


def _says_nothing(alt: str) -> bool:
    return not alt.strip() or bool(_FILE_NAME.search(alt.strip()))


def empty_sections(document: Document) -> Iterator[Finding]:
    """A heading with nothing below it, and a bold line that plays heading without being one."""
    titles = {p.block: p.text for p in document.passages if p.role == "title"}
    for number, block in enumerate(document.blocks):
        if block.kind != "heading":
            continue
        after = document.blocks[number + 1] if number + 1 < len(document.blocks) else None
        if after is None or after.tab != block.tab or after.kind == "heading":
            yield Finding("heading-order", "", block.tab, block.block, excerpt=titles.get(block.block, ""))
    for passage in document.passages:
        for line in passage.bold_lines:
            if len(line) < 90 and not line.endswith((".", "…", ":", ",")):
                yield Finding("heading-order", "", passage.tab, passage.block, passage.path, excerpt=line)


def links(document: Document, language: Language) -> Iterator[Finding]:
    """A link whose words don't say where it leads when they are read alone (WCAG 2.4.4, 2.4.9)."""
    for passage in document.passages:
        for link in passage.links:
            words = normalise(link).strip(" .:…!»«→>")
            if words in language.vague_links or words.startswith(("http://", "https://", "www.")):
                yield Finding("vague-link", "", passage.tab, passage.block, passage.path, excerpt=link, match=link)
