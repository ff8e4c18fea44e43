"""Which requests may share an answer. Pure: everything comes from the request's line and headers."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.http import HttpRequest

# Click identifiers that others add to links that people share. No page reads them, so all of them mean the same page.
TRACKING = re.compile(r"utm_[a-z_]+|fbclid|gclid|dclid|msclkid|ttclid|twclid|igshid|igsh|mc_[ce]id|_ga")
PLAIN_VALUE = re.compile(r"[A-Za-z0-9_.-]{0,40}", re.ASCII)
LONGEST_PATH, MOST_PARAMETERS = 300, 12


@dataclass(frozen=True, slots=True)
class Variant:
    """All that a public page varies on. ``query`` is canonical: known parameters only, in order of their names."""

    scheme: str
    host: str
    path: str
    query: str


def variant_of(request: HttpRequest) -> Variant | None:
    """Return the variant that ``request`` asks for, or None where its answer is nobody else's.

    None for anything but GET and HEAD, for a reader with a session, for addresses without a language (doors, admin,
    API, files), and for any query that isn't made of ``PAGE_CACHE_PARAMETERS`` with plain values: ``?q=…`` is never
    kept, whoever serves it.
    """
    meta = request.META
    if request.method not in ("GET", "HEAD") or "HTTP_AUTHORIZATION" in meta:
        return None
    if "HTTP_COOKIE" in meta and (settings.SESSION_COOKIE_NAME in request.COOKIES or "messages" in request.COOKIES):
        return None
    path = request.path
    host = meta.get("HTTP_HOST") or f"{meta.get('SERVER_NAME', '')}:{meta.get('SERVER_PORT', '')}"
    if len(path) > LONGEST_PATH or not has_language(path):
        return None
    query = canonical_query(meta.get("QUERY_STRING", ""))
    return None if query is None else Variant(request.scheme or "", host, path, query)


def has_language(path: str) -> bool:
    """Say whether ``path`` lies below the folder of one of ``LANGUAGES``."""
    first = path[1:].partition("/")
    return bool(first[1]) and any(first[0] == code for code, _name in settings.LANGUAGES)


def canonical_query(query: str) -> str | None:
    """Return ``query`` without click identifiers and with its parameters in order; None where it isn't plain."""
    if not query:
        return ""
    try:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=MOST_PARAMETERS)
    except ValueError:
        return None
    kept = [(name, value) for name, value in pairs if not TRACKING.fullmatch(name)]
    for name, value in kept:
        if name not in settings.PAGE_CACHE_PARAMETERS or not PLAIN_VALUE.fullmatch(value):
            return None
    return urlencode(sorted(kept, key=lambda pair: pair[0]))
