"""While the starter content is loaded, what follows from a row is done once, when everything is there.

A page is saved, given a key, published and saved again, and its topic and associations after it: what other apps derive
from it (the search index) would be made four times, and thrown away three.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Work = Callable[[int], object]
_waiting: ContextVar[dict[tuple[Work, int], None] | None] = ContextVar("waiting", default=None)


def once_loaded(work: Work, key: int) -> None:
    """Do ``work(key)`` now, or once at the end of the load that is under way here."""
    waiting = _waiting.get()
    if waiting is None:
        work(key)
    else:
        waiting[work, key] = None


@contextmanager
def following_once() -> Iterator[None]:
    """Hold back what :func:`once_loaded` is asked for until the block ends; drop it where the block fails."""
    token = _waiting.set({})
    try:
        yield
        waiting = _waiting.get() or {}
    finally:
        _waiting.reset(token)
    for work, key in waiting:
        work(key)
