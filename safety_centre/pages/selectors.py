"""The reads that navigation, listings and the sitemap share. Public means public: one definition, here."""

from typing import TypeVar

from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone
from wagtail.models import Locale, Page, PageQuerySet

from safety_centre.pages.models import HomePage, PageKey

PageType = TypeVar("PageType", bound=Page)


def public_pages(model: type[PageType] = Page, *, locale: Locale | None = None) -> PageQuerySet:
    """Return the pages of ``model`` that anybody may read now: live, unrestricted, not past their expiry.

    With ``locale``, of that language only. Aliases count: they are how a help page stands in for its translation.
    """
    pages = model.objects.live().public().filter(Q(expire_at__isnull=True) | Q(expire_at__gt=timezone.now()))
    return pages.filter(locale=locale) if locale else pages


def home_of(language: str) -> HomePage | None:
    """Return the public home page of ``language``, or None where there is none."""
    return public_pages(HomePage).filter(locale__language_code=language).first()


def pages_by_key(keys: list[str], language: str) -> dict[str, Page]:
    """Return the public pages of ``language`` that carry one of ``keys``, by key; two queries for any number."""
    wanted = PageKey.objects.filter(translation_key=OuterRef("translation_key")).values("key")
    pages = public_pages().filter(
        locale__language_code=language,
        translation_key__in=PageKey.objects.filter(key__in=keys).values("translation_key"),
    )
    return {page.found_key: page for page in pages.annotate(found_key=Subquery(wanted))}
