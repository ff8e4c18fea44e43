"""Weekly windows of wall-clock time: nights, school hours, meals.

A window is ``(start, end)`` in minutes since Monday 00:00 of the teen's own time zone, ``0 <= start < end <= WEEK``;
one that crosses the end of the week is two. Wall-clock time is meant: on the two days a year when clocks change, a
night from 21:00 to 07:00 still ends at 07:00.
"""

import datetime as dt
from collections.abc import Iterable
from zoneinfo import ZoneInfo

DAY = 24 * 60
WEEK = 7 * DAY
Windows = tuple[tuple[int, int], ...]


def daily(opens: dt.time, closes: dt.time, days: Iterable[int] = range(7)) -> Windows:
    """Return the same hours on each of ``days`` (Monday is 0); closing before opening means the next day."""
    start, end = opens.hour * 60 + opens.minute, closes.hour * 60 + closes.minute
    length = (end - start) % DAY or DAY
    return canonical((day * DAY + start, day * DAY + start + length) for day in days)


def canonical(windows: Iterable[tuple[int, int]]) -> Windows:
    """Return the same minutes as the fewest windows in order; ends past the week come round to Monday."""
    cut: list[tuple[int, int]] = []
    for start, end in windows:
        if end <= start:
            continue
        if end - start >= WEEK:
            return ((0, WEEK),)
        start, end = start % WEEK, start % WEEK + (end - start)
        cut += [(start, min(end, WEEK))]
        if end > WEEK:
            cut.append((0, end - WEEK))
    joined: list[tuple[int, int]] = []
    for start, end in sorted(cut):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return tuple(joined)


def union(one: Windows, other: Windows) -> Windows:
    """Return the minutes of either."""
    return canonical([*one, *other])


def covers(outer: Windows, inner: Windows) -> bool:
    """Say whether every minute of ``inner`` is in ``outer`` (both canonical)."""
    return union(outer, inner) == canonical(outer)


def minute_of_week(moment: dt.datetime, zone: ZoneInfo) -> int:
    """Return the wall-clock minute of the week at an aware ``moment``."""
    local = moment.astimezone(zone)
    return local.weekday() * DAY + local.hour * 60 + local.minute


def is_inside(windows: Windows, moment: dt.datetime, zone: ZoneInfo) -> bool:
    """Say whether an aware ``moment`` falls into a window."""
    minute = minute_of_week(moment, zone)
    return any(start <= minute < end for start, end in windows)
