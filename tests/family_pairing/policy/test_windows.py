"""Weekly windows against the plain set of their minutes, and on the days when clocks change."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from family_pairing.policy import windows
from family_pairing.policy.openings import next_closing, next_opening
from tests.family_pairing.policy.strategies import SPANS

PARIS = ZoneInfo("Europe/Paris")
FORWARD, BACK = dt.date(2026, 3, 29), dt.date(2026, 10, 25)
ZONES = [PARIS, ZoneInfo("America/St_Johns"), ZoneInfo("Australia/Lord_Howe"), ZoneInfo("Asia/Kolkata")]
MINUTE = dt.timedelta(minutes=1)


def minutes(spans):
    return {minute % windows.WEEK for start, end in spans for minute in range(start, end)}


@given(SPANS, SPANS)
def test_a_union_is_the_union_of_minutes(one, other):
    made = windows.union(windows.canonical(one), windows.canonical(other))
    assert minutes(made) == minutes(one) | minutes(other)
    assert made == windows.canonical([*other, *one])


@given(SPANS, SPANS)
def test_covering_is_having_every_minute(one, other):
    outer, inner = windows.canonical(one), windows.canonical(other)
    assert windows.covers(outer, inner) == (minutes(inner) <= minutes(outer))


@given(SPANS, st.integers(0, windows.WEEK - 1))
def test_inside_is_being_one_of_the_minutes(spans, minute):
    monday = dt.datetime(2026, 11, 23, tzinfo=dt.UTC)
    week = windows.canonical(spans)
    assert windows.is_inside(week, monday + minute * MINUTE, ZoneInfo("UTC")) == (minute in minutes(spans))


def test_a_night_that_ends_the_week_comes_round_to_monday():
    sunday_night = [(6 * windows.DAY + 1260, 6 * windows.DAY + 1860)]
    assert windows.canonical(sunday_night) == ((0, 420), (6 * windows.DAY + 1260, windows.WEEK))


def by_trying(spans, moment, zone, inside):
    """The first whole minute from ``moment`` on at which being inside is ``inside``."""
    for ahead in range(8 * windows.DAY):
        if windows.is_inside(spans, moment + ahead * MINUTE, zone) is inside:
            return moment + ahead * MINUTE
    return None


def utc(moment):
    """The same moment: Python finds a time that comes twice unequal to itself in another zone."""
    return moment and moment.astimezone(dt.UTC)


def around(day):
    """Moments of the day when clocks change and of the evening before and after it."""
    begins = dt.datetime.combine(day - dt.timedelta(days=1), dt.time(18), dt.UTC)
    return st.integers(0, 48 * 60).map(lambda ahead: begins + ahead * MINUTE)


NIGHTS = [list(window) for window in windows.daily(dt.time(21), dt.time(7))]
SUNDAY = 6 * windows.DAY
SHORT = st.lists(
    st.tuples(st.integers(SUNDAY - 300, SUNDAY + 400), st.integers(1, 200)).map(lambda p: [p[0], p[0] + p[1]]),
    min_size=1,
    max_size=4,
)


@settings(max_examples=60, deadline=None)
@given(SHORT | SPANS | st.just(NIGHTS), st.sampled_from([FORWARD, BACK]).flatmap(around), st.sampled_from(ZONES))
@example([[SUNDAY + 60, SUNDAY + 150]], dt.datetime(2026, 3, 29, 0, 30, tzinfo=dt.UTC), PARIS)  # ends at 02:30
@example([[SUNDAY + 60, SUNDAY + 150]], dt.datetime(2026, 10, 25, 0, 45, tzinfo=dt.UTC), PARIS)  # 02:30 comes twice
@example([[SUNDAY + 150, SUNDAY + 240]], dt.datetime(2026, 10, 25, 0, 40, tzinfo=dt.UTC), PARIS)  # out, in again
def test_the_next_opening_and_closing_are_the_first_minutes_that_fit(spans, moment, zone):
    week = windows.canonical(spans)
    assert utc(next_opening(week, moment, zone)) == by_trying(week, moment, zone, False)
    assert utc(next_closing(week, moment, zone)) == by_trying(week, moment, zone, True)


@pytest.mark.parametrize(("day", "hours"), [(FORWARD, 9), (BACK, 11)])
def test_a_night_from_21_to_7_is_wall_clock_when_clocks_change(day, hours):
    evening = dt.datetime.combine(day - dt.timedelta(days=1), dt.time(21), PARIS)
    week = windows.canonical(NIGHTS)
    opens = next_opening(week, evening, PARIS)
    assert opens == dt.datetime.combine(day, dt.time(7), PARIS)
    assert (opens.astimezone(dt.UTC) - evening.astimezone(dt.UTC)) == dt.timedelta(hours=hours)
    assert next_closing(week, opens, PARIS) == dt.datetime.combine(day, dt.time(21), PARIS)


def test_seconds_before_the_end_it_is_still_the_window():
    last = dt.datetime(2026, 11, 24, 6, 59, 59, tzinfo=PARIS)
    week = windows.canonical(NIGHTS)
    assert windows.is_inside(week, last, PARIS)
    assert next_opening(week, last, PARIS) == dt.datetime(2026, 11, 24, 7, tzinfo=PARIS)


def test_a_whole_week_never_opens_and_no_window_never_closes():
    now = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
    assert next_opening(((0, windows.WEEK),), now, PARIS) is None
    assert next_closing((), now, PARIS) is None
    assert next_opening((), now, PARIS) == now
