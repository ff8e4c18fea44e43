"""Which files there are, which page each makes, and which fields each must have."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.text import slugify
from wagtail.models import Page

from guides import models
from guides.loading import markdown
from guides.loading.blocks import check_body, check_mapping
from guides.loading.documents import Document
from safety_centre.pages.models import HomePage, StandardPage

SOURCE = {"title": ("line", True), "publisher": ("line", True), "url": ("line", False), "year": ("year", False)}
COMMITMENT = {"key": ("line", True), "title": ("line", True), "text": ("prose", True), "for": ("line", True)}


@dataclass(frozen=True)
class PageKind:
    """What one kind of starter file becomes. ``bodies`` are stream fields; ``texts`` are copied; ``dates`` too."""

    model: type[Page]
    parent: str | None
    texts: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ("body",)
    lines: tuple[str, ...] = ()
    optional_lines: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    sources: bool = False

    @property
    def all_lines(self) -> tuple[str, ...]:
        return (*self.lines, *self.optional_lines)

    @property
    def fields(self) -> set[str]:
        named = {"key", "title", "slug", "search_description", *self.texts, *self.bodies, *self.all_lines}
        return named | {*self.dates, *self.extra} | ({"sources"} if self.sources else set())


_DATES = ("reviewed_on", "next_review")
_STANDARD = PageKind(StandardPage, "home", texts=("intro",), dates=("reviewed_on",))
KINDS: dict[str, PageKind] = {
    "home.yaml": PageKind(HomePage, None, texts=("lead",)),
    "guide.yaml": PageKind(models.WellbeingGuidePage, "home", texts=("intro",)),
    "chapters/*": PageKind(
        models.GuideChapterPage,
        "guide",
        texts=("intro",),
        lines=("takeaways",),
        dates=_DATES,
        extra=("order",),
        sources=True,
    ),
    "topics.yaml": PageKind(models.TopicIndexPage, "home", texts=("intro",)),
    "topics/*": PageKind(
        models.TopicGuidePage,
        "topics",
        bodies=("teen", "parent", "friend"),
        lines=("in_brief",),
        optional_lines=("parent_in_brief", "friend_in_brief"),
        dates=_DATES,
        extra=("topic", "partners"),
        sources=True,
    ),
    "charter.yaml": PageKind(models.CharterPage, "home", texts=("intro",), extra=("commitments",)),
    "partners.yaml": PageKind(models.PartnerIndexPage, "home", texts=("intro",)),
    "help.yaml": PageKind(models.HelpPage, "home", texts=("intro",)),
    "accessibility.yaml": _STANDARD,
    "privacy.yaml": _STANDARD,
    "legal.yaml": _STANDARD,
    "quick-exit.yaml": _STANDARD,
}


def kind_of(name: str) -> PageKind:
    """Return the kind of the page file ``name`` (relative to its language's folder)."""
    return KINDS.get(name) or KINDS[f"{name.split('/')[0]}/*"]


def check_page(document: Document, kind: PageKind, topics: set[str], partners: set[str]) -> None:
    """Report every problem of one page file."""
    data = document.data
    if not isinstance(data, dict):
        if not document.problems:
            document.report((), "a mapping of fields is needed")
        return
    for unknown in set(data) - kind.fields:
        document.report((unknown,), f"unknown field; there are {', '.join(sorted(kind.fields))}")
    for name in ("key", "title", "slug", "search_description", *kind.lines, *kind.dates):
        if not data.get(name):
            document.report((name,), "is missing")
    for name in ("key", "title", "slug", "search_description", *kind.texts):
        if data.get(name) and not isinstance(data[name], str):
            document.report((name,), "a text is needed")
    slug = data.get("slug")
    if isinstance(slug, str) and slugify(slug) != slug:
        document.report(("slug",), f"small letters, digits and hyphens only: “{slugify(slug)}”")
    for name in kind.dates:
        if data.get(name) and not isinstance(data[name], dt.date):
            document.report((name,), "a day is needed, as 2026-11-23")
    for name in kind.bodies:
        if name in data or kind.bodies != ("body",):
            check_body(document, (name,), data.get(name), topics)
    for name in kind.all_lines:
        if name in kind.lines or name in data:
            _check_lines(document, name, data.get(name))
    for number, source in enumerate(data.get("sources") or []):
        _check_source(document, number, source)
    _check_extra(document, kind, topics, partners)


def _check_lines(document: Document, name: str, value: Any) -> None:
    if not isinstance(value, list) or not all(isinstance(line, str) for line in value):
        document.report((name,), "a list of lines is needed")
    elif name.endswith("in_brief") and len(value) != 3:
        document.report((name,), "exactly three lines are needed")
    elif any(len(line) > 200 for line in value):
        document.report((name,), "a line is longer than 200 characters")


def _check_source(document: Document, number: int, source: Any) -> None:
    check_mapping(document, ("sources", number), source, SOURCE, set())
    year = source.get("year") if isinstance(source, dict) else None
    if year is not None and not isinstance(year, int):
        document.report(("sources", number, "year"), "a year is needed, as 2023")


def _check_extra(document: Document, kind: PageKind, topics: set[str], partners: set[str]) -> None:
    data = document.data
    if "topic" in kind.extra and data.get("topic") not in topics:
        document.report(("topic",), f"no such topic; there are {', '.join(sorted(topics))}")
    for number, partner in enumerate(data.get("partners") or []):
        if partner not in partners:
            document.report(("partners", number), f"no such association; there are {', '.join(sorted(partners))}")
    if "order" in kind.extra and not isinstance(data.get("order"), int):
        document.report(("order",), "a whole number is needed")
    for number, commitment in enumerate(data.get("commitments") or []):
        here = ("commitments", number)
        check_mapping(document, here, commitment, COMMITMENT, topics)
        if isinstance(commitment, dict) and commitment.get("for") not in {"teen", "adult", "both"}:
            document.report((*here, "for"), "teen, adult or both")


def page_links(data: dict[str, Any], kind: PageKind) -> set[str]:
    """Return the keys of the pages that a checked page links to."""
    found: set[str] = set()

    def walk(value: Any) -> None:
        if isinstance(value, str):
            if "page:" in value:
                found.update(markdown.links(value))
        elif isinstance(value, dict):
            for item in value.values():
                walk(item)
        elif isinstance(value, list):
            for item in value:
                walk(item)

    for name in kind.bodies:
        walk(data.get(name) or [])
    return found
