"""The reads that navigation, listings and the sitemap share. Public means public: one definition, here."""

import datetime as dt
from collections.abc import Iterable
from typing import TypeVar

from django.db.models import F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import TruncWeek
from django.utils import timezone
from wagtail.models import Locale, Page, PageQuerySet, PageViewRestriction

from safety_centre.pages import stand_ins
from safety_centre.pages.models import HomePage, PageKey, PageViews
from safety_centre.pages.request_scope import once

PageType = TypeVar("PageType", bound=Page)


def public_pages(model: type[PageType] = Page, *, locale: Locale | None = None) -> PageQuerySet:
    """Return the pages of ``model`` that anybody may read now: live, unrestricted, not past their expiry.

    With ``locale``, of that language only. A help page that stands in for its translation counts; no other page does.
    """
    pages = model.objects.live().filter(Q(expire_at__isnull=True) | Q(expire_at__gt=timezone.now()))
    pages = pages.filter(stand_ins.allowed())
    for path in restricted_paths():
        pages = pages.exclude(path__startswith=path)
    return pages.filter(locale=locale) if locale else pages


def restricted_paths() -> list[str]:
    """Return the tree paths at and below which a view restriction holds; one query a request."""
    return once(
        "restricted_paths", lambda: list(PageViewRestriction.objects.values_list("page__path", flat=True).distinct())
    )


def is_restricted(page: Page) -> bool:
    """Say whether a restriction holds on ``page`` or above it."""
    return any(page.path.startswith(path) for path in restricted_paths())


def is_public(page: Page) -> bool:
    """Say of a page at hand what :func:`public_pages` asks of the database."""
    return page.live and (page.expire_at is None or page.expire_at > timezone.now()) and not is_restricted(page)


def home_of(language: str) -> HomePage | None:
    """Return the public home page of ``language``, or None where there is none."""
    return public_pages(HomePage).filter(locale__language_code=language).first()


def navigation_pages(keys: list[str], language: str, page: Page | None) -> list[Page]:
    """Return the public pages of ``language`` that carry one of ``keys``, and all translations of ``page``.

    One query for both, since every page shows both. ``found_key`` is a page's key, None for a translation without one;
    ``written_in`` is the language of the page that one stands in for, None for a real translation; the locale comes
    along.
    """
    key = PageKey.objects.filter(translation_key=OuterRef("translation_key")).values("key")
    wanted = Q(
        locale__language_code=language,
        translation_key__in=PageKey.objects.filter(key__in=keys).values("translation_key"),
    )
    if page is not None:
        wanted |= Q(translation_key=page.translation_key)
    found = public_pages().filter(wanted).select_related("locale")
    return list(found.annotate(found_key=Subquery(key), written_in=F("alias_of__locale__language_code")))


def views_of(page_ids: Iterable[int], since: dt.date) -> dict[int, int]:
    """Return the views of each page (a page is one language) from the day ``since`` on; 0 where nobody came.

    Exact numbers: whoever shows them shows what is under 10 as "< 10" (product.md, "Editing").
    """
    wanted = list(page_ids)
    rows = PageViews.objects.filter(page_id__in=wanted, day__gte=since).values("page_id").annotate(views=Sum("count"))
    return dict.fromkeys(wanted, 0) | {row["page_id"]: row["views"] for row in rows}


def views_by_day(page_ids: Iterable[int], since: dt.date) -> dict[dt.date, int]:
    """Return the views of these pages together by day, from ``since`` on; days without a view are left out."""
    rows = PageViews.objects.filter(page_id__in=list(page_ids), day__gte=since).values("day").order_by("day")
    return {row["day"]: row["views"] for row in rows.annotate(views=Sum("count"))}


def views_by_week(page_ids: Iterable[int], since: dt.date, until: dt.date) -> dict[int, dict[dt.date, int]]:
    """Return the views of each page by week (its Monday), of the days ``since`` to ``until``; one query.

    Exact numbers, as in :func:`views_of`. Weeks and pages without a view are left out.
    """
    rows = (
        PageViews.objects.filter(page_id__in=list(page_ids), day__gte=since, day__lte=until)
        .values("page_id", week=TruncWeek("day"))
        .annotate(views=Sum("count"))
        .order_by()
    )
    found: dict[int, dict[dt.date, int]] = {}
    for row in rows:
        found.setdefault(row["page_id"], {})[row["week"]] = row["views"]
    return found
