"""The sitemap of every language's tree. Wagtail's own knows only the default one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from wagtail.models import Page, Site

from safety_centre.pages.selectors import home_of, public_pages


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
    return render(request, "sitemap.xml", {"entries": entries}, content_type="application/xml")
