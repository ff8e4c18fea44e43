"""Opening hours: midnight spans, changed clocks, holidays; against a clock that walks minute by minute."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guides import words
from guides.holidays import public_holidays
from guides.opening import status

UTC = dt.UTC
EVERY_DAY = [(day, dt.time(9), dt.time(23)) for day in range(7)]


def at(text: str, zone: str = "Europe/Paris") -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


@pytest.mark.parametrize(
    ("now", "is_open", "changes"),
    [
        ("2026-11-24T08:59", False, "2026-11-24T09:00"),
        ("2026-11-24T09:00", True, "2026-11-24T23:00"),
        ("2026-11-24T22:59", True, "2026-11-24T23:00"),
        ("2026-11-24T23:00", False, "2026-11-25T09:00"),
    ],
)
def test_every_day_from_nine(now, is_open, changes):
    assert status(EVERY_DAY, "Europe/Paris", at(now)) == (is_open, at(changes).astimezone(UTC))


def test_past_midnight_and_over_the_week():
    sunday_night = [(6, dt.time(20), dt.time(3))]
    assert status(sunday_night, "Europe/Paris", at("2026-11-23T02:59"))[0]
    assert not status(sunday_night, "Europe/Paris", at("2026-11-23T03:00"))[0]
    assert status([(0, dt.time(18), dt.time(0))], "Europe/Paris", at("2026-11-23T23:59"))[0]


def test_openings_that_meet_are_one():
    shifts = [(0, dt.time(9), dt.time(12)), (0, dt.time(12), dt.time(0)), (1, dt.time(0), dt.time(2))]
    assert status(shifts, "Europe/Paris", at("2026-11-23T10:00"))[1] == at("2026-11-24T02:00").astimezone(UTC)
    around_the_clock = [(day, dt.time(0), dt.time(0)) for day in range(7)]
    assert status(around_the_clock, "Europe/Paris", at("2026-11-23T10:00")) == (True, None)


@pytest.mark.parametrize(("day", "hours"), [("2026-03-29", 13), ("2026-10-25", 15), ("2026-10-24", 14)])
def test_clocks_change_and_walls_keep_their_hour(day, hours):
    """Open from midnight to 14:00 on the wall: an hour shorter in spring, an hour longer in autumn."""
    hours_of_day = [(weekday, dt.time(0), dt.time(14)) for weekday in range(7)]
    now = at(f"{day}T00:00")
    is_open, changes = status(hours_of_day, "Europe/Paris", now)
    assert is_open
    assert changes - now.astimezone(UTC) == dt.timedelta(hours=hours)


def test_the_hour_that_comes_twice_is_open_twice():
    night = [(6, dt.time(2), dt.time(2, 45))]
    first = at("2026-10-25T02:30")
    assert status(night, "Europe/Paris", first)[0]
    assert not status(night, "Europe/Paris", first.replace(fold=1))[0], "at 02:45 it had closed"


def test_closed_on_holidays_but_not_the_night_before():
    nights = [(day, dt.time(20), dt.time(2)) for day in range(7)]
    christmas = frozenset({dt.date(2026, 12, 25)})
    assert status(nights, "Europe/Paris", at("2026-12-25T01:00"), christmas)[0]
    closed, opens = status(nights, "Europe/Paris", at("2026-12-25T21:00"), christmas)
    assert (closed, opens) == (False, at("2026-12-26T20:00").astimezone(UTC))
    assert status(nights, "Europe/Paris", at("2026-12-25T21:00"))[0]


def test_never_open():
    assert status([], "Europe/Paris", at("2026-11-24T09:00")) == (False, None)


TIMES = st.times(min_value=dt.time(0), max_value=dt.time(23, 59)).map(lambda t: t.replace(second=0, microsecond=0))
OPENINGS = st.lists(st.tuples(st.integers(0, 6), TIMES, TIMES), max_size=6)
ZONES = st.sampled_from(["Europe/Paris", "America/St_Johns", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia"])
MOMENTS = st.datetimes(dt.datetime(2026, 3, 25), dt.datetime(2026, 11, 2)).map(
    lambda moment: moment.replace(second=0, microsecond=0, tzinfo=UTC)
)


@given(OPENINGS, ZONES, MOMENTS)
def test_nothing_changes_before_the_moment_that_is_told(openings, zone, now):
    is_open, changes = status(openings, zone, now)
    if changes is None:
        assert is_open or not openings
        return
    assert changes > now
    for part in (0.25, 0.5, 0.999):
        assert status(openings, zone, now + (changes - now) * part)[0] is is_open
    assert status(openings, zone, changes)[0] is not is_open


def test_public_holidays_are_those_of_the_country():
    found = public_holidays("FR", dt.date(2026, 7, 1), dt.date(2027, 1, 1))
    assert {dt.date(2026, 7, 14), dt.date(2026, 12, 25), dt.date(2027, 1, 1)} <= found
    assert dt.date(2026, 7, 14) not in public_holidays("GB", dt.date(2026, 7, 1), dt.date(2027, 1, 1))
    assert public_holidays("", dt.date(2026, 7, 1), dt.date(2027, 1, 1)) == frozenset()
    assert public_holidays("ZZ", dt.date(2026, 12, 1), dt.date(2026, 12, 31)) == frozenset(), "nobody knows them"


@pytest.mark.parametrize(
    ("kind", "changes", "text"),
    [
        ("open", "2026-11-24T23:00", "Ouvert maintenant, jusqu’à 23:00 (heure de Paris)"),
        ("closed", "2026-11-24T09:00", "Fermé. Ouvre à 09:00 (heure de Paris)"),
        ("closed", "2026-11-25T09:00", "Fermé. Ouvre demain à 09:00 (heure de Paris)"),
        ("closed", "2026-11-27T16:00", "Fermé. Ouvre vendredi à 16:00 (heure de Paris)"),
        ("always", None, "Ouvert maintenant, jour et nuit"),
        ("open", None, "Ouvert maintenant, jour et nuit"),
        ("closed", None, "Fermé pour l’instant"),
        ("unknown", None, ""),
    ],
)
def test_in_words_in_the_lines_own_zone(kind, changes, text):
    moment = at(changes) if changes else None
    assert words.state_in_words(kind, moment, "Europe/Paris", at("2026-11-24T01:00")) == text
