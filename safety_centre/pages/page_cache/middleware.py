"""The first middleware: answers from memory where it may, renders once where it must, and counts what was read."""

import re
import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, parse_http_date_safe

from safety_centre.pages import views_count
from safety_centre.pages.page_cache.freshness import freshness
from safety_centre.pages.page_cache.keys import Variant, variant_of
from safety_centre.pages.page_cache.store import Entry, store

KEPT_TYPES = ("text/html", "application/json", "application/xml", "application/atom+xml", "application/rss+xml")
# Without a word from the view: kept by browsers only to ask whether it still holds, which costs one short answer.
REVALIDATE = "public, max-age=0, must-revalidate"
OWN_HEADERS = {"content-length", "content-encoding", "etag", "last-modified", "age", "date"}
# What would make the view answer with less than the whole page.
PARTIAL = ("HTTP_ACCEPT_ENCODING", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_RANGE", "HTTP_IF_RANGE")
REFUSED = re.compile(r"(?:no-store|no-cache|private)", re.IGNORECASE)
MAX_AGE = re.compile(r"(?:^|[ ,])(?:s-maxage|max-age) *= *\"?(\d+)", re.IGNORECASE)


class PageCacheMiddleware:
    """Must stand first: what it keeps is the whole answer, with every header that the others set."""

    clock = staticmethod(time.time)

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.compress = GZipMiddleware(get_response).process_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        variant = variant_of(request) if settings.PAGE_CACHE_BYTES else None
        if variant is None:
            response = self.get_response(request)
            if response.status_code in (200, 304):
                views_count.count_view(request, getattr(request, "served_page_id", None))
            return response
        now = self.clock()
        entry = store.get(variant, number=freshness.number(now), now=now)
        if entry is None:
            if request.method == "HEAD":
                return self.get_response(request)
            made = self._make(request, variant, now)
            if not isinstance(made, Entry):
                return made
            entry = made
        views_count.count_view(request, entry.page_id)
        return answer(request, entry, now)

    def _make(self, request: HttpRequest, variant: Variant, now: float) -> Entry | HttpResponseBase:
        """Render the whole page; return it as an entry that is kept now, or as it is where it may not be kept."""
        number = freshness.number(now)  # read before rendering: what is published meanwhile makes the entry old
        request.META["QUERY_STRING"] = variant.query  # so that the page can't vary on what the key leaves out
        aside = {name: request.META.pop(name) for name in PARTIAL if name in request.META}
        response = self.get_response(request)
        request.META.update(aside)
        seconds = keep_for(request, response)
        if not seconds or not isinstance(response, HttpResponse):
            return self.compress(request, response)
        entry = _entry(response, number, now, seconds, getattr(request, "served_page_id", None))
        store.put(variant, entry)
        return entry


def keep_for(request: HttpRequest, response: HttpResponseBase) -> int:
    """Return how many seconds ``response`` may be kept: what the view says, at most ``PAGE_CACHE_SECONDS``; else 0.

    Never what belongs to one reader: cookies set or read, a nonce, ``private``; never a form's page with its token,
    which sets a cookie; never what varies on more than its compression.
    """
    control = response.get("Cache-Control", "")
    vary = {name.strip().lower() for name in response.get("Vary", "").split(",") if name.strip()}
    refused = (
        response.status_code != 200
        or response.streaming
        or bool(response.cookies)
        or not response.get("Content-Type", "").startswith(KEPT_TYPES)
        or response.has_header("Content-Encoding")
        or bool(vary - {"accept-encoding"})
        or REFUSED.search(control)
        or getattr(request, "_csp_nonce", None) is not None
        or getattr(request.resolver_match, "url_name", None) in settings.PAGE_CACHE_NEVER
    )
    if refused:
        return 0
    ages = [int(age) for age in MAX_AGE.findall(control)]
    return min([settings.PAGE_CACHE_SECONDS, *ages])


def _entry(response: HttpResponse, number: int, now: float, seconds: int, page_id: int | None) -> Entry:
    headers = {name: value for name, value in response.items() if name.lower() not in OWN_HEADERS}
    said = MAX_AGE.search(headers.get("Cache-Control", ""))
    headers.setdefault("Cache-Control", REVALIDATE)
    headers["Vary"] = "Accept-Encoding"
    return Entry(
        body=response.content,
        headers=tuple(headers.items()),
        number=number,
        stored_at=now,
        fresh_until=now + seconds,
        last_modified=parse_http_date_safe(response.get("Last-Modified", "")) or int(now),
        max_age=int(said[1]) if said else 0,
        page_id=page_id,
    )


def answer(request: HttpRequest, entry: Entry, now: float) -> HttpResponseBase:
    """Return the entry as ``request`` wants it: compressed, without its body (HEAD), or only that it still holds."""
    encoding = chosen_encoding(request.META.get("HTTP_ACCEPT_ENCODING", ""))
    body = entry.encoded.get(encoding)
    if body is None:
        encoding, body = "", entry.body
    response = HttpResponse(b"" if request.method == "HEAD" else body)
    for name, value in entry.headers:
        response.headers[name] = value
    response.headers["Content-Length"] = str(len(body))
    response.headers["ETag"] = entry.etag
    response.headers["Last-Modified"] = http_date(entry.last_modified)
    if encoding:
        response.headers["Content-Encoding"] = encoding
    if entry.max_age:  # what reads it downstream may keep it for the rest of its time only
        response.headers["Age"] = str(max(0, int(now - entry.stored_at)))
    if "HTTP_IF_NONE_MATCH" in request.META or "HTTP_IF_MODIFIED_SINCE" in request.META:
        return get_conditional_response(request, entry.etag, entry.last_modified, response) or response
    return response


def chosen_encoding(accepted: str) -> str:
    """Return ``br``, ``gzip`` or an empty string: the best that an ``Accept-Encoding`` header allows (RFC 9110)."""
    if not accepted:
        return ""
    weights: dict[str, float] = {}
    for part in accepted.lower().split(","):
        name, _semicolon, parameter = part.partition(";")
        try:
            weights[name.strip()] = float(parameter.partition("=")[2]) if parameter.strip() else 1.0
        except ValueError:
            weights[name.strip()] = 0.0
    for name in ("br", "gzip"):
        if weights.get(name, weights.get("*", 0.0)) > 0:
            return name
    return ""
