"""Answers kept in memory, within a bound: the least recently used goes first."""

import gzip
import hashlib
import threading
from collections import OrderedDict
from dataclasses import dataclass, field

import brotli
from django.conf import settings

from safety_centre.pages.page_cache.keys import Variant

ENTRY_OVERHEAD = 4096  # bytes: headers, key and Python's own
SMALLEST_WORTH_COMPRESSING = 200


@dataclass(slots=True)
class Entry:
    """One answer in all its encodings, compressed once. Times are seconds since 1970."""

    body: bytes
    headers: tuple[tuple[str, str], ...]
    number: int
    stored_at: float
    fresh_until: float
    last_modified: int
    max_age: int = 0
    page_id: int | None = None
    etag: str = ""
    encoded: dict[str, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        # Weak: the same page compressed is the same page. Of the body alone, so that every worker says the same.
        self.etag = self.etag or f'W/"{hashlib.blake2b(self.body, digest_size=12).hexdigest()}"'
        if len(self.body) >= SMALLEST_WORTH_COMPRESSING:
            self.encoded = {
                # 10: a tenth smaller than 6, for a hundredth of a second once in the page's life here.
                "br": brotli.compress(self.body, mode=brotli.MODE_TEXT, quality=10),
                "gzip": gzip.compress(self.body, 6, mtime=0),
            }

    @property
    def size(self) -> int:
        return len(self.body) + sum(map(len, self.encoded.values())) + ENTRY_OVERHEAD


class Store:
    """At most ``PAGE_CACHE_BYTES`` of entries; one entry may take a sixteenth of them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._entries: OrderedDict[Variant, Entry] = OrderedDict()
        self.size = 0

    def get(self, variant: Variant, *, number: int, now: float) -> Entry | None:
        """Return the entry if it was made at version ``number`` and is still fresh at ``now``."""
        with self._lock:
            entry = self._entries.get(variant)
            if entry is None:
                return None
            if entry.number != number or now >= entry.fresh_until:
                self._drop(variant)
                return None
            self._entries.move_to_end(variant)
            return entry

    def put(self, variant: Variant, entry: Entry) -> None:
        """Keep ``entry``, unless it alone would take more than its share."""
        if entry.size > settings.PAGE_CACHE_BYTES // 16:
            return
        with self._lock:
            self._drop(variant)
            self._entries[variant] = entry
            self.size += entry.size
            while self.size > settings.PAGE_CACHE_BYTES:
                self._drop(next(iter(self._entries)))

    def clear(self) -> None:
        with self._lock:
            self._entries.clear()
            self.size = 0

    def __len__(self) -> int:
        return len(self._entries)

    def _drop(self, variant: Variant) -> None:
        entry = self._entries.pop(variant, None)
        if entry is not None:
            self.size -= entry.size


store = Store()
