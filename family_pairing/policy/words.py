"""Settings and values in words, in the reader's language."""

from typing import Any

from django.utils.dates import WEEKDAYS
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from family_pairing.policy import windows
from family_pairing.policy.catalogue import CATALOGUE
from family_pairing.policy.extra_time import ASKED
from family_pairing.policy.kinds import Choice, FromTime, Keywords, WeekdayMinutes, WeeklyWindows

CAPITAL_WEEKDAYS = {"en", "de"}


def name_of(key: str) -> str:
    """Return a setting's name; a key that the catalogue no longer has names itself."""
    if key == ASKED:
        return _("extra time today")
    return str(CATALOGUE[key].name) if key in CATALOGUE else key


def value_in_words(key: str, value: Any) -> str:
    """Return a value as a person would say it."""
    setting = CATALOGUE.get(key)
    if key == ASKED and isinstance(value, dict):
        return extra_time_words(value.get("minutes"))
    if setting is None or value is None:
        return "" if value is None else str(value)
    kind = setting.kind
    if isinstance(kind, Choice):
        return str((setting.words or {}).get(value, value))
    if isinstance(kind, Keywords):
        return ", ".join(value) or _("none")
    if isinstance(kind, WeekdayMinutes):
        return minutes_in_words(value)
    if isinstance(kind, WeeklyWindows):
        return windows_in_words(value)
    if isinstance(kind, FromTime):
        return _("from %(time)s") % {"time": value} if value else _("off")
    return str(value)


def extra_time_words(minutes: int | None) -> str:
    """Return extra time in words; None is the rest of the day."""
    if minutes is None:
        return _("the rest of the day")
    return _("%(minutes)s minutes") % {"minutes": minutes}


def minutes_in_words(value: list[int]) -> str:
    """Return a limit a weekday: one sentence where all days are alike, else each run of like days."""
    if len(set(value)) == 1:
        return _("no limit") if value[0] == windows.DAY else _("%(minutes)s min a day") % {"minutes": value[0]}
    runs: list[tuple[int, int, int]] = []
    for day, minutes in enumerate(value):
        if runs and runs[-1][2] == minutes:
            runs[-1] = (runs[-1][0], day, minutes)
        else:
            runs.append((day, day, minutes))
    each, none = _("%(day)s %(minutes)s min"), _("%(day)s no limit")
    return ", ".join(
        (none if minutes == windows.DAY else each) % {"day": _days(first, last), "minutes": minutes}
        for first, last, minutes in runs
    )


def weekday(day: int) -> str:
    """Return a weekday's name (Monday is 0) as it is written inside a sentence: small in most languages."""
    name = str(WEEKDAYS[day])
    return name if (get_language() or "").split("-")[0] in CAPITAL_WEEKDAYS else name.lower()


def _days(first: int, last: int) -> str:
    return weekday(first) if first == last else f"{weekday(first)}–{weekday(last)}"


def clock(minute: int) -> str:
    """Return a minute of the week as a time of day."""
    return f"{minute % windows.DAY // 60:02d}:{minute % 60:02d}"


def closing(minute: int) -> str:
    """Return the end of a window as a time of day; midnight closes the day before, as 24:00."""
    return clock(minute) if minute % windows.DAY else "24:00"


def windows_in_words(value: list[list[int]]) -> str:
    """Return weekly windows: "every day 21:00–07:00" where each day has the same, else by runs of days."""
    if not value:
        return _("none")
    if value == [[0, windows.WEEK]]:
        return _("always")
    days_of: dict[tuple[int, int], list[int]] = {}
    for start, end in _rejoined(value):
        days_of.setdefault((start % windows.DAY, end - start), []).append(start // windows.DAY)
    return ", ".join(_hours_in_words(start, length, days) for (start, length), days in days_of.items())


def _hours_in_words(start: int, length: int, days: list[int]) -> str:
    """Return the same hours on some days; the day they end on is named where the hours alone would mislead."""
    if length < windows.DAY or start + length == windows.DAY:
        opens, closes = clock(start), closing(start + length)
        if len(days) == len(WEEKDAYS):
            return _("every day %(from)s–%(to)s") % {"from": opens, "to": closes}
        return ", ".join(f"{_days(first, last)} {opens}–{closes}" for first, last in _runs(days))
    ends = [(day, day * windows.DAY + start + length) for day in days]
    return ", ".join(
        f"{weekday(day)} {clock(start)}–{weekday((end - 1) // windows.DAY % 7)} {closing(end)}" for day, end in ends
    )


def _runs(days: list[int]) -> list[tuple[int, int]]:
    """Return days of the week, in order, as first and last of each run; Sunday goes on into Monday."""
    runs: list[tuple[int, int]] = []
    for day in days:
        if runs and day == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    if len(runs) > 1 and runs[0][0] == 0 and runs[-1][1] == len(WEEKDAYS) - 1:
        runs = [(runs[-1][0], runs[0][1]), *runs[1:-1]]
    return runs


def _rejoined(value: list[list[int]]) -> list[tuple[int, int]]:
    """Put a night that crosses the end of the week together again, as people think of it."""
    spans = [(start, end) for start, end in value]
    if len(spans) > 1 and spans[0][0] == 0 and spans[-1][1] == windows.WEEK:
        first, last = spans[0], spans[-1]
        return [*spans[1:-1], (last[0], last[1] + first[1])]
    return spans
