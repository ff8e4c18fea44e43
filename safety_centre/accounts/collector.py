"""The garbage collector, out of the way of work that it can't help."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_garbage_collected() -> Iterator[None]:
    """Let no garbage be looked for inside the block.

    For migrations: they make classes by the thousand, and looking for garbage among them takes a third of the time.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
