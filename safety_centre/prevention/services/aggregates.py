"""Daily counts without identities, for the transparency page.

A count of a statistic may be lost when a process is killed; an account's exposure never is (``services.exposure``).
"""

import datetime as dt

from safety_centre.pages.counting import DailyCounter
from safety_centre.prevention.models import DailyAggregate

INTERVENTION, COVER, CONTEST = "intervention", "cover", "contest"
_counter = DailyCounter(DailyAggregate, ("kind", "topic", "trigger"))
flush = _counter.flush


def count(*, kind: str, topic: str, trigger: str = "", day: dt.date, number: int = 1) -> None:
    """Count ``number`` of something that happened on ``day``. Never asks the database."""
    _counter.count(day=day, kind=kind, topic=topic, trigger=trigger, number=number)
