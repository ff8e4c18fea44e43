"""The sitemap of every language's tree. Wagtail's own knows only the default one."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe
from wagtail.models import Page, Site

from safety_centre.pages.selectors import home_of, public_pages


def _views(languages: list[str]) -> list[dict[str, Any]]:
    """Return the entries of public pages that are views, with their alternates."""
    from django.conf import settings

    entries = []
    for name in settings.PUBLIC_VIEWS:
        alternates = []
        for code in languages:
            with translation.override(code):
                alternates.append({"code": code, "url": settings.SITE_URL + reverse(name)})
        entries += [{"url": one["url"], "page": None, "alternates": alternates} for one in alternates]
    return entries


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every public page below a public home, with its alternates in the other languages."""
    from django.conf import settings

    site = Site.find_for_request(request)
    homes = [home for code, _name in settings.LANGUAGES if (home := home_of(code))] if site else []
    pages: list[Page] = []
    for home in homes:
        pages += public_pages().descendant_of(home, inclusive=True).select_related("locale").order_by("path")
    by_translation: dict[object, list[dict[str, str]]] = {}
    entries = []
    for page in pages:
        url = page.get_full_url(request)
        by_translation.setdefault(page.translation_key, []).append({"code": page.locale.language_code, "url": url})
        entries.append({"url": url, "page": page})
    for entry in entries:
        entry["alternates"] = by_translation[entry["page"].translation_key]
    entries += _views([code for code, _name in settings.LANGUAGES if home_of(code)])
    return render(request, "sitemap.xml", {"entries": entries}, content_type="application/xml")
