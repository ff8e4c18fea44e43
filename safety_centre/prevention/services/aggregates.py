"""Daily counts without identities, for the transparency page: counted in memory, written every few seconds.

A count of a statistic may be lost when a process is killed; an account's exposure never is (``services.exposure``).
"""

import atexit
import datetime as dt
import logging
import threading
from collections import Counter

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import F

from safety_centre.prevention.models import DailyAggregate

INTERVENTION, COVER, CONTEST = "intervention", "cover", "contest"
logger = logging.getLogger(__name__)
_lock = threading.Lock()
_counts: Counter[tuple[dt.date, str, str, str]] = Counter()
_flusher: threading.Thread | None = None
_stop = threading.Event()


def count(*, kind: str, topic: str, trigger: str = "", day: dt.date, number: int = 1) -> None:
    """Count ``number`` of something that happened on ``day``. Never asks the database."""
    with _lock:
        _counts[day, kind, topic, trigger] += number
    _start_flusher()


def flush() -> int:
    """Write what was counted since the last time; return how many rows. What can't be written is kept for later."""
    with _lock:
        taken = dict(_counts)
        _counts.clear()
    for done, ((day, kind, topic, trigger), number) in enumerate(sorted(taken.items())):
        try:
            _add(day, kind, topic, trigger, number)
        except DatabaseError:
            logger.warning("Daily aggregates could not be written; they are kept for the next time.")
            with _lock:
                _counts.update(dict(sorted(taken.items())[done:]))
            return done
    return len(taken)


def _add(day: dt.date, kind: str, topic: str, trigger: str, number: int) -> None:
    rows = DailyAggregate.objects.filter(day=day, kind=kind, topic=topic, trigger=trigger)
    if not rows.update(count=F("count") + number):
        _row, created = DailyAggregate.objects.get_or_create(
            day=day, kind=kind, topic=topic, trigger=trigger, defaults={"count": number}
        )
        if not created:  # another process made it in between
            rows.update(count=F("count") + number)


def forget() -> None:
    """Drop what was counted and not written. For tests."""
    with _lock:
        _counts.clear()


def _start_flusher() -> None:
    """Start this process's flusher at its first count; ``AGGREGATE_FLUSH_SECONDS`` 0 means that the caller flushes."""
    global _flusher
    if _flusher is not None or not settings.AGGREGATE_FLUSH_SECONDS:
        return
    with _lock:
        if _flusher is None:
            _flusher = threading.Thread(target=_flush_forever, name="prevention-aggregates", daemon=True)
            _flusher.start()
            atexit.register(flush)


def _flush_forever() -> None:
    while not _stop.wait(settings.AGGREGATE_FLUSH_SECONDS):
        flush()
        connection.close_if_unusable_or_obsolete()
