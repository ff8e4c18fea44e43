"""Pages by language: missing, draft, behind the page they translate, or live."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from wagtail.models import Locale, Page
from wagtail_localize.models import TranslationSource

MISSING, DRAFT, BEHIND, LIVE = "missing", "draft", "behind", "live"


@dataclass(frozen=True)
class Cell:
    """One page in one language. ``page`` is None where it is missing; ``since``: when the source moved on."""

    language: str
    state: str
    page: Page | None = None
    is_source: bool = False
    since: dt.datetime | None = None


@dataclass(frozen=True)
class Row:
    """A page and its translations, one cell a language in the order of the site's languages."""

    source: Page
    cells: list[Cell]


def source_pages(pages: QuerySet) -> QuerySet:
    """Return one of ``pages`` for each ``translation_key``: the one that was written first stands for all languages."""
    older = Page.objects.filter(translation_key=OuterRef("translation_key"), pk__lt=OuterRef("pk"))
    return pages.filter(depth__gt=1).filter(~Exists(older))


def rows_of(sources: Iterable[Page]) -> list[Row]:
    """Return the row of each source page; four queries, however many pages."""
    sources = list(sources)
    locales = list(Locale.objects.all())
    found = (
        Page.objects.filter(translation_key__in=[page.translation_key for page in sources])
        .select_related("locale", "translation_mark")
        .order_by("pk")
    )
    translations = {(page.translation_key, page.locale_id): page for page in found}
    original = originals(page.translation_key for page in sources)
    return [
        Row(
            page,
            [
                _cell(original[page.translation_key], translations.get((page.translation_key, one.pk)), one)
                for one in locales
            ],
        )
        for page in sources
    ]


def _cell(source: Page, page: Page | None, locale: Locale) -> Cell:
    code = locale.language_code
    if page is None:
        return Cell(code, MISSING)
    if not page.live:
        return Cell(code, DRAFT, page, page.pk == source.pk)
    if page.pk != source.pk and is_behind(page, source):
        return Cell(code, BEHIND, page, since=source.last_published_at)
    return Cell(code, LIVE, page, page.pk == source.pk)


def is_behind(page: Page, source: Page) -> bool:
    """Say whether ``source`` was published after ``page`` was published or last compared with it.

    An alias is its source, so it is never behind.
    """
    if page.alias_of_id or not source.live or source.last_published_at is None:
        return False
    current = current_since(page)
    return current is None or source.last_published_at > current


def current_since(page: Page) -> dt.datetime | None:
    """Return the moment at which ``page`` last said what its source says: published, or compared by somebody."""
    mark = getattr(page, "translation_mark", None)
    moments = [moment for moment in (page.last_published_at, mark.marked_at if mark else None) if moment]
    return max(moments, default=None)


def originals(keys: Iterable[Any]) -> dict[Any, Page]:
    """Return, by ``translation_key``, the page that the others with it translate; two queries, however many keys.

    It is the one that wagtail-localize was told to translate from, or else the one that was written first.
    """
    found = list(Page.objects.filter(translation_key__in=set(keys)).select_related("locale").order_by("-pk"))
    by_key = {page.translation_key: page for page in found}  # the lowest primary key comes last and stays
    told = set(TranslationSource.objects.filter(object_id__in=list(by_key)).values_list("object_id", "locale_id"))
    return by_key | {page.translation_key: page for page in found if (page.translation_key, page.locale_id) in told}


def source_of(page: Page) -> Page:
    """Return the page that ``page`` translates; itself where it is the original."""
    return originals([page.translation_key])[page.translation_key]


@dataclass(frozen=True)
class TranslationState:
    """In which language a page was written first, and whether this translation of it is behind."""

    original_language: str
    is_original: bool
    behind: bool


def translation_states(pages: Iterable[Page]) -> dict[int, TranslationState]:
    """Return the state of each page by its id, in three queries however many there are.

    A translation whose original isn't public any more is behind nothing.
    """
    wanted = list(pages)
    sources = originals(page.translation_key for page in wanted)
    whole = Page.objects.select_related("translation_mark").in_bulk([page.pk for page in wanted])
    return {
        page.pk: TranslationState(
            original_language=source.locale.language_code,
            is_original=source.pk == page.pk,
            behind=source.pk != page.pk and is_behind(whole[page.pk], source),
        )
        for page in wanted
        for source in [sources[page.translation_key]]
    }
