"""How a process learns that pages changed: one number in the database, read every few seconds.

Not a shared cache: there may be none (``CACHES`` is a memory of each process without Redis), and a number that is
written in the database can't be lost when Redis forgets. Reading a row by its key every ``PAGE_CACHE_CHECK_SECONDS``
(2) costs a process half a query a second, however many readers come, and bounds how long another worker may show what
was published, taken down or corrected: 2 seconds, where 5 are allowed. While the database doesn't answer, pages
stay as they are until they are ``PAGE_CACHE_SECONDS`` old: nothing can be published then, and help stays readable.
"""

import datetime as dt
import logging
import threading

from django.conf import settings
from django.db import DatabaseError
from django.db.models import Min

logger = logging.getLogger(__name__)
NEVER = float("-inf")


class Freshness:
    """The version that this process's entries belong to, and the moment at which the next page expires."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.forget()

    def forget(self) -> None:
        """Read anew at the next question."""
        self._number, self._read_at, self._next_expiry = -1, NEVER, float("inf")

    def number(self, now: float) -> int:
        """Return the version at ``now`` (seconds since 1970), at most ``PAGE_CACHE_CHECK_SECONDS`` old.

        One thread reads while the others go on with what is known: a slow database slows one reader down.
        """
        due = now - self._read_at >= settings.PAGE_CACHE_CHECK_SECONDS or now >= self._next_expiry
        if due and self._lock.acquire(blocking=self._read_at == NEVER):
            try:
                self._read(now)
            finally:
                self._lock.release()
        return self._number

    def _read(self, now: float) -> None:
        from wagtail.models import Page

        from safety_centre.pages.models import PageCacheVersion
        from safety_centre.pages.page_cache.store import store

        try:
            number = PageCacheVersion.objects.filter(pk=PageCacheVersion.ONLY).values_list("number", flat=True).first()
            if (number or 0) != self._number or now >= self._next_expiry:
                moment = dt.datetime.fromtimestamp(now, tz=dt.UTC)
                coming = Page.objects.filter(live=True, expire_at__gt=moment).aggregate(first=Min("expire_at"))["first"]
                store.clear()
                self._next_expiry = coming.timestamp() if coming else float("inf")
                self._number = number or 0
        except DatabaseError:
            logger.warning("The pages' version could not be read; pages stay as they are for now.")
        self._read_at = now


freshness = Freshness()
