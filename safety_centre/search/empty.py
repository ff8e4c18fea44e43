"""Counting searches that found nothing: a number a day, so that partners learn which guide is missing.

What is kept of the words is as little as makes them useful, and nothing that could be somebody's story: words that
prevention finds sensitive are never kept, only their topic; neither are long ones, nor those with digits or an @.
"""

import datetime as dt
import re
from collections.abc import Sequence

from safety_centre.pages.counting import DailyCounter
from safety_centre.search.analysis import tokens
from safety_centre.search.models import MOST_QUERY_CHARACTERS, EmptySearch

MOST_WORDS = 6
# Between two writes: far more than readers make, so that a flood of made-up words fills no table.
_counter = DailyCounter(EmptySearch, ("language", "topic", "query"), most=200)
flush = _counter.flush
_IDENTIFYING = re.compile(r"[\d@]|://")


def keepable(text: str) -> str:
    """Return the words of ``text`` as they may be kept (folded), or nothing where they may not."""
    words = [word for word, _start, _end in tokens(text)]
    folded = " ".join(words)
    if _IDENTIFYING.search(text) or len(words) > MOST_WORDS or len(text) > MOST_QUERY_CHARACTERS:
        return ""
    return folded


def count(*, text: str, language: str, topic: str, sensitive: Sequence[str], day: dt.date) -> None:
    """Count one search without result. ``topic`` was chosen by the reader; ``sensitive`` are topics in the words."""
    if sensitive:
        for found in sensitive:
            _counter.count(day=day, language=language, topic=found, query="")
    else:
        _counter.count(day=day, language=language, topic=topic, query=keepable(text))
