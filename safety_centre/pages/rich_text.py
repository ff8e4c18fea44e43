"""Links to pages inside a text: read once for a whole body, instead of three queries for each paragraph."""

import re
from collections.abc import Iterable
from typing import Any

from django.utils.html import escape
from django.utils.translation import get_language
from wagtail.models import Page
from wagtail.rich_text.pages import PageLinkHandler

from safety_centre.pages.request_scope import once

_LINK = re.compile(r'linktype="page"[^>]*\bid="(\d+)"|\bid="(\d+)"[^>]*linktype="page"')


def linked_ids(texts: Iterable[str]) -> set[int]:
    """Return the numbers of the pages that ``texts`` (rich text as it is stored) link to."""
    return {int(one or other) for text in texts if "linktype" in text for one, other in _LINK.findall(text)}


def read_linked(ids: Iterable[int]) -> dict[int, Page]:
    """Return the pages with ``ids``, those that this request read before without asking again."""
    known: dict[int, Page] = once("linked pages", dict)
    missing = set(ids) - set(known)
    if missing:
        # A link needs a page's address only: neither its own model's fields nor its body.
        known |= {page.pk: page for page in Page.objects.filter(pk__in=missing).select_related("locale")}
    return known


def remember_linked(page: Page) -> None:
    """Keep ``page``, read with its locale for another purpose, for the links of this request."""
    once("linked pages", dict)[page.pk] = page


class BatchedPageLinks(PageLinkHandler):
    """Wagtail's links to pages, with pages of this language at hand."""

    @classmethod
    def get_many(cls, attrs_list: list[dict[str, Any]]) -> list[Page | None]:
        wanted = [str(attrs.get("id", "")) for attrs in attrs_list]
        known = read_linked(int(number) for number in wanted if number.isdigit())
        return [known.get(int(number)) if number.isdigit() else None for number in wanted]

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, Any]]) -> list[str]:
        return [_opening(page) for page in cls.get_many(attrs_list)]


def _opening(page: Page | None) -> str:
    """Return the opening tag of a link to ``page``, or to its translation where the reader's language has one."""
    if page is None:
        return "<a>"
    here = page if page.locale.language_code == get_language() else page.localized
    return f'<a href="{escape(here.url)}">' if here.url else "<a>"
