"""What every template may ask: navigation, languages, where we are, pictures."""

import math
import re
from collections.abc import Callable
from typing import Any, TypeVar

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_info, gettext
from wagtail.models import Page

from safety_centre.pages import selectors

register = template.Library()
T = TypeVar("T")

NAVIGATION = ["guide", "topics", "charter", "partners"]
FOOTER = ["help", "accessibility", "privacy", "legal", "quick-exit"]
WORDS_A_MINUTE = 200  # Brysbaert 2019: adults read 238 words of prose a minute; slower for readers in distress


def once_a_request(context: template.Context, name: str, compute: Callable[[], T]) -> T:
    """Return ``compute()``, asked once for a request however many templates and blocks need it."""
    request = context.get("request")
    if request is None:
        return compute()
    store = request.__dict__.setdefault("_safety_centre_reads", {})
    if name not in store:
        store[name] = compute()
    return store[name]


def _keyed_pages(context: template.Context) -> dict[str, Page]:
    """Return the public pages that navigation may name."""
    keys = ["home", *NAVIGATION, *FOOTER]
    language = get_language() or settings.LANGUAGE_CODE
    return once_a_request(context, f"keyed_pages_{language}", lambda: selectors.pages_by_key(keys, language))


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
        public = selectors.public_pages().filter(translation_key=page.translation_key).select_related("locale")
        translations = {other.locale.language_code: other for other in public}
    links = []
    for code, _name in settings.LANGUAGES:
        info = get_language_info(code)
        found = translations.get(code)
        links.append(
            {
                "code": code,
                "name": info["name_local"].capitalize(),
                "dir": "rtl" if info["bidi"] else "ltr",
                "url": found.get_url(request) if found else f"/{code}/",
                "full_url": found.get_full_url(request) if found else "",
                "exists": found is not None,
                "is_current": code == get_language(),
            }
        )
    return links


@register.simple_tag(takes_context=True)
def breadcrumbs(context: template.Context) -> list[dict[str, Any]]:
    """Return ``{"title", "url"}`` from home to this page. The tree's root is not a page for readers."""
    request, page = context.get("request"), context.get("page")
    if not isinstance(page, Page) or not page.pk or page.depth < 3:
        return []
    ancestors = page.get_ancestors().filter(depth__gt=1)
    # The home page is called what readers call it: its own title is a sentence.
    crumbs = [
        {"title": gettext("Home") if crumb.depth == 2 else crumb.title, "url": crumb.get_url(request)}
        for crumb in ancestors
    ]
    return [*crumbs, {"title": page.title, "url": page.get_url(request)}]


@register.simple_tag
def quick_exit_target() -> str:
    """Return where quick exit leads: ``QUICK_EXIT_URL`` of the settings."""
    return settings.QUICK_EXIT_URL


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
    """Return the minutes that ``value`` (a page, a body or a text) takes to read aloud in one's head, at least 1."""
    body = getattr(value, "body", value)
    words = len(re.findall(r"\w+", strip_tags(str(body))))
    return max(1, math.ceil(words / WORDS_A_MINUTE))


@register.simple_tag
def sign_in_url() -> str:
    """Return the address of the people's sign-in door."""
    return reverse("account_login")
