"""A page's content, as the checks read it. Works on the stored form of a revision, so no page object is built."""

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.utils.dateparse import parse_date
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.images import get_image_model
from wagtail.models import Page

from guides.checks import Block, Document, Passage
from guides.checks.text import read_rich
from guides.models import GlossaryTerm, Topic, TopicGuidePage
from guides.models.mixins import ReviewedPage
from guides.models.topics import AUDIENCES
from safety_centre.pages.locales import code_of

# Whose words a field holds, by its name in a block; all others are prose.
ROLES = {"title": "title", "say": "say", "dont": "dont", "source": "source", "attribution": "source"}
# Fields whose text isn't the page's own prose.
NOT_READ = (blocks.ChoiceBlock, blocks.URLBlock, blocks.ChooserBlock, blocks.IntegerBlock, blocks.BooleanBlock)
# What is a side of its own, by kind of page; one long text elsewhere.
SIDES = {TopicGuidePage: AUDIENCES}


@dataclass
class Lookups:
    """What documents need from the database, read once for one page or for thousands."""

    topics: dict[int, str] = field(default_factory=dict)
    glossary: dict[str, frozenset[str]] = field(default_factory=dict)
    alts: dict[int, str] = field(default_factory=dict)
    every_alt: bool = False


def look_up(*, every_alt: bool = False) -> Lookups:
    """Read topics and the glossary; alternative texts of all images too where many pages follow."""
    found = Lookups(topics=dict(Topic.objects.values_list("pk", "key")))
    if every_alt:
        found.alts, found.every_alt = dict(get_image_model().objects.values_list("pk", "description")), True
    return found


def _glossary(lookups: Lookups, language: str) -> frozenset[str]:
    if language not in lookups.glossary:
        terms: set[str] = set()
        # A language without columns of its own yet has no glossary yet.
        columns = {field.name for field in GlossaryTerm._meta.get_fields()}
        known = f"term_{language}" in columns
        rows = GlossaryTerm.objects.values_list(f"term_{language}", f"also_{language}") if known else []
        for term, also in rows:
            terms.update(word.strip().lower() for word in [term or "", *(also or "").splitlines()] if word.strip())
        lookups.glossary[language] = frozenset(terms)
    return lookups.glossary[language]


def document_of(model: type[Page], content: dict[str, Any], lookups: Lookups) -> Document:
    """Return what the checks read of ``content``, a revision's content or ``page.serializable_data()``."""
    language = code_of(content["locale"])
    passages: list[Passage] = []
    placed: list[Block] = []
    for name in _texts(model):  # type: ignore[arg-type]
        if content.get(name):
            role = "title" if name == "title" else "prose"
            passages.append(Passage(tab=name, text=str(content[name]), role=role))
    for stream in _streams(model):  # type: ignore[arg-type]  # a class is hashable
        raw = content.get(stream.name) or []
        items = json.loads(raw) if isinstance(raw, str) else list(raw)
        for item in items:
            if not isinstance(item, dict) or item.get("type") not in stream.stream_block.child_blocks:
                continue  # a block that no longer exists
            block, kind, value = str(item.get("id") or ""), item["type"], item.get("value")
            passages += _read(stream.stream_block.child_blocks[kind], value, stream.name, block, "", kind)
            placed.append(Block(stream.name, block, kind, _facts(kind, value, lookups)))
    for commitment in content.get("commitments") or []:
        for name in ("title", "text"):
            passages.append(Passage("commitments", str(commitment.get(name) or ""), path=name))
    return Document(
        language=language,
        passages=tuple(passage for passage in passages if passage.text.strip()),
        blocks=tuple(placed),
        sides=next((sides for kind, sides in SIDES.items() if issubclass(model, kind)), ("body",)),
        topic=lookups.topics.get(content.get("topic") or 0, "") if issubclass(model, TopicGuidePage) else "",
        is_reviewed=issubclass(model, ReviewedPage),
        reviewed_on=_date(content.get("reviewed_on")),
        next_review=_date(content.get("next_review")),
        glossary=_glossary(lookups, language),
    )


@cache
def _streams(model: type[Page]) -> list[StreamField]:
    """The stream fields in the order of the editing form: sources last."""
    found = [f for f in model._meta.get_fields() if isinstance(f, StreamField)]
    first = ("in_brief", "parent_in_brief", "friend_in_brief", "takeaways", *AUDIENCES, "body")
    return sorted(found, key=lambda f: first.index(f.name) if f.name in first else len(first))


@cache
def _texts(model: type[Page]) -> list[str]:
    names = {f.name for f in model._meta.get_fields()}
    return [name for name in getattr(model, "typeset_fields", ("title",)) if name in names]


def _date(value: Any) -> dt.date | None:
    return parse_date(value) if isinstance(value, str) else value


def _read(block: blocks.Block, value: Any, tab: str, place: str, path: str, name: str) -> Iterator[Passage]:
    """Yield the passages of one block's stored value. Paths have no numbers: a moved item keeps its findings."""
    if value in (None, "") or isinstance(block, NOT_READ):
        return
    if isinstance(block, blocks.StructBlock) and isinstance(value, dict):
        for child, inner in block.child_blocks.items():
            yield from _read(inner, value.get(child), tab, place, f"{path}.{child}".strip("."), child)
    elif isinstance(block, blocks.ListBlock) and isinstance(value, list):
        for item in value:
            inner_value = item["value"] if isinstance(item, dict) and item.get("type") == "item" else item
            yield from _read(block.child_block, inner_value, tab, place, path, name)
    elif isinstance(block, blocks.StreamBlock) and isinstance(value, list):
        for item in value:
            if isinstance(item, dict) and item.get("type") in block.child_blocks:
                yield from _read(block.child_blocks[item["type"]], item.get("value"), tab, place, path, item["type"])
    elif isinstance(block, blocks.RichTextBlock):
        rich = read_rich(str(value))
        yield Passage(tab, rich.text, place, path, _role(tab, name), rich.links, rich.bold_lines)
    elif isinstance(value, str):
        yield Passage(tab, value, place, path, _role(tab, name))


def _role(tab: str, name: str) -> str:
    if tab == "sources":
        return "source"
    if name == "heading":
        return "title"
    return ROLES.get(name, "prose")


def _facts(kind: str, value: Any, lookups: Lookups) -> dict[str, str | int | bool]:
    if kind == "image" and isinstance(value, dict):
        pk = value.get("image")
        if pk and pk not in lookups.alts and not lookups.every_alt:
            alts = get_image_model().objects.filter(pk=pk).values_list("description", flat=True)
            lookups.alts[pk] = alts.first() or ""
        return {"alt": lookups.alts.get(pk, "") if pk else ""}
    if kind == "video" and isinstance(value, dict):
        transcript = read_rich(str(value.get("transcript") or "")).text
        return {"captions": _captions(value.get("captions") or []), "transcript": bool(transcript.strip())}
    return {}


def _captions(items: list[Any]) -> int:
    values = [item["value"] if isinstance(item, dict) and item.get("type") == "item" else item for item in items]
    return sum(1 for v in values if isinstance(v, dict) and v.get("file") and v.get("kind", "captions") == "captions")
