"""How often a page was read, by day: no cookie, no address, no account; kept in memory and written every few seconds.

What isn't a person reading isn't counted: machines that name themselves, previews and prefetches, scripts that fetch
a page. Nor is anybody who asked not to be counted (``DNT``, ``Sec-GPC``), nor anybody signed in: editors would count
themselves, and what a family's accounts read is nobody's business, not even as a number beside their names' days.
"""

import re

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from safety_centre.pages.counting import DailyCounter
from safety_centre.pages.models import PageViews

# Names that crawlers, monitors, link previews and programming libraries give themselves. "Cubot" is a telephone.
MACHINES = re.compile(
    r"(?<!cu)bot\b|bot[/;_-]|crawl|spider|slurp|archiver|facebookexternalhit|meta-external|whatsapp|telegram|skypeuri|"
    r"embedly|preview|monitor|uptime|pingdom|probe|scan|validator|lighthouse|headless|phantom|puppeteer|playwright|"
    r"selenium|curl|wget|libwww|httpx|aiohttp|python-|python/|java/|okhttp|go-http|ruby|perl|php|node-fetch|axios|"
    r"postman|feed|rss",
    re.IGNORECASE,
)
AHEAD = ("HTTP_SEC_PURPOSE", "HTTP_PURPOSE", "HTTP_X_PURPOSE", "HTTP_X_MOZ")
views = DailyCounter(PageViews, ("page_id",))


def count_view(request: HttpRequest, page_id: int | None) -> None:
    """Count one view of ``page_id`` (a page in one language) today, if a person reads it and lets us count."""
    if page_id is not None and is_reader(request):
        views.count(day=timezone.localdate(), page_id=page_id)


def is_reader(request: HttpRequest) -> bool:
    """Say whether a person, not signed in and not against being counted, opened this address to read it."""
    meta = request.META
    agent = meta.get("HTTP_USER_AGENT", "")
    return not (
        request.method != "GET"
        or not agent
        or MACHINES.search(agent)
        or any(name in meta for name in AHEAD)
        or meta.get("HTTP_SEC_FETCH_MODE", "navigate") != "navigate"
        or meta.get("HTTP_DNT") == "1"
        or meta.get("HTTP_SEC_GPC") == "1"
        or settings.SESSION_COOKIE_NAME in request.COOKIES
    )
