"""What this process matches and decides with: the published lexicon and the rule, swapped whole when they change.

A process that serves is told to :func:`watch`: before its first request it has the lexicon, loaded from what the
publisher compiled (:mod:`prevention.store`), and from then on a thread of its own asks once in :data:`CHECK_EVERY`
seconds, in one small query, for the version's number and the rule, and puts a new one in its place, beside the old one,
which answers until then. A request sees one version or the other, never half of one; none asks, and none waits.

Where nobody watches (commands, tests), uses look themselves, as often; only the first one waits.
"""

import logging
import threading
import time
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeAlias

from django.db import close_old_connections, connections
from django.db.models import Subquery

from safety_centre.prevention import store
from safety_centre.prevention.matching import Matcher
from safety_centre.prevention.matching.lexicon import Term
from safety_centre.prevention.models import LexiconVersion, PreventionRule

CHECK_EVERY = 1.0
THREAD = "lexicon"  # the name of the thread that loads or compiles
WATCH = "lexicon watch"
logger = logging.getLogger(__name__)
Rows: TypeAlias = list[dict[str, Any]]


@dataclass(frozen=True)
class Compiled:
    """A matcher and the version it was compiled from (number 0: nothing published yet)."""

    matcher: Matcher
    number: int
    hash: str


_lock = threading.Lock()
_current: Compiled | None = None
_coming: int | None = None  # the number of the version that is being loaded
_rule: PreventionRule | None = None
_checked_at = 0.0
_watched = False


def current() -> Compiled:
    """Return the compiled lexicon, at most :data:`CHECK_EVERY` seconds and its loading behind what is published."""
    return _fresh()[0]


def rule() -> PreventionRule:
    """Return the published rule, at most :data:`CHECK_EVERY` seconds behind what the admin says."""
    return _fresh()[1]


def _fresh() -> tuple[Compiled, PreventionRule]:
    global _current, _coming, _rule, _checked_at
    kept, rule = _current, _rule
    if kept is not None and rule is not None:
        # One thread looks; the others go on with what they have.
        if _watched or time.monotonic() - _checked_at < CHECK_EVERY or not _lock.acquire(blocking=False):
            return kept, rule
    else:
        _lock.acquire()
    try:
        if _current is None or _rule is None or time.monotonic() - _checked_at >= CHECK_EVERY:
            _rule, number, fingerprint = _read()
            if _current is None:
                _current, _coming = _compile(number, fingerprint, _rows_if_needed(number, fingerprint)), None
            elif number not in (_current.number, _coming):
                _coming = number
                # What has to be compiled is read here: the thread needs no connection of its own.
                work = partial(_swap, number, fingerprint, _rows_if_needed(number, fingerprint))
                threading.Thread(target=work, name=THREAD, daemon=True).start()
            _checked_at = time.monotonic()
        return _current, _rule
    finally:
        _lock.release()


def _swap(number: int, fingerprint: str, rows: Rows | None) -> None:
    """Load or compile a version and put it in place, unless another one was asked for or taken meanwhile."""
    global _current, _coming
    made = None
    try:
        made = _compile(number, fingerprint, rows)
    finally:
        with _lock:
            if _coming == number:
                _current, _coming = made or _current, None
        connections.close_all()


def take(compiled: Compiled) -> None:
    """Put what was just published and compiled here in its place."""
    global _current, _coming, _checked_at
    with _lock:
        _current, _coming, _checked_at = compiled, None, 0.0


def watch(*, wait: float) -> None:
    """Keep this process up to date from now on; return once it has the lexicon, or after ``wait`` seconds without.

    For a server's worker: call it once, before the first request.
    """
    ready = threading.Event()
    threading.Thread(target=_watch, args=[ready], name=WATCH, daemon=True).start()
    ready.wait(wait)


def _watch(ready: threading.Event) -> None:
    global _watched
    while True:
        try:
            close_old_connections()
            look()
        except Exception:  # the database may be away, or not migrated yet: what is there goes on answering
            logger.warning("The published lexicon can’t be read: trying again.", exc_info=True)
        else:
            _watched = True
            ready.set()
        time.sleep(CHECK_EVERY)


def look() -> None:
    """Have the version and the rule that are published when this returns. Raises what the database raises."""
    global _current, _coming, _rule, _checked_at
    rule, number, fingerprint = _read()
    kept = made = _current
    if made is None or made.number != number:
        made = _compile(number, fingerprint, _rows_if_needed(number, fingerprint))
    with _lock:
        if _current is kept:  # else something newer was taken meanwhile
            _current, _coming = made, None
        _rule, _checked_at = rule, time.monotonic()


def _read() -> tuple[PreventionRule, int, str]:
    newest = LexiconVersion.objects.order_by("-number")
    number, fingerprint = (Subquery(newest.values(name)[:1]) for name in ("number", "hash"))
    found = PreventionRule.objects.annotate(lexicon=number, fingerprint=fingerprint).get(pk=1)
    return found, getattr(found, "lexicon", None) or 0, getattr(found, "fingerprint", None) or ""


def _rows_if_needed(number: int, fingerprint: str) -> Rows | None:
    """Return a version's terms where they will have to be compiled: reading them takes longer than all the rest."""
    return None if not number or store.holds(fingerprint) else _rows(number)


def _rows(number: int) -> Rows:
    return LexiconVersion.objects.values_list("terms", flat=True).get(number=number)


def _compile(number: int, fingerprint: str, rows: Rows | None) -> Compiled:
    if not number:
        return Compiled(Matcher([]), 0, "")
    kept = _current
    if kept is not None and kept.hash == fingerprint:  # taken back, and back again: the same terms
        return Compiled(kept.matcher, number, fingerprint)

    def terms() -> list[Term]:
        return [Term.from_dict(row) for row in (_rows(number) if rows is None else rows)]

    return Compiled(store.matcher_of(fingerprint, terms), number, fingerprint)


def keep(version: LexiconVersion) -> None:
    """Have ``version`` compiled where every process finds it: at deployment, since new code compiles anew."""
    if version.count >= store.WORTH_KEEPING and not store.holds(version.hash):
        _compile(version.number, version.hash, None)


def forget() -> None:
    """Drop what was compiled, so that the next use reads the database."""
    global _current, _coming, _rule, _checked_at
    with _lock:
        _current, _coming, _rule, _checked_at = None, None, None, 0.0
