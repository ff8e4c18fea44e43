"""What every template may ask: navigation, languages, where we are, pictures."""

import re
from typing import Any

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse, translate_url
from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.utils.translation import get_language, get_language_info, gettext, ngettext
from wagtail.models import Page

from safety_centre.pages import reading, selectors, votes
from safety_centre.pages.models.votes import REASONS, PageVote
from safety_centre.pages.request_scope import once

register = template.Library()

NAVIGATION = ["guide", "topics", "charter", "partners"]
FOOTER = ["help", "accessibility", "privacy", "legal", "quick-exit"]


def _nearby(context: template.Context) -> list[Page]:
    """Return the pages that navigation may name and the translations of this page."""
    keys = ["home", *NAVIGATION, *FOOTER]
    language = get_language() or settings.LANGUAGE_CODE
    page = context.get("page")
    page = page if isinstance(page, Page) and page.pk else None
    name = f"navigation {language} {page and page.pk}"
    return once(name, lambda: selectors.navigation_pages(keys, language, page))


def _keyed_pages(context: template.Context) -> dict[str, Page]:
    """Return the public pages of this language that navigation may name, by key."""
    language = get_language()
    return {
        page.found_key: page for page in _nearby(context) if page.found_key and page.locale.language_code == language
    }


@register.simple_tag(takes_context=True)
def site_navigation(context: template.Context) -> list[dict[str, Any]]:
    """Return ``{"title", "url", "is_current", "key"}`` of the main sections that exist in this language."""
    request, page = context.get("request"), context.get("page")
    pages = _keyed_pages(context)
    path = getattr(page, "path", "") or ""
    return [
        {
            "title": pages[key].title,
            "url": pages[key].get_url(request),
            "is_current": path.startswith(pages[key].path),
            "key": key,
        }
        for key in NAVIGATION
        if key in pages
    ]


@register.simple_tag(takes_context=True)
def key_page_url(context: template.Context, key: str) -> str:
    """Return the address of the page with ``key`` in this language, or an empty string where there is none."""
    page = _keyed_pages(context).get(key)
    return page.get_url(context.get("request")) if page else ""


@register.simple_tag(takes_context=True)
def key_page_title(context: template.Context, key: str) -> str:
    """Return the title of the page with ``key`` in this language, or an empty string where there is none."""
    page = _keyed_pages(context).get(key)
    return page.title if page else ""


@register.simple_tag(takes_context=True)
def language_links(context: template.Context) -> list[dict[str, Any]]:
    """Return one entry a language: where this page is in it, or that language's home where it isn't (``exists``)."""
    request, page = context.get("request"), context.get("page")
    translations: dict[str, Page] = {}
    if isinstance(page, Page) and page.pk:
        same = [other for other in _nearby(context) if other.translation_key == page.translation_key]
        translations = {other.locale.language_code: other for other in same}
    links = []
    for code, _name in settings.LANGUAGES:
        info = get_language_info(code)
        found = translations.get(code)
        same_view = None if found else _same_view(request, code)
        links.append(
            {
                "code": code,
                "name": info["name_local"].capitalize(),
                "dir": "rtl" if info["bidi"] else "ltr",
                "url": found.get_url(request) if found else same_view or f"/{code}/",
                "full_url": found.get_full_url(request)
                if found
                else settings.SITE_URL + same_view
                if same_view
                else "",
                "exists": found is not None or same_view is not None,
                "stands_in": getattr(found, "written_in", None) not in (None, code),
                "is_current": code == get_language(),
            }
        )
    return links


def _same_view(request: HttpRequest | None, language: str) -> str | None:
    """Return the address in ``language`` of a page that is a view and not in the page tree, or None elsewhere."""
    match = getattr(request, "resolver_match", None)
    if request is None or match is None or match.url_name not in settings.PUBLIC_VIEWS:
        return None
    return translate_url(request.path, language)


@register.simple_tag(takes_context=True)
def breadcrumbs(context: template.Context) -> list[dict[str, Any]]:
    """Return ``{"title", "url"}`` from home to this page. The tree's root is not a page for readers."""
    request, page = context.get("request"), context.get("page")
    if not isinstance(page, Page) or not page.pk or page.depth < 3:
        return []
    ancestors = _ancestors(context, page)
    # The home page is called what readers call it: its own title is a sentence.
    crumbs = [
        {"title": gettext("Home") if crumb.depth == 2 else crumb.title, "url": crumb.get_url(request)}
        for crumb in ancestors
    ]
    return [*crumbs, {"title": page.title, "url": page.get_url(request)}]


def _ancestors(context: template.Context, page: Page) -> list[Page]:
    """Return the ancestors from home down; most are in the navigation already, so they are rarely asked for."""
    paths = [page.path[: page.steplen * depth] for depth in range(2, page.depth)]
    known = {other.path: other for other in _nearby(context)}
    if all(path in known for path in paths):
        return [known[path] for path in paths]
    return list(page.get_ancestors().filter(depth__gt=1))


@register.simple_tag
def quick_exit_target() -> str:
    """Return where quick exit leads: this language's of ``QUICK_EXIT_URLS``, else ``QUICK_EXIT_URL``, in the settings.

    Not in the admin: a button that people press in fear is no place for a slip of an editor.
    """
    return settings.QUICK_EXIT_URLS.get(get_language() or "", settings.QUICK_EXIT_URL)


@register.simple_tag
def illustration(name: str) -> SafeString:
    """Return the inline SVG called ``name``, or nothing where there is no such drawing."""
    if not re.fullmatch(r"[a-z0-9-]+", name or ""):
        return SafeString("")
    try:
        return render_to_string(f"illustrations/{name}.svg")
    except template.TemplateDoesNotExist:
        return SafeString("")


@register.filter
def reading_minutes(value: Any) -> int:
    """Return the minutes that ``value`` (a page, a body or a text) takes to read, at least 1."""
    return reading.minutes(getattr(value, "body", value))


@register.filter
def duration_in_words(seconds: float) -> str:
    """Return a recording's length as people say it: "40 seconds", "2 minutes 10"."""
    whole = round(seconds or 0)
    if whole < 60:
        return ngettext("%(number)s second", "%(number)s seconds", whole) % {"number": whole}
    text = ngettext("%(number)s minute", "%(number)s minutes", whole // 60) % {"number": whole // 60}
    return f"{text} {whole % 60:02}" if whole % 60 else text


@register.filter
def size_in_words(size: int) -> str:
    """Return a file's size (bytes) as people say it: "21 KB", "3.4 MB". Django's French counts in "Kio"."""
    if size < 1_000_000:
        number, unit = str(max(1, round(size / 1000))), gettext("KB")
    else:
        number, unit = number_format(size / 1_000_000, 1), gettext("MB")
    return f"{number}\xa0{unit}"


@register.filter
def language_in_itself(code: str) -> str:
    """Return a language's name in that language: ``fr`` is "Français"."""
    try:
        return get_language_info(code)["name_local"].capitalize()
    except KeyError:
        return code


@register.simple_tag
def vote_form(page: Page) -> dict[str, Any]:
    """Return what the helpful form of ``page`` sends and offers: its token, and the reasons by answer."""
    return {
        "token": votes.token_for(page.pk) if page.pk else "",
        "answers": [
            {"key": answer.value, "label": answer.label, "reasons": [(r.value, r.label) for r in REASONS[answer]]}
            for answer in PageVote.Answer
        ],
    }


@register.simple_tag(takes_context=True)
def anchor(context: template.Context, fallback: str = "") -> str:
    """Return the anchor of the block being rendered: the page's own choice, else one made of ``fallback``."""
    block = context.get("block")
    known = context.get("anchors") or {}
    return known.get(str(getattr(block, "id", "")), "") or slugify(fallback)


@register.simple_tag
def sign_in_url() -> str:
    """Return the address of the people's sign-in door."""
    return reverse("account_login")
