"""Ages, the bands they switch, and what both sides read of it in advance."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from family_pairing.policy import bands, plans
from family_pairing.policy.catalogue import SETTINGS

BORN = st.dates(dt.date(2000, 1, 1), dt.date(2016, 12, 31)) | st.sampled_from(
    [dt.date(2008, 2, 29), dt.date(2012, 2, 29), dt.date(2010, 2, 28), dt.date(2010, 3, 1), dt.date(2010, 12, 31)]
)
DAY = dt.timedelta(days=1)


@given(BORN, st.integers(0, 25))
def test_an_age_begins_on_its_day_and_not_before(born, age):
    day = plans.day_of_age(born, age)
    assert bands.age_on(born, day) == age
    assert age == 0 or bands.age_on(born, day - DAY) == age - 1


@given(BORN, st.integers(0, 25 * 366))
def test_a_band_holds_until_the_day_that_was_told_in_advance(born, ahead):
    today = born + ahead * DAY
    switch = bands.next_switch(born, today)
    if switch is None:
        assert bands.band_on(born, today) == bands.ADULT
    else:
        assert today < switch == plans.day_of_age(born, bands.age_on(born, switch))
        assert bands.band_on(born, today) == bands.band_on(born, switch - DAY) != bands.band_on(born, switch)


@pytest.mark.parametrize(
    ("age", "day"),
    [(13, dt.date(2021, 3, 1)), (16, dt.date(2024, 2, 29)), (17, dt.date(2025, 3, 1)), (18, dt.date(2026, 3, 1))],
)
def test_born_on_29_february(age, day):
    assert plans.day_of_age(dt.date(2008, 2, 29), age) == day


def test_sixteen_opens_what_the_table_opens_and_nothing_else():
    day, changes = plans.at_next_birthday(dt.date(2011, 5, 4), dt.date(2026, 11, 24))
    assert day == dt.date(2027, 5, 4)
    opened = {change.key for change in changes if change.opens_up}
    assert opened == {
        "account_visibility", "suggest_account", "direct_messages", "comments", "downloads", "live", "location",
        "sensitive_content",
    }  # fmt: skip
    others = {change.key: change.default for change in changes if change.key not in opened}
    assert set(others) == {"restricted_mode", "notifications_muted", "wind_down"}
    assert others["wind_down"] == ("22:00", "")


def test_a_birthday_never_makes_a_default_or_floor_stricter():
    kinds = {setting.key: setting.kind for setting in SETTINGS}
    _day, changes = plans.at_next_birthday(dt.date(2011, 5, 4), dt.date(2026, 11, 24))
    for change in changes:
        assert kinds[change.key].at_least_as_strict(*change.default), change.key
        assert change.floor[0] is not None or change.floor[1] is None, change.key


def test_at_eighteen_there_is_nothing_left_to_tell():
    assert plans.at_next_birthday(dt.date(2009, 5, 4), dt.date(2026, 11, 24)) is None
    assert plans.at_next_birthday(dt.date(2000, 5, 4), dt.date(2026, 11, 24)) is None


def test_a_promise_may_open_on_the_birthday_what_is_closed_the_day_before():
    born = dt.date(2011, 5, 4)
    sixteen, adult = plans.day_of_age(born, 16), plans.day_of_age(born, 18)
    assert plans.is_allowed("direct_messages", "friends", born, sixteen)
    assert not plans.is_allowed("direct_messages", "friends", born, sixteen - DAY)
    assert not plans.is_allowed("personalised_ads", "on", born, sixteen)
    assert not plans.is_allowed("direct_messages", "friends", born, adult)
