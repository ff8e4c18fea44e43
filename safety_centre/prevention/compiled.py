"""What this process matches and decides with: the published lexicon and the rule, swapped whole when they change.

Every worker asks for the version's number and the rule at most once in :data:`CHECK_EVERY` seconds, one small query,
and compiles a new automaton in a thread of its own, beside the old one, which answers until the new one is put in its
place: a request sees one version or the other, never half of one, and none waits. Only a worker that has nothing yet
compiles within its first request. Where a version is published, what was compiled to check it is taken at once.
"""

import threading
import time
from dataclasses import dataclass

from django.db.models import Subquery

from safety_centre.prevention.matching import Matcher
from safety_centre.prevention.matching.lexicon import Term
from safety_centre.prevention.models import LexiconVersion, PreventionRule

CHECK_EVERY = 2.0
THREAD = "lexicon"  # the name of the thread that compiles


@dataclass(frozen=True)
class Compiled:
    """A matcher and the version it was compiled from (number 0: nothing published yet)."""

    matcher: Matcher
    number: int
    hash: str


_lock = threading.Lock()
_current: Compiled | None = None
_coming: int | None = None  # the number of the version that is being compiled
_rule: PreventionRule | None = None
_checked_at = 0.0


def current() -> Compiled:
    """Return the compiled lexicon, at most :data:`CHECK_EVERY` seconds behind what is published."""
    return _fresh()[0]


def rule() -> PreventionRule:
    """Return the published rule, at most :data:`CHECK_EVERY` seconds behind what the admin says."""
    return _fresh()[1]


def _fresh() -> tuple[Compiled, PreventionRule]:
    global _current, _coming, _rule, _checked_at
    kept, rule = _current, _rule
    if kept is not None and rule is not None:
        # One thread looks; the others go on with what they have.
        if time.monotonic() - _checked_at < CHECK_EVERY or not _lock.acquire(blocking=False):
            return kept, rule
    else:
        _lock.acquire()
    try:
        if _current is None or _rule is None or time.monotonic() - _checked_at >= CHECK_EVERY:
            _rule, number = _read()
            if _current is None:
                _current, _coming = _compile(_version(number)), None
            elif number not in (_current.number, _coming):
                _coming = number
                # The row is read here: the thread needs no connection of its own.
                threading.Thread(target=_swap, args=(number, _version(number)), name=THREAD, daemon=True).start()
            _checked_at = time.monotonic()
        return _current, _rule
    finally:
        _lock.release()


def _swap(number: int, version: LexiconVersion | None) -> None:
    """Compile ``version`` and put it in place, unless another one was asked for or taken meanwhile."""
    global _current, _coming
    compiled = None
    try:
        compiled = _compile(version)
    finally:
        with _lock:
            if _coming == number:
                _current, _coming = compiled or _current, None


def take(compiled: Compiled) -> None:
    """Put what was just published and compiled here in its place."""
    global _current, _coming, _checked_at
    with _lock:
        _current, _coming, _checked_at = compiled, None, 0.0


def _read() -> tuple[PreventionRule, int]:
    newest = LexiconVersion.objects.order_by("-number").values("number")[:1]
    found = PreventionRule.objects.annotate(lexicon=Subquery(newest)).get(pk=1)
    return found, getattr(found, "lexicon", None) or 0


def _version(number: int) -> LexiconVersion | None:
    return LexiconVersion.objects.filter(number=number).first()


def _compile(version: LexiconVersion | None) -> Compiled:
    if version is None:
        return Compiled(Matcher([]), 0, "")
    return Compiled(Matcher([Term.from_dict(row) for row in version.terms]), version.number, version.hash)


def forget() -> None:
    """Drop what was compiled, so that the next use reads the database."""
    global _current, _coming, _rule, _checked_at
    with _lock:
        _current, _coming, _rule, _checked_at = None, None, None, 0.0
