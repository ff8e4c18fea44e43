"""The catalogue against product.md, and the rule that the most protective holds."""

import datetime as dt
import itertools
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from family_pairing.policy import bands, windows
from family_pairing.policy.catalogue import CATALOGUE, SETTINGS
from family_pairing.policy.effective import Chosen, effective_policy, may_teen_set_directly
from family_pairing.policy.kinds import Choice, FromTime, Keywords, WeekdayMinutes, WeeklyWindows

WALL = [[(day * 1440 + 1260), day * 1440 + 1860] for day in range(7)]
# product.md, section 3: key → values, 13–15, 16–17, bands where it is a floor.
TABLE = {
    "account_visibility": (("public", "private"), "private", "private", "13"),
    "suggest_account": (("on", "off"), "off", "off", "13"),
    "direct_messages": (("friends", "no_one"), "no_one", "no_one", "13"),
    "comments": (("everyone", "friends", "no_one"), "friends", "friends", "13"),
    "liked_videos": (("friends", "only_me"), "only_me", "only_me", ""),
    "downloads": (("on", "off"), "off", "off", "13"),
    "live": (("watch_and_host", "watch", "off"), "off", "watch", "13"),
    "gifts_and_purchases": (("on", "off"), "off", "off", "13 16"),
    "location": (("on", "off"), "off", "off", "13"),
    "search": (("on", "off"), "on", "on", ""),
    "restricted_mode": (("off", "on"), "on", "off", ""),
    "sensitive_content": (
        ("show", "cover-on-repeat", "always-cover", "hide"), "cover-on-repeat", "cover-on-repeat", "13",
    ),
    "personalised_feed": (("on", "off"), "on", "on", ""),
    "personalised_ads": (("on", "off"), "off", "off", "13 16"),
    "autoplay": (("on", "off"), "off", "off", ""),
}  # fmt: skip


def test_the_catalogue_is_the_table():
    others = {"filtered_keywords", "daily_screen_time", "time_away", "notifications_muted", "wind_down"}
    assert set(CATALOGUE) == set(TABLE) | others
    for key, (values, younger, older, floors) in TABLE.items():
        setting = CATALOGUE[key]
        assert setting.kind == Choice(values), key
        assert (setting.younger, setting.older) == (younger, older), key
        assert {band[:2] for band in setting.floors} == set(floors.split()), key
    assert CATALOGUE["daily_screen_time"].younger == CATALOGUE["daily_screen_time"].older == [60] * 7
    assert CATALOGUE["wind_down"].younger == "22:00"
    assert CATALOGUE["wind_down"].older == ""
    muted = windows.canonical([(start, end) for start, end in WALL])
    assert [tuple(window) for window in CATALOGUE["notifications_muted"].younger] == list(muted)


def values_of(kind):
    minute = st.integers(0, windows.WEEK - 1)
    spans = st.lists(st.tuples(minute, st.integers(1, 2000)).map(lambda pair: [pair[0], pair[0] + pair[1]]), max_size=4)
    if isinstance(kind, Choice):
        return st.sampled_from(kind.values)
    if isinstance(kind, Keywords):
        return st.lists(st.sampled_from(["a", "b", "c", "D "]), max_size=4)
    if isinstance(kind, WeekdayMinutes):
        return st.lists(st.integers(0, 1440), min_size=7, max_size=7)
    if isinstance(kind, WeeklyWindows):
        return spans
    assert isinstance(kind, FromTime)
    return st.sampled_from(["", "20:00", "22:00", "23:30", "00:30"])


@given(st.data(), st.sampled_from(SETTINGS))
def test_strictest_is_a_join(data, setting):
    a, b, c = (setting.kind.clean(data.draw(values_of(setting.kind))) for _ in range(3))
    join = setting.kind.strictest
    assert join(a, b) == join(b, a)
    assert join(a, join(b, c)) == join(join(a, b), c)
    assert join(a, a) == a
    assert setting.kind.at_least_as_strict(join(a, b), a)
    assert setting.kind.clean(join(a, b)) == join(a, b)


def choices(data, keys):
    return {key: Chosen(CATALOGUE[key].kind.clean(data.draw(values_of(CATALOGUE[key].kind)))) for key in keys}


@settings(max_examples=60, deadline=None)
@given(st.data(), st.sampled_from(bands.BANDS))
def test_effective_is_never_looser_than_anything_given_and_order_doesnt_matter(data, band):
    keys = data.draw(st.sets(st.sampled_from(sorted(CATALOGUE)), max_size=6))
    guardians = [(number, choices(data, keys)) for number in range(data.draw(st.integers(0, 3)))]
    teen = choices(data, keys)
    policy = effective_policy(band, guardians, teen)
    for key, held in policy.items():
        kind = CATALOGUE[key].kind
        given_values = [chosen[key].value for _ref, chosen in guardians if key in chosen]
        given_values += [teen[key].value] if key in teen else []
        floor = CATALOGUE[key].floor(band)
        given_values += [] if floor is None else [floor]
        assert all(kind.at_least_as_strict(held.value, value) for value in given_values), key
        assert held.set_by, key
    again = effective_policy(band, guardians[::-1], teen)
    assert {key: held.value for key, held in again.items()} == {key: held.value for key, held in policy.items()}


def test_the_younger_band_is_at_least_as_protected_everywhere():
    for setting in SETTINGS:
        assert setting.kind.at_least_as_strict(setting.younger, setting.older), setting.key
        assert setting.floors <= {bands.YOUNGER} or setting.floors == {bands.YOUNGER, bands.OLDER}


def test_who_set_it_is_named():
    chosen = Chosen("no_one", dt.datetime(2026, 11, 1, tzinfo=dt.UTC))
    held = effective_policy(bands.OLDER, [("mum", {"comments": chosen})], {"comments": Chosen("everyone")})["comments"]
    assert (held.value, held.set_by, held.set_at) == ("no_one", ("guardian:mum",), chosen.set_at)
    assert effective_policy(bands.YOUNGER, [], {})["live"].set_by == ("default", "platform")


def test_a_teen_may_always_tighten_and_never_loosen_past_a_guardian():
    guardians = [("mum", {"comments": Chosen("friends")})]
    assert may_teen_set_directly("comments", "no_one", bands.OLDER, guardians)
    assert not may_teen_set_directly("comments", "everyone", bands.OLDER, guardians)
    assert not may_teen_set_directly("live", "watch", bands.YOUNGER, [])
    assert may_teen_set_directly("live", "watch_and_host", bands.OLDER, [])


@given(st.lists(st.tuples(st.integers(0, windows.WEEK - 1), st.integers(1, windows.WEEK)), max_size=5))
def test_windows_are_their_minutes(spans):
    raw = [(start, start + length) for start, length in spans]
    made = windows.canonical(raw)
    expected = {minute % windows.WEEK for start, end in raw for minute in range(start, end)}
    assert {minute for start, end in made for minute in range(start, end)} == expected
    assert windows.canonical(made) == made
    assert all(one[1] < other[0] for one, other in itertools.pairwise(made))


@pytest.mark.parametrize("day", [dt.date(2026, 3, 29), dt.date(2026, 10, 25)])
def test_a_night_is_wall_clock_on_days_when_clocks_change(day):
    paris = ZoneInfo("Europe/Paris")
    nights = windows.daily(dt.time(21), dt.time(7))
    inside = [dt.datetime.combine(day, dt.time(hour, 30), paris) for hour in (0, 4, 6, 21, 23)]
    outside = [dt.datetime.combine(day, dt.time(hour), paris) for hour in (7, 12, 20)]
    assert all(windows.is_inside(nights, moment, paris) for moment in inside)
    assert not any(windows.is_inside(nights, moment, paris) for moment in outside)


@pytest.mark.parametrize(
    ("born", "day", "band"),
    [
        (dt.date(2010, 11, 24), dt.date(2026, 11, 23), bands.YOUNGER),
        (dt.date(2010, 11, 24), dt.date(2026, 11, 24), bands.OLDER),
        (dt.date(2008, 11, 24), dt.date(2026, 11, 24), bands.ADULT),
        (dt.date(2008, 2, 29), dt.date(2026, 2, 28), bands.OLDER),
        (dt.date(2008, 2, 29), dt.date(2026, 3, 1), bands.ADULT),
    ],
)
def test_bands_switch_on_the_birthday(born, day, band):
    assert bands.band_on(born, day) == band
