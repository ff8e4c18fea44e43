"""When a weekly window ends or the next begins, as moments on the clock: "opens again at 07:00".

Windows are wall-clock time, so that a moment is found by the clock on the wall and never by adding minutes. On the day
when clocks go forward, a window that ends within the hour that doesn't exist ends when that hour is jumped over; on the
day when they go back, an hour happens twice and the first of the two counts.
"""

import datetime as dt
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from family_pairing.policy.windows import DAY, WEEK, Windows, canonical, is_inside

_MINUTE = dt.timedelta(minutes=1)


def _jump(before: dt.datetime, after: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    """Return the first minute between two UTC moments from which ``zone`` has the offset that it has at ``after``."""
    offset = after.astimezone(zone).utcoffset()
    while after - before > _MINUTE:
        middle = before + (after - before) // 2
        middle -= dt.timedelta(seconds=middle.second, microseconds=middle.microsecond)
        if middle.astimezone(zone).utcoffset() == offset:
            after = middle
        else:
            before = max(middle, before + _MINUTE)
    return after


def _moments(day: dt.date, minute: int, zone: ZoneInfo) -> Iterator[dt.datetime]:
    """Yield the UTC moments at which clocks of ``zone`` show ``minute`` of ``day``: one, two, or the jump over it."""
    wall = dt.datetime.combine(day, dt.time(minute // 60, minute % 60), zone)
    first, second = (wall.replace(fold=fold).astimezone(dt.UTC) for fold in (0, 1))
    if first > second:  # the wall never shows it: seen from before the jump it lies after, and the other way round
        yield _jump(second - _MINUTE, first, zone)
    else:
        yield from sorted({first, second})


def _next(windows: Windows, minutes: set[int], moment: dt.datetime, zone: ZoneInfo, *, inside: bool) -> dt.datetime:
    """Return the first moment after ``moment`` among the week's ``minutes`` at which being inside is ``inside``."""
    today = moment.astimezone(zone).date()
    found = (
        candidate
        for days in range(-1, 9)
        for minute in minutes
        if (today + dt.timedelta(days=days)).weekday() == minute // DAY
        for candidate in _moments(today + dt.timedelta(days=days), minute % DAY, zone)
        if candidate > moment and is_inside(windows, candidate, zone) is inside
    )
    return min(found).astimezone(zone)


def next_opening(windows: Windows, moment: dt.datetime, zone: ZoneInfo) -> dt.datetime | None:
    """Return when the feed is open again after an aware ``moment``, in ``zone``; ``moment`` itself outside windows.

    None where the windows are the whole week: nothing opens until somebody changes them.
    """
    week = canonical(windows)
    if not is_inside(week, moment, zone):
        return moment.astimezone(zone)
    if week == ((0, WEEK),):
        return None
    return _next(week, {end % WEEK for _start, end in week}, moment, zone, inside=False)


def next_closing(windows: Windows, moment: dt.datetime, zone: ZoneInfo) -> dt.datetime | None:
    """Return when the next window begins after an aware ``moment``, in ``zone``; ``moment`` itself inside a window.

    None where there is no window.
    """
    week = canonical(windows)
    if is_inside(week, moment, zone):
        return moment.astimezone(zone)
    if not week:
        return None
    return _next(week, {start for start, _end in week}, moment, zone, inside=True)
