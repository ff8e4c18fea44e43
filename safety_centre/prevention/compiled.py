"""The lexicon that this process matches with, swapped whole when a newer version is published.

Every worker asks for the current version's number at most once in :data:`CHECK_EVERY` seconds, one tiny query, and
compiles a new automaton beside the old one before putting it in its place: a request sees one version or the other,
never half of one. Publishing therefore reaches every worker within five seconds of its next request.
"""

import threading
import time
from dataclasses import dataclass

from safety_centre.prevention.matching import Matcher
from safety_centre.prevention.matching.lexicon import Term
from safety_centre.prevention.models import LexiconVersion

CHECK_EVERY = 2.0


@dataclass(frozen=True)
class Compiled:
    """A matcher and the version it was compiled from (number 0: nothing published yet)."""

    matcher: Matcher
    number: int
    hash: str


_lock = threading.Lock()
_current: Compiled | None = None
_checked_at = 0.0


def current() -> Compiled:
    """Return the compiled lexicon, at most :data:`CHECK_EVERY` seconds behind what is published."""
    global _current, _checked_at
    now = time.monotonic()
    if _current is not None and now - _checked_at < CHECK_EVERY:
        return _current
    with _lock:
        if _current is None or now - _checked_at >= CHECK_EVERY:
            number = LexiconVersion.objects.order_by("-number").values_list("number", flat=True).first() or 0
            if _current is None or _current.number != number:
                _current = _compile(number)
            _checked_at = now
        return _current


def _compile(number: int) -> Compiled:
    version = LexiconVersion.objects.filter(number=number).first()
    if version is None:
        return Compiled(Matcher([]), 0, "")
    return Compiled(Matcher([Term.from_dict(row) for row in version.terms]), version.number, version.hash)


def forget() -> None:
    """Drop the compiled lexicon, so that the next use reads the database. For tests and after publishing here."""
    global _current, _checked_at
    with _lock:
        _current, _checked_at = None, 0.0
