"""Opening hours of help lines: in words, and open or not at a given moment. Pure."""

import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import groupby
from zoneinfo import ZoneInfo

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

Opening = tuple[int, dt.time, dt.time]  # weekday (Monday is 0), opens, closes; closing at or before opening: next day
MIDNIGHT = dt.time(0)


def _days_in_words(days: Sequence[int]) -> str:
    if len(days) == 7:
        return _("Every day")
    names = [str(WEEKDAYS[day]) for day in days]
    if len(days) > 2 and list(days) == list(range(days[0], days[-1] + 1)):
        return _("%(first)s to %(last)s") % {"first": names[0], "last": names[-1]}
    return ", ".join(names)


def hours_in_words(openings: Iterable[Opening]) -> list[str]:
    """Return one line for each set of days with the same hours: "Every day, 09:00–23:00"."""
    ordered = sorted(openings, key=lambda opening: (opening[1], opening[2], opening[0]))
    lines = []
    for (opens, closes), group in groupby(ordered, key=lambda opening: (opening[1], opening[2])):
        days = [opening[0] for opening in group]
        until = "24:00" if closes == MIDNIGHT else f"{closes:%H:%M}"
        lines.append((days[0], f"{_days_in_words(days)}, {opens:%H:%M}–{until}"))
    return [text for _first, text in sorted(lines)]


def spans(openings: Iterable[Opening], zone: ZoneInfo, day: dt.date) -> list[tuple[dt.datetime, dt.datetime]]:
    """Return the openings that begin on ``day`` in the line's zone, as aware moments.

    A closing at or before the opening is the next day's. Wall-clock times are meant: on a day when clocks change, a
    line that opens at 09:00 opens at 09:00.
    """
    found = []
    for weekday, opens, closes in openings:
        if weekday == day.weekday():
            end_day = day + dt.timedelta(days=1) if closes <= opens else day
            found.append((dt.datetime.combine(day, opens, zone), dt.datetime.combine(end_day, closes, zone)))
    return sorted(found)


def status(openings: Sequence[Opening], time_zone: str, now: dt.datetime) -> tuple[bool, dt.datetime | None]:
    """Return ``(is open now, the moment that changes it)``; the moment is None where there are no hours."""
    zone = ZoneInfo(time_zone)
    today = now.astimezone(zone).date()
    upcoming = None
    for offset in range(-1, 9):
        for begins, ends in spans(openings, zone, today + dt.timedelta(days=offset)):
            if begins <= now < ends:
                return True, ends
            if begins > now and (upcoming is None or begins < upcoming):
                upcoming = begins
    return False, upcoming
