"""The garbage collector, out of the way of work that it can't help."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_garbage_collected() -> Iterator[None]:
    """Let no garbage be looked for inside the block.

    For what makes many objects that stay, a lexicon or the classes of migrations: looking through them for garbage
    again and again takes a third of the time.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
