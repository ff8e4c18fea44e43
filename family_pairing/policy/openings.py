"""When a weekly window ends or the next begins, as moments on the clock: "opens again at 07:00".

Windows are wall-clock time: a moment is found by what the clock on the wall shows, never by adding minutes. It may also
be the very moment at which clocks change, where they jump over the end of a window or back into one.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from zoneinfo import ZoneInfo

from family_pairing.policy.windows import DAY, WEEK, Windows, canonical, is_inside

_DAYS_AHEAD = range(-1, 9)  # a week, and a day more on each side for what clocks do


def _changes(days: Iterable[dt.date], zone: ZoneInfo) -> Iterator[dt.datetime]:
    """Yield the moments (UTC) at which the clocks of ``zone`` change during ``days``."""
    for day in days:
        before = dt.datetime.combine(day, dt.time(), dt.UTC)
        after = before + dt.timedelta(days=1)
        offset = after.astimezone(zone).utcoffset()
        if before.astimezone(zone).utcoffset() == offset:
            continue
        while after - before > dt.timedelta(minutes=1):
            middle = before + dt.timedelta(minutes=(after - before) // dt.timedelta(minutes=2))
            if middle.astimezone(zone).utcoffset() == offset:
                after = middle
            else:
                before = middle
        yield after


def _next(windows: Windows, moment: dt.datetime, zone: ZoneInfo, *, inside: bool) -> dt.datetime:
    """Return the first moment after ``moment`` at which being inside a window is ``inside``.

    It is the edge of a window or a change of clocks: the first that fits is the one, whatever else is tried.
    """
    edges = {start if inside else end % WEEK for start, end in windows}
    today = moment.astimezone(zone).date()
    days = [today + dt.timedelta(days=ahead) for ahead in _DAYS_AHEAD]
    candidates = list(_changes(days, zone))
    for day in days:
        for edge in edges:
            if edge // DAY == day.weekday():
                wall = dt.datetime.combine(day, dt.time(edge % DAY // 60, edge % 60), zone)
                candidates += [wall.replace(fold=fold).astimezone(dt.UTC) for fold in (0, 1)]
    fitting = (found for found in candidates if found > moment and is_inside(windows, found, zone) is inside)
    return min(fitting).astimezone(zone)


def next_opening(windows: Windows, moment: dt.datetime, zone: ZoneInfo) -> dt.datetime | None:
    """Return when the feed is open again after an aware ``moment``, in ``zone``; ``moment`` itself outside windows.

    None where the windows are the whole week: nothing opens until somebody changes them.
    """
    week = canonical(windows)
    if not is_inside(week, moment, zone):
        return moment.astimezone(zone)
    return None if week == ((0, WEEK),) else _next(week, moment, zone, inside=False)


def next_closing(windows: Windows, moment: dt.datetime, zone: ZoneInfo) -> dt.datetime | None:
    """Return when the next window begins after an aware ``moment``, in ``zone``; ``moment`` itself inside a window.

    None where there is no window.
    """
    week = canonical(windows)
    if is_inside(week, moment, zone):
        return moment.astimezone(zone)
    return _next(week, moment, zone, inside=True) if week else None
