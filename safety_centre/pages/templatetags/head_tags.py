"""What a page's head says: its addresses in other languages, how it looks where it is shared, what machines read."""

import datetime as dt
from functools import cache
from typing import Any, cast

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import get_language, get_language_info
from wagtail.models import Page

from safety_centre.pages.models import BasePage
from safety_centre.pages.sitemaps import default_of
from safety_centre.pages.structured_data import as_data_block, graph_of
from safety_centre.pages.templatetags.site_tags import breadcrumbs, language_links

register = template.Library()
LONGEST_DESCRIPTION = 160
SHARE_FOLDER = settings.BASE_DIR / "static" / "share"
PICTURE_SIZE = {"width": 1200, "height": 630}


@register.simple_tag(takes_context=True)
def alternate_links(context: template.Context) -> dict[str, Any]:
    """Return ``canonical``, ``alternates`` (code and address of each real translation), ``default``, ``noindex``.

    A page that stands in for its translation has the original's address as its canonical one, is no alternate of it,
    and isn't to be indexed: it would be the original's double in the wrong language.
    """
    links = language_links(context)
    page = context.get("page")
    real = {link["code"]: link["full_url"] for link in links if link["exists"] and not link["stands_in"]}
    if isinstance(page, BasePage) and page.pk and page.stands_in:
        return {"canonical": page.alias_of.full_url, "alternates": {}, "default": "", "noindex": True}
    current = next((link["full_url"] for link in links if link["is_current"]), "")
    is_home = isinstance(page, Page) and page.depth == 2
    return {
        "canonical": current,
        "alternates": real if current else {},
        "default": default_of(real, is_home=is_home) if current and real else "",
        "noindex": False,
    }


@register.simple_tag(takes_context=True)
def written_in(context: template.Context) -> dict[str, Any] | None:
    """Return what Django knows of the language that a standing-in page is written in; None for every other page."""
    page = context.get("page")
    if not isinstance(page, BasePage) or not page.pk or not page.stands_in:
        return None
    return get_language_info(page.content_language)


@register.simple_tag(takes_context=True)
def page_description(context: template.Context) -> str:
    """Return one or two sentences on this page: the editor's, else how the page begins."""
    page = context.get("page")
    if not isinstance(page, Page):
        return ""
    begins = getattr(page, "intro", "") or getattr(page, "lead", "")
    return page.search_description or Truncator(begins).chars(LONGEST_DESCRIPTION)


@cache
def _pictures() -> frozenset[str]:
    return frozenset(path.relative_to(SHARE_FOLDER).as_posix() for path in SHARE_FOLDER.rglob("*.png"))


def share_picture(name: str, language: str) -> str:
    """Return the whole address of the picture to share: with its title in ``language``, else without words."""
    wanted = (f"{language}/{name}.png", f"{name}.png", f"{language}/home.png", "home.png")
    found = next(path for path in wanted if path in _pictures())
    address = static(f"share/{found}")
    return address if address.startswith(("http:", "https:")) else settings.SITE_URL + address


@register.simple_tag(takes_context=True)
def share_card(context: template.Context) -> dict[str, Any]:
    """Return what Open Graph needs of this page. Views without a page in the tree share their ``title`` element."""
    page: Any = context.get("page")
    language, is_page = get_language() or settings.LANGUAGE_CODE, isinstance(page, BasePage)
    countries = settings.DEFAULT_COUNTRIES
    locales = {
        code: f"{code.split('-')[0]}_{countries[code]}" for code, _name in settings.LANGUAGES if code in countries
    }
    return {
        "title": (page.seo_title or page.title) if is_page else "",
        "type": "article" if is_page and page.depth > 3 else "website",
        "image": share_picture(page.picture_name if is_page else "home", language),
        "locale": locales.get(language, ""),
        "other_locales": [locale for code, locale in locales.items() if code != language],
        "published": _moment(page.first_published_at) if is_page else "",
        "modified": _moment(page.last_published_at) if is_page else "",
        **PICTURE_SIZE,
    }


def _moment(moment: dt.datetime | None) -> str:
    return moment.isoformat(timespec="seconds") if moment else ""


@register.simple_tag(takes_context=True)
def structured_data(context: template.Context) -> SafeString | str:
    """Return the page's JSON-LD data block, or nothing for what is no page of the tree."""
    page = context.get("page")
    if not isinstance(page, BasePage) or not page.pk:
        return ""
    links = alternate_links(context)
    graph = graph_of(
        page,
        url=links["canonical"] or page.full_url,
        crumbs=breadcrumbs(context),
        description=page_description(context),
        image=share_picture(page.picture_name, get_language() or settings.LANGUAGE_CODE),
        context=cast(dict[str, Any], context.flatten()),
    )
    block = as_data_block(graph)  # its < > & are escapes, so it can't end the element
    return mark_safe(f'<script type="application/ld+json">{block}</script>')  # noqa: S308
