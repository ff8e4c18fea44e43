"""Helpful votes: from a form on a page that may come from a cache, to a count without identity.

Pages have no cookie, so Django's CSRF token can't protect this form. Three things do instead:

* the browser says where the form was sent from (``Sec-Fetch-Site``, else ``Origin``, else ``Referer``): only this site;
* the form carries the page's number, signed with the day. It is the same for every reader and from every worker, so
  that a page and its ETag are too; it is good for that page only, and for a week;
* one vote for a page from one tab of a browser in ten minutes, and from one network address sixty in an hour on a page
  and three hundred on all: two classes at once behind one school's address are heard, and what one person can write
  alone stays small. A tab says a random word made for this page alone (``static/js/guide-answers.js``), gone with the
  tab; without scripts the browser's own lines stand in, so two like devices share a vote in those ten minutes. Nothing
  of it is kept: the cache holds keyed hashes, made with a random key that is thrown away every hour.
"""

import datetime as dt
import hashlib
import hmac
import ipaddress
import re
import secrets
import time
from collections.abc import Iterable
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.db.models import Sum
from django.http import HttpRequest

from safety_centre.pages.counting import DailyCounter
from safety_centre.pages.models.votes import REASONS, PageVote

TOKEN_LIFE = dt.timedelta(days=8)  # from the beginning of the day that signed it: a week at least
SECONDS_OF_A_DAY = 86_400
ONE_VOTE_IN_SECONDS = 600
KEY_LIFE_SECONDS = 3600
MOST_FOR_A_PAGE = 60  # votes from one address on one page while a key lives: two classes
MOST_FOR_ALL = 300  # votes from one address while a key lives, on all pages together
counter = DailyCounter(PageVote, ("page_id", "answer", "reason"))


class _DaySigner(signing.TimestampSigner):
    """Signs with the beginning of the day (UTC) where Django's own signs with the second."""

    def timestamp(self) -> str:
        return signing.b62_encode(int(time.time()) // SECONDS_OF_A_DAY * SECONDS_OF_A_DAY)


_signer = _DaySigner(salt="page-vote")


class RefusedVote(Exception):
    """A vote that isn't counted. ``status`` is the answer's code, ``code`` says why in one word."""

    def __init__(self, code: str, status: int) -> None:
        self.code, self.status = code, status
        super().__init__(code)


def token_for(page_id: int) -> str:
    """Return what the form of this page must send back. The same for every reader, so that pages can be cached."""
    return _signer.sign(str(page_id))


def page_of(token: str) -> int:
    """Return the page that ``token`` was made for. Raises :class:`RefusedVote` (``expired`` or ``forged``)."""
    try:
        return int(_signer.unsign(token, max_age=TOKEN_LIFE))
    except signing.SignatureExpired:
        raise RefusedVote("expired", 403) from None
    except (signing.BadSignature, ValueError):
        raise RefusedVote("forged", 403) from None


def check_origin(request: HttpRequest) -> None:
    """Raise :class:`RefusedVote` unless the browser says that the form was on this site.

    All browsers since 2020 send ``Origin`` with a form's POST, and most ``Sec-Fetch-Site``; a script elsewhere can
    set neither. A request that says nothing is no browser's form.
    """
    fetched_from = request.headers.get("Sec-Fetch-Site")
    if fetched_from is not None:
        allowed = fetched_from == "same-origin"
    else:
        said = request.headers.get("Origin") or request.headers.get("Referer") or ""
        parts = urlsplit(said)
        allowed = parts.scheme in {"http", "https"} and parts.netloc == request.get_host()
    if not allowed:
        raise RefusedVote("foreign", 403)


def _network(request: HttpRequest) -> str:
    """Return the reader's address; of an IPv6 one the household's part. Used at once, kept nowhere."""
    chain = [request.META.get("REMOTE_ADDR", "")]
    if settings.TRUSTED_PROXIES:
        chain = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")] + chain
    address = chain[max(0, len(chain) - 1 - settings.TRUSTED_PROXIES)]
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if known.version == 6:
        return str(ipaddress.ip_network(f"{known}/64", strict=False))
    return str(known)


def _hourly_key() -> bytes:
    key = cache.get("vote-key")
    if key is None:
        cache.add("vote-key", secrets.token_bytes(32), KEY_LIFE_SECONDS)
        key = cache.get("vote-key")
    return key or secrets.token_bytes(32)


def _mark(request: HttpRequest, what: str) -> str:
    message = f"{_network(request)}|{what}".encode()
    return "vote-" + hmac.new(_hourly_key(), message, hashlib.sha256).hexdigest()[:32]


def _device(request: HttpRequest) -> str:
    """Return what tells apart two devices behind one address: the tab's own word, else the browser's lines."""
    said = request.POST.get("tab", "")
    if re.fullmatch(r"[0-9a-f-]{36}", said):
        return said
    return "|".join(request.headers.get(name, "")[:300] for name in ("User-Agent", "Accept-Language"))


def _count_within(request: HttpRequest, what: str, most: int) -> None:
    mark = _mark(request, what)
    cache.add(mark, 0, KEY_LIFE_SECONDS)
    try:
        votes = cache.incr(mark)
    except ValueError:  # its hour ended in between
        return
    if votes > most:
        raise RefusedVote("many", 429)


def limit(request: HttpRequest, page_id: int) -> None:
    """Raise :class:`RefusedVote` where this device voted on this page a moment ago (``again``), or its address too
    often (``many``).
    """
    if not cache.add(_mark(request, f"{page_id}|{_device(request)}"), 1, ONE_VOTE_IN_SECONDS):
        raise RefusedVote("again", 429)
    _count_within(request, str(page_id), MOST_FOR_A_PAGE)
    _count_within(request, "all", MOST_FOR_ALL)


def read_answer(answer: str, reason: str) -> tuple[str, str]:
    """Return a known answer and its reason. A reason that belongs to the other answer is dropped.

    Raises :class:`RefusedVote` (``unknown``) for anything that isn't on the lists.
    """
    if answer not in PageVote.Answer.values or reason not in PageVote.Reason.values:
        raise RefusedVote("unknown", 400)
    return answer, reason if reason in REASONS[answer] else ""


def count_vote(*, page_id: int, answer: str, reason: str, day: dt.date) -> None:
    """Count one vote of ``day``. It is written with the other counts, some seconds later."""
    counter.count(day=day, page_id=page_id, answer=answer, reason=reason)


def answers_of_pages(
    page_ids: Iterable[int], *, since: dt.date, until: dt.date | None = None
) -> dict[int, dict[tuple[str, str], int]]:
    """Return the votes of each page by ``(answer, reason)``, of the days ``since`` to ``until``; one query.

    Exact numbers: whoever shows them hides what is under ten.
    """
    wanted = list(page_ids)
    rows = PageVote.objects.filter(page_id__in=wanted, day__gte=since)
    if until is not None:
        rows = rows.filter(day__lte=until)
    counted: dict[int, dict[tuple[str, str], int]] = {page_id: {} for page_id in wanted}
    for row in rows.values("page_id", "answer", "reason").annotate(total=Sum("count")).order_by():
        counted[row["page_id"]][row["answer"], row["reason"]] = row["total"]
    return counted
