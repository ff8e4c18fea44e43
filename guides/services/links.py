"""Asking the addresses that pages lead to whether they still answer, politely: once each, one at a time per site."""

import datetime as dt
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from itertools import islice
from threading import Event
from urllib.parse import urljoin, urlsplit, urlunsplit

from django.conf import settings
from django.db import transaction
from django.utils.encoding import iri_to_uri
from wagtail.models import Page

from guides.models import LinkCheck
from guides.selectors.links import addresses_in_use
from safety_centre.pages import outside

MOST_REDIRECTS = 5
MOST_THREADS = 4
CALL_SECONDS = 10.0  # for one answer; a redirect is another call
PAUSE_SECONDS = 1.0  # between two calls to one site
RUN_SECONDS = 45 * 60.0  # what isn't asked by then is asked first the next time
REDIRECTS = {301, 302, 303, 307, 308}
NO_HEAD = {405, 501}
HEADERS = {"User-Agent": "safety-centre-links/1", "Accept": "*/*", "Accept-Language": "fr, en;q=0.8, *;q=0.5"}
Problem = LinkCheck.Problem


@dataclass(frozen=True)
class Finding:
    """What one address answered. ``status``: the last answer's, None without one; ``problem`` empty while it works."""

    status: int | None
    problem: str


@dataclass(frozen=True)
class Summary:
    """Of one run: addresses asked, of those failing, left for the next run, no longer used and forgotten."""

    asked: int
    failing: int
    left: int
    forgotten: int


def ask(url: str) -> Finding:
    """Ask one address and follow up to five redirects, each looked at as the first was. Never raises.

    The network's own addresses are never called, wherever a redirect leads; those in ``LINK_CHECK_PRIVATE`` may be.
    """
    status = None
    for _step in range(MOST_REDIRECTS + 1):
        try:
            answer = _call(url)
        except outside.NotPermitted:
            return Finding(status, Problem.NOT_PUBLIC)
        except outside.Unreachable:
            return Finding(status, Problem.NO_ANSWER)
        status = answer.status
        if status not in REDIRECTS or not answer.location:
            return Finding(status, problem_of(status))
        try:
            url = urljoin(url, answer.location)
        except ValueError:
            return Finding(status, Problem.BROKEN)
    return Finding(status, Problem.BROKEN)  # it leads round in circles


def problem_of(status: int) -> str:
    """Say in which way an answer is bad; empty where it is good."""
    if 200 <= status < 300:
        return ""
    if status in (404, 410):
        return Problem.NOT_FOUND
    return Problem.REFUSED if 400 <= status < 500 else Problem.BROKEN


def _call(url: str) -> outside.Answer:
    address = _as_sent(url)
    answer = _once("HEAD", address)
    return _once("GET", address) if answer.status in NO_HEAD else answer


def _once(method: str, url: str) -> outside.Answer:
    return outside.call(
        method,
        url,
        headers=HEADERS,
        deadline_seconds=CALL_SECONDS,
        schemes=("https", "http"),
        may_call=_may_call,
    )


def _may_call(address: outside.Address) -> bool:
    return outside.is_public(address) or str(address) in settings.LINK_CHECK_PRIVATE


def _as_sent(url: str) -> str:
    """Return an address as it goes over the wire: the host in ASCII, accents and spaces in the path escaped."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna").decode()
        host = f"[{host}]" if ":" in host else host
        if parts.username or parts.password:
            raise outside.NotPermitted("not a permitted address")
        netloc = f"{host}:{parts.port}" if parts.port else host
    except ValueError as error:  # UnicodeError is one
        raise outside.NotPermitted("not a permitted address") from error
    return iri_to_uri(urlunsplit((parts.scheme.lower(), netloc, parts.path, parts.query, "")))


def check_links(*, now: dt.datetime) -> Summary:
    """Ask every address in use once, keep what it answered, forget the addresses that nothing uses any more.

    A few sites at a time, one call at a time for each. What was asked longest ago goes first, and after
    ``RUN_SECONDS`` the rest waits for the next run. Only this thread writes, a row at a time, so that nothing is
    locked while a site thinks.
    """
    used = addresses_in_use()
    forgotten = 0
    for link in LinkCheck.objects.iterator():
        if link.url not in used:
            link.delete()
            forgotten += 1
    known = dict(LinkCheck.objects.values_list("url", "checked_at"))
    never = dt.datetime.min.replace(tzinfo=dt.UTC)
    order = sorted(used, key=lambda url: (known.get(url, never), url))
    asked = failing = 0
    for url, finding in _answers(order):
        _keep(url, finding, used[url], now)
        asked += 1
        failing += bool(finding.problem)
    return Summary(asked=asked, failing=failing, left=len(used) - asked, forgotten=forgotten)


def _answers(urls: Iterable[str]) -> Iterator[tuple[str, Finding]]:
    """Yield each address with what it answered, as answers come in, until the time is over."""
    by_site: dict[str, list[str]] = defaultdict(list)
    for url in urls:
        by_site[_site(url)].append(url)
    stop = Event()
    end = time.monotonic() + RUN_SECONDS
    waiting = [iter(of_site) for of_site in by_site.values()]
    running: dict[Future[Finding], tuple[str, Iterator[str]]] = {}
    with ThreadPoolExecutor(MOST_THREADS, thread_name_prefix="links") as pool:
        try:
            while waiting or running:
                while waiting and len(running) < MOST_THREADS and time.monotonic() < end:
                    rest = waiting.pop(0)
                    for url in islice(rest, 1):
                        running[pool.submit(_ask_and_pause, url, stop)] = (url, rest)
                if not running:
                    return
                for done in wait(running, return_when=FIRST_COMPLETED).done:
                    url, rest = running.pop(done)
                    waiting.append(rest)
                    yield url, done.result()
        finally:
            stop.set()


def _site(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


def _ask_and_pause(url: str, stop: Event) -> Finding:
    found = ask(url)
    stop.wait(PAUSE_SECONDS)
    return found


@transaction.atomic
def _keep(url: str, finding: Finding, pages: set[int], now: dt.datetime) -> None:
    link = LinkCheck.objects.select_for_update().filter(url=url).first() or LinkCheck(url=url)
    link.status, link.problem, link.checked_at = finding.status, finding.problem, now
    link.failing_since = (link.failing_since or now) if finding.problem else None
    link.save()
    link.pages.set(Page.objects.filter(pk__in=pages))  # a page may be gone meanwhile
