"""The sitemap of every language's tree, and what machines may visit. Wagtail's own sitemap knows one language only."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from wagtail.models import Page, Site

from safety_centre.pages.selectors import home_of, public_pages

# Doors and private rooms hold nothing to find; the API is for platforms.
NOT_TO_VISIT = ("/admin/", "/accounts/", "/family/", "/api/")


def default_of(urls: dict[str, str], *, is_home: bool = False) -> str:
    """Return the ``x-default`` among a page's addresses by language: where readers of any other language are sent.

    For the home pages that is the root, which chooses by the browser's languages; else the default language's page.
    """
    if is_home:
        return f"{settings.SITE_URL}/"
    return urls.get(settings.LANGUAGE_CODE) or next(iter(urls.values()))


def _views(languages: list[str]) -> list[dict[str, Any]]:
    """Return the entries of public pages that are views, with their alternates."""
    entries = []
    for name in settings.PUBLIC_VIEWS:
        urls = {}
        for code in languages:
            with translation.override(code):
                urls[code] = settings.SITE_URL + reverse(name)
        entries += [_entry(url, urls) for url in urls.values()]
    return entries


def _entry(url: str, urls: dict[str, str], page: Page | None = None) -> dict[str, Any]:
    return {
        "url": url,
        "lastmod": page and page.last_published_at and page.last_published_at.isoformat(timespec="seconds"),
        "alternates": [{"code": code, "url": other} for code, other in urls.items()],
        "default": default_of(urls, is_home=page is not None and page.depth == 2),
    }


@cache_control(public=True, max_age=600)
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every public page below a public home, with its alternates. A page that only stands in isn't one of them."""
    site = Site.find_for_request(request)
    homes = [home for code, _name in settings.LANGUAGES if (home := home_of(code))] if site else []
    pages: list[tuple[Page, str]] = []
    translations: dict[object, dict[str, str]] = {}
    for home in homes:
        found = public_pages().descendant_of(home, inclusive=True).filter(alias_of__isnull=True)
        for page in found.select_related("locale").order_by("path"):
            url = page.get_full_url(request)
            pages.append((page, url))
            translations.setdefault(page.translation_key, {})[page.locale.language_code] = url
    entries = [_entry(url, translations[page.translation_key], page) for page, url in pages]
    entries += _views([code for code, _name in settings.LANGUAGES if home_of(code)])
    return render(request, "sitemap.xml", {"entries": entries}, content_type="application/xml")


@cache_control(public=True, max_age=86400)
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What machines need not visit, and where the sitemap is."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in NOT_TO_VISIT), ""]
    lines.append(f"Sitemap: {settings.SITE_URL}{reverse('sitemap')}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
