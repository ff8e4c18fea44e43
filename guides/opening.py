"""Opening hours of help lines: in words, and open or not at a given moment. Pure.

``static/js/help-opening.js`` has the same rule for the reader's own clock; tests/browser/test_help.py compares
the two.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import groupby
from zoneinfo import ZoneInfo

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

Opening = tuple[int, dt.time, dt.time]  # weekday (Monday is 0), opens, closes; closing at or before opening: next day
Span = tuple[dt.datetime, dt.datetime]
MIDNIGHT = dt.time(0)
LOOK_AHEAD_DAYS = 15  # a line closed on holidays may be closed for more than a week


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


def spans(openings: Iterable[Opening], zone: ZoneInfo, day: dt.date) -> list[Span]:
    """Return the openings that begin on ``day`` in the line's zone, as moments in UTC.

    A closing at or before the opening is the next day's. Wall-clock times are meant: on a day when clocks change, a
    line that opens at 09:00 opens at 09:00. UTC, because moments of one zone compare by their wall clocks in Python,
    which is wrong in the hour that comes twice.
    """
    found = []
    for weekday, opens, closes in openings:
        if weekday == day.weekday():
            end_day = day + dt.timedelta(days=1) if closes <= opens else day
            begins, ends = dt.datetime.combine(day, opens, zone), dt.datetime.combine(end_day, closes, zone)
            found.append((begins.astimezone(dt.UTC), ends.astimezone(dt.UTC)))
    return sorted(found)


def upcoming_spans(
    openings: Sequence[Opening], time_zone: str, now: dt.datetime, closed_on: frozenset[dt.date] = frozenset()
) -> list[Span]:
    """Return the openings from yesterday's on that haven't ended at ``now``; those that meet or overlap as one.

    An opening belongs to the day on which it begins: with that day in ``closed_on`` it doesn't take place, one from
    the evening before goes on past midnight.
    """
    zone = ZoneInfo(time_zone)
    today = now.astimezone(zone).date()
    merged: list[Span] = []
    for offset in range(-1, LOOK_AHEAD_DAYS):
        day = today + dt.timedelta(days=offset)
        if day in closed_on:
            continue
        for begins, ends in spans(openings, zone, day):
            if merged and begins <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(ends, merged[-1][1]))
            else:
                merged.append((begins, ends))
    return [span for span in merged if span[1] > now]


def status(
    openings: Sequence[Opening], time_zone: str, now: dt.datetime, closed_on: frozenset[dt.date] = frozenset()
) -> tuple[bool, dt.datetime | None]:
    """Return ``(is open now, the moment that changes it)`` in UTC; the moment is None where none is in sight.

    Hours around the clock, seven days a week, are open with no moment that changes it. ``closed_on``: days, in the
    line's zone, on which it doesn't open (public holidays).
    """
    found = upcoming_spans(openings, time_zone, now, closed_on)
    if not found:
        return False, None
    begins, ends = found[0]
    if begins > now:
        return False, begins
    return True, None if ends - now > dt.timedelta(days=LOOK_AHEAD_DAYS - 3) else ends
