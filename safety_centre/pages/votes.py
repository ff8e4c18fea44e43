"""Helpful votes: from a form on a page that may come from a cache, to a count without identity.

Pages have no cookie, so Django's CSRF token can't protect this form. Three things do instead:

* the browser says where the form was sent from (``Sec-Fetch-Site``, else ``Origin``, else ``Referer``): only this site;
* the form carries the page's number, signed with a date. It is the same for every reader of a cached page, it is good
  for that page only, and for a week;
* one vote for a page from one network address in ten minutes. The address itself is never kept: the cache holds a
  keyed hash of it for those minutes, made with a random key that is thrown away every hour. A class behind one
  address may lose votes; a count that one person can write alone would be worth less than a smaller true one.
"""

import datetime as dt
import hashlib
import hmac
import ipaddress
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.db.models import Sum
from django.http import HttpRequest

from safety_centre.pages.counting import DailyCounter
from safety_centre.pages.models.votes import REASONS, PageVote

TOKEN_LIFE = dt.timedelta(days=7)
ONE_VOTE_IN_SECONDS = 600
MOST_PAGES = 30  # votes from one address in those ten minutes, on all pages together
KEY_LIFE_SECONDS = 3600
LEAST = 10  # product.md: nothing under 10 is shown
counter = DailyCounter(PageVote, ("page_id", "answer", "reason"))
_signer = signing.TimestampSigner(salt="page-vote")


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


def limit(request: HttpRequest, page_id: int) -> None:
    """Raise :class:`RefusedVote` (``again``) where this address voted on this page a moment ago, or on too many."""
    if not cache.add(_mark(request, str(page_id)), 1, ONE_VOTE_IN_SECONDS):
        raise RefusedVote("again", 429)
    everything = _mark(request, "all")
    cache.add(everything, 0, ONE_VOTE_IN_SECONDS)
    try:
        votes = cache.incr(everything)
    except ValueError:  # its ten minutes ended in between
        return
    if votes > MOST_PAGES:
        raise RefusedVote("again", 429)


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


@dataclass(frozen=True)
class PageVotes:
    """What a page's readers answered since a day. A number under ten is None; reasons are by ``(answer, reason)``."""

    page_id: int
    yes: int | None
    no: int | None
    reasons: dict[tuple[str, str], int | None]


def hide_small(counts: dict, least: int = LEAST) -> dict:
    """Return ``counts`` with what is under ``least`` as None, and the next smallest too where one alone is hidden.

    Otherwise the hidden number is the total less the others. Zero hides nobody and stays.
    """
    hidden = {key for key, number in counts.items() if 0 < number < least}
    if len(hidden) == 1:
        others = sorted((number, str(key), key) for key, number in counts.items() if number >= least)
        hidden |= {key for _number, _name, key in others[:1]}
    return {key: None if key in hidden else number for key, number in counts.items()}


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


def votes_of_pages(page_ids: Iterable[int], *, since: dt.date) -> dict[int, PageVotes]:
    """Return the votes of each page from ``since`` on, in one query, with nothing under ten."""
    counted = answers_of_pages(page_ids, since=since)
    found = {}
    for page_id, parts in counted.items():
        sums = {answer: sum(n for (given, _r), n in parts.items() if given == answer) for answer in ("yes", "no")}
        shown: dict[tuple[str, str], int | None] = {}
        for answer in ("yes", "no"):
            shown |= hide_small({key: number for key, number in parts.items() if key[0] == answer})
        yes, no = (None if 0 < sums[answer] < LEAST else sums[answer] for answer in ("yes", "no"))
        found[page_id] = PageVotes(page_id, yes, no, shown)
    return found
