"""What holds, for any family and any choices."""

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from family_pairing.policy import allowed
from family_pairing.policy.allowed import Way, in_the_way, needs_request, way_for_teen
from family_pairing.policy.bands import BANDS, OLDER, YOUNGER
from family_pairing.policy.catalogue import CATALOGUE, SETTINGS
from family_pairing.policy.effective import Chosen, effective_policy, is_looser, may_teen_set_directly, respects_floor
from tests.family_pairing.policy.strategies import KEYS, choices, values

BAND = st.sampled_from(BANDS)
GUARDIANS = st.lists(choices(), max_size=3).map(lambda found: list(enumerate(found)))


def held(band, guardians, teen):
    return {key: effective.value for key, effective in effective_policy(band, guardians, teen).items()}


def at_least_as_strict(key, one, other):
    return CATALOGUE[key].kind.at_least_as_strict(one, other)


@settings(max_examples=60, deadline=None)
@given(GUARDIANS, choices())
def test_the_younger_band_is_never_less_protected_by_the_same_choices(guardians, teen):
    younger, older = held(YOUNGER, guardians, teen), held(OLDER, guardians, teen)
    assert all(at_least_as_strict(key, younger[key], older[key]) for key in CATALOGUE)


@settings(max_examples=60, deadline=None)
@given(BAND, GUARDIANS, choices(), choices())
def test_one_more_guardian_never_loosens_what_others_chose(band, guardians, teen, more):
    before, after = held(band, guardians, teen), held(band, [*guardians, ("new", more)], teen)
    chosen = {key for _ref, found in guardians for key in found} | set(teen)
    assert all(at_least_as_strict(key, after[key], before[key]) for key in chosen)


@settings(max_examples=60, deadline=None)
@given(BAND, GUARDIANS, choices(), st.data())
def test_tightening_what_holds_tightens_it_for_a_teen_without_asking(band, guardians, teen, data):
    key = data.draw(KEYS)
    now = held(band, guardians, teen)[key]
    wanted = CATALOGUE[key].kind.strictest(now, data.draw(values(CATALOGUE[key].kind)))
    assert may_teen_set_directly(key, wanted, band, guardians)
    assert way_for_teen(key, wanted, band, guardians) is Way.CHOOSE
    assert held(band, guardians, {**teen, key: Chosen(wanted)})[key] == wanted


@settings(max_examples=100, deadline=None)
@given(BAND, GUARDIANS, st.data())
def test_each_value_is_a_tap_a_question_or_not_to_be_had(band, guardians, data):
    key = data.draw(KEYS)
    value = data.draw(values(CATALOGUE[key].kind))
    way = way_for_teen(key, value, band, guardians)
    asked = in_the_way(key, value, guardians)
    assert (way is Way.CHOOSE) == may_teen_set_directly(key, value, band, guardians)
    assert (way is Way.NOT_NOW) == (not respects_floor(key, value, band))
    assert needs_request(key, value, band, guardians) == (way is Way.ASK) == (bool(asked) and way is not Way.NOT_NOW)
    # A value that is a tap or was agreed to by all who were asked is what then holds.
    agreed = [(ref, {**found, key: Chosen(value)} if ref in asked else found) for ref, found in guardians]
    if way is not Way.NOT_NOW:
        assert held(band, agreed, {key: Chosen(value)})[key] == value


@given(BAND, GUARDIANS, st.data())
def test_the_loosest_is_the_edge_of_what_a_teen_may_choose(band, guardians, data):
    key = data.draw(KEYS)
    value = data.draw(values(CATALOGUE[key].kind))
    edge = allowed.loosest_for_teen(key, band, guardians)
    assert may_teen_set_directly(key, edge, band, guardians)
    assert may_teen_set_directly(key, value, band, guardians) == at_least_as_strict(key, value, edge)
    assert respects_floor(key, value, band) == at_least_as_strict(key, value, allowed.loosest_for_guardian(key, band))


@given(st.data(), KEYS)
def test_looser_is_a_strict_partial_order(data, key):
    one, other = (data.draw(values(CATALOGUE[key].kind)) for _ in range(2))
    assert not is_looser(key, one, one)
    assert not (is_looser(key, one, other) and is_looser(key, other, one))
    assert is_looser(key, CATALOGUE[key].kind.least(), one) == (one != CATALOGUE[key].kind.least())


def test_two_lists_of_words_are_neither_looser_nor_stricter():
    assert not is_looser("filtered_keywords", ["a"], ["b"])
    assert not is_looser("filtered_keywords", ["b"], ["a"])
    assert in_the_way("filtered_keywords", ["b"], [("mum", {"filtered_keywords": Chosen(["a"])})]) == ("mum",)


def test_a_default_is_nobodys_choice_and_a_teen_may_loosen_it():
    assert held(YOUNGER, [], {})["restricted_mode"] == "on"
    assert way_for_teen("restricted_mode", "off", YOUNGER, []) is Way.CHOOSE
    assert held(YOUNGER, [], {"restricted_mode": Chosen("off")})["restricted_mode"] == "off"
    assert way_for_teen("restricted_mode", "off", YOUNGER, [("mum", {"restricted_mode": Chosen("on")})]) is Way.ASK


def test_a_floor_holds_against_everybody():
    loosest = {setting.key: Chosen(setting.kind.least()) for setting in SETTINGS}
    for band in BANDS:
        for setting in SETTINGS:
            floor = setting.floor(band)
            effective = effective_policy(band, [("mum", loosest)], loosest)[setting.key]
            assert effective.value == (setting.kind.least() if floor is None else floor), setting.key
            assert effective.is_floor == (floor is not None), setting.key


def test_everyone_whose_choice_holds_is_named_with_the_latest_moment():
    early, late = dt.datetime(2026, 1, 1, tzinfo=dt.UTC), dt.datetime(2026, 6, 1, tzinfo=dt.UTC)
    guardians = [
        ("mum", {"filtered_keywords": Chosen(["a"], early), "daily_screen_time": Chosen([30] * 7, early)}),
        ("dad", {"filtered_keywords": Chosen(["b"], late), "daily_screen_time": Chosen([90] * 7, late)}),
    ]
    policy = effective_policy(OLDER, guardians, {"filtered_keywords": Chosen([], late)})
    words, minutes = policy["filtered_keywords"], policy["daily_screen_time"]
    assert (words.value, words.set_by, words.set_at) == (["a", "b"], ("guardian:mum", "guardian:dad"), late)
    assert (minutes.value, minutes.set_by, minutes.set_at) == ([30] * 7, ("guardian:mum",), early)
