"""Daily counts without identities: counted in memory, written every few seconds, never on a reader's request.

One ``DailyCounter`` for each table of counts: views of a page, helpful votes, searches that found nothing, help
offered. A count may be lost when a process is killed; what must not be lost is written where it happens.
"""

import atexit
import datetime as dt
import logging
import threading
from collections import Counter
from typing import Any

from django.conf import settings
from django.db import DatabaseError, DataError, IntegrityError, connection, models, transaction
from django.db.models import F

logger = logging.getLogger(__name__)
_counters: list["DailyCounter"] = []
_lock = threading.Lock()
_flusher: threading.Thread | None = None
_stop = threading.Event()


class DailyCounter:
    """Counts of one table, keyed by ``day`` and the model's ``fields``.

    The model has the columns ``day``, ``fields`` and ``count``, and one unique constraint over all but the last: it
    closes the race between two processes that make the same row. ``most`` bounds the keys kept between two writes, so
    that a flood of made-up keys costs no memory; what comes beyond it is not counted.
    """

    def __init__(self, model: type[models.Model], fields: tuple[str, ...], *, most: int = 10_000) -> None:
        self.model, self.fields, self.most = model, fields, most
        self._lock = threading.Lock()
        self._counts: Counter[tuple[Any, ...]] = Counter()
        _counters.append(self)

    def count(self, *, day: dt.date, number: int = 1, **values: Any) -> None:
        """Count ``number`` more on ``day`` for ``values`` (one for each of ``fields``). Never asks the database."""
        key = (day, *(values[field] for field in self.fields))
        with self._lock:
            if key in self._counts or len(self._counts) < self.most:
                self._counts[key] += number
        start_flusher()

    def flush(self) -> int:
        """Write what was counted since the last time; return how many rows.

        What can't be written now (a database that is away or busy) is kept for the next time. A row that the database
        will never take (its page or topic is gone) is dropped, so that it doesn't hold up the others for good.
        """
        with self._lock:
            taken = sorted(self._counts.items())
            self._counts.clear()
        written = dropped = 0
        for done, (key, number) in enumerate(taken):
            try:
                self._add(dict(zip(("day", *self.fields), key, strict=True)), number)
                written += 1
            except (IntegrityError, DataError):
                dropped += 1
            except DatabaseError:
                logger.warning("Daily counts could not be written; they are kept for the next time.")
                with self._lock:
                    self._counts.update(dict(taken[done:]))
                break
        if dropped:
            # Without the rows: they may hold what somebody searched for.
            logger.warning("%d daily counts of %s were refused and dropped.", dropped, self.model._meta.label)
        return written

    @transaction.atomic
    def _add(self, key: dict[str, Any], number: int) -> None:
        # Atomic: on PostgreSQL a refused row would otherwise spoil a transaction around the flush for all after it.
        rows = self.model._default_manager.filter(**key)
        if not rows.update(count=F("count") + number):
            _row, created = self.model._default_manager.get_or_create(**key, defaults={"count": number})
            if not created:  # another process made it in between
                rows.update(count=F("count") + number)

    def forget(self) -> None:
        """Drop what was counted and not written. For tests."""
        with self._lock:
            self._counts.clear()


def flush_all() -> int:
    """Write what every counter of this process holds; return how many rows."""
    return sum(counter.flush() for counter in _counters)


def forget() -> None:
    """Drop what was counted and not written, in every counter. For tests."""
    for counter in _counters:
        counter.forget()


def start_flusher() -> None:
    """Start this process's flusher at its first count; ``AGGREGATE_FLUSH_SECONDS`` 0 means that the caller flushes."""
    global _flusher
    if _flusher is not None or not settings.AGGREGATE_FLUSH_SECONDS:
        return
    with _lock:
        if _flusher is None:
            _flusher = threading.Thread(target=_flush_forever, name="daily-counts", daemon=True)
            _flusher.start()
            atexit.register(flush_all)


def _flush_forever() -> None:
    while not _stop.wait(settings.AGGREGATE_FLUSH_SECONDS):
        flush_all()
        connection.close_if_unusable_or_obsolete()
