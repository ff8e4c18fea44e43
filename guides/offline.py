"""Help without network: the service worker's script and what it keeps. Help pages only, nothing of an account."""

import hashlib
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe
from django_countries import countries

from guides.selectors.help_finder import saved_shelves
from safety_centre.pages.selectors import navigation_pages

# What a help page needs to look and work as it does with a network.
FILES = (
    "css/site.css",
    "fonts/atkinson-hyperlegible-next.woff2",
    "favicon.svg",
    "js/site.js",
    "js/quick-exit.js",
    "js/help-finder.js",
    "js/help-lists.js",
    "js/help-hours.js",
    "js/help-opening.js",
    "js/help-saved.js",
)
SCRIPT = "js/service-worker.js"


def _source(name: str) -> bytes:
    found = finders.find(name)
    if not isinstance(found, str):
        raise FileNotFoundError(name)
    return Path(found).read_bytes()


@lru_cache(maxsize=1)
def version() -> str:
    """Return a hash of every file that phones keep: another hash, and they fetch all of it again."""
    digest = hashlib.sha256()
    for name in (*FILES, SCRIPT):
        digest.update(_source(name))
    return digest.hexdigest()[:16]


def _languages() -> dict[str, dict[str, Any]]:
    """Return ``{address of a language's help page: what to keep for it}``."""
    files = [static(name) for name in FILES]
    found = {}
    for code, _name in settings.LANGUAGES:
        for page in navigation_pages(["help"], code, None):
            if page.locale.language_code == code:
                found[page.get_url() or ""] = {"lines": reverse("help_offline", args=[code]), "files": files}
    return found


@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """The script, with its version and the help page of each language in it. It may control nothing but those."""
    config = json.dumps({"version": version(), "pages": _languages()}, separators=(",", ":"), sort_keys=True)
    script = f"const CONFIG = {config};\n{_source(SCRIPT).decode()}"
    response = HttpResponse(script, content_type="text/javascript; charset=utf-8")
    response.headers["Service-Worker-Allowed"] = "/"  # each language registers it for its own help page only
    patch_cache_control(response, no_cache=True)
    return response


@require_safe
def saved_lines(request: HttpRequest, language: str) -> HttpResponse:
    """The results of every country with lines in one answer, for a phone to keep: HTML by country code.

    With ``?country=BE`` those of that country alone, under its code: what a page in place needs.
    ``same``: countries whose lines are another's; ``union``: members of the European Union, for those without lines.
    """
    if language not in dict(settings.LANGUAGES):
        raise Http404
    shelves = saved_shelves(timezone.now())
    if country := request.GET.get("country"):
        code = settings.SAME_LINES_AS.get(country, country)
        code = code if code in shelves else "EU" if country in settings.EUROPEAN_UNION else "*"
        shelves = {country if country in countries else code: shelves[code]}
    with translation.override(language):
        results = {
            code: render_to_string("components/help_results.html", {"shelf": shelf, "saved": True})
            for code, shelf in shelves.items()
        }
    answer: dict[str, Any] = {"results": results}
    if not country:
        answer |= {"same": settings.SAME_LINES_AS, "union": sorted(settings.EUROPEAN_UNION)}
    response = JsonResponse(answer, json_dumps_params={"ensure_ascii": False, "separators": (",", ":")})
    patch_cache_control(response, max_age=60)
    return response
