"""What the weekly digest says: the guardian's own page, shortened. It reads nothing that the page doesn't."""

import datetime as dt
from dataclasses import dataclass

from family_pairing.models import HistoryEvent
from family_pairing.selectors import history
from family_pairing.selectors.dashboard import views_for_guardian
from safety_centre.accounts.models import User


@dataclass(frozen=True)
class TeenWeek:
    """One teen's week: mean minutes on the days reported (None where none was), requests open, lines of history."""

    name: str
    mean_minutes: int | None
    open_requests: int
    lines: list[history.Line]


def digest_of(*, guardian: User, now: dt.datetime) -> list[TeenWeek]:
    """Return the last seven days of each teen that ``guardian`` sees."""
    weeks = []
    for view in views_for_guardian(guardian=guardian, now=now):
        if view.pairing is None:
            continue
        minutes = [day.minutes for day in view.usage.days[-7:] if day.minutes is not None]
        since = now - dt.timedelta(days=7)
        events = HistoryEvent.objects.filter(history.lines_of(view.pairing), at__gt=since)
        weeks.append(
            TeenWeek(
                name=view.teen.name_or_address,
                mean_minutes=round(sum(minutes) / len(minutes)) if minutes else None,
                open_requests=len(view.requests),
                lines=history.lines(list(events.order_by("at", "pk")[:50]), history.names_of(view.pairing)),
            )
        )
    return weeks
