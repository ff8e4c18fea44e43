"""Anonymous public pages from this process's memory, before any other middleware runs.

``keys`` says which requests share an answer, ``store`` keeps answers within a bound, ``freshness`` finds out within
seconds that something was published by any process, ``changes`` says what counts as such, ``middleware`` joins them.

Memory of the process and not the shared cache: architecture.md measured 48 times an uncached page from memory and 14
from Redis. What memory lacks, a way to drop it everywhere, is one row in the database (see ``freshness``).
"""

from safety_centre.pages.page_cache.changes import drop_pages, follow
from safety_centre.pages.page_cache.freshness import freshness
from safety_centre.pages.page_cache.store import store

__all__ = ["drop_pages", "follow", "forget"]


def forget() -> None:
    """Drop what this process keeps, and read the version anew. For tests, which share a process among databases."""
    store.clear()
    freshness.forget()
