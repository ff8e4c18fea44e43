"""Each kind's canonical form and its order."""

import json
from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from family_pairing.policy.catalogue import SETTINGS
from family_pairing.policy.kinds import FromTime, Keywords, WeekdayMinutes, WeeklyWindows
from tests.family_pairing.policy.strategies import ANYTHING, raw, values

KINDS = list({type(setting.kind).__name__ + str(setting.kind): setting.kind for setting in SETTINGS}.values())
ANY_KIND = st.sampled_from(KINDS)


@given(st.data(), ANY_KIND)
def test_the_canonical_form_survives_json_and_a_second_reading(data, kind):
    value = kind.clean(data.draw(raw(kind)))
    assert kind.clean(json.loads(json.dumps(value))) == value


@given(st.data(), ANY_KIND)
def test_values_that_protect_alike_are_written_alike(data, kind):
    one, other = data.draw(values(kind)), data.draw(values(kind))
    both_ways = kind.at_least_as_strict(one, other) and kind.at_least_as_strict(other, one)
    assert both_ways == (one == other)


@given(st.data(), ANY_KIND)
def test_being_stricter_carries_over(data, kind):
    one, other, third = (data.draw(values(kind)) for _ in range(3))
    middle = kind.strictest(one, other)
    assert kind.at_least_as_strict(kind.strictest(middle, third), one)
    if kind.at_least_as_strict(one, other) and kind.at_least_as_strict(other, third):
        assert kind.at_least_as_strict(one, third)


@given(st.data(), ANY_KIND)
def test_nothing_protects_less_than_the_least(data, kind):
    value = data.draw(values(kind))
    assert kind.clean(kind.least()) == kind.least()
    assert kind.at_least_as_strict(value, kind.least())
    assert kind.strictest(value, kind.least()) == value


@given(ANYTHING, ANY_KIND)
def test_whatever_is_sent_is_read_or_refused(sent, kind):
    with suppress(ValidationError):
        read = kind.clean(sent)
        assert kind.clean(read) == read
        json.dumps(read).encode()


@pytest.mark.parametrize(
    ("kind", "sent"),
    [
        (Keywords(), [None]),
        (Keywords(), [{"word": "a"}]),
        (Keywords(), "one word"),
        (Keywords(), ["x" * 61]),
        (Keywords(), [f"word {number}" for number in range(201)]),
        (WeekdayMinutes(), [60] * 6),
        (WeekdayMinutes(), [60.5] * 7),
        (WeekdayMinutes(), [True] * 7),
        (WeekdayMinutes(), 1441),
        (WeekdayMinutes(), -1),
        (WeeklyWindows(), [[0, float("inf")]]),
        (WeeklyWindows(), [[0.5, 600]]),
        (WeeklyWindows(), [[False, True]]),
        (WeeklyWindows(), [[600, 600]]),
        (WeeklyWindows(), [[-60, 600]]),
        (WeeklyWindows(), {"0": 600}),
        (FromTime(), "24:00"),
        (FromTime(), "22"),
        (FromTime(), "22:00+02:00"),
        (FromTime(), "late"),
    ],
)
def test_what_no_form_means_is_refused(kind, sent):
    with pytest.raises(ValidationError) as refused:
        kind.clean(sent)
    assert all(message.strip() for message in refused.value.messages)


def test_one_keyword_has_one_spelling():
    sent = ["Régime", "re\u0301gime ", "RÉGIME", "  ré\x00gime", "a\u00a0\n b", "A B", "", " \t"]
    assert Keywords().clean(sent) == ["a b", "régime"]


def test_halves_of_characters_never_reach_the_database():
    (word,) = Keywords().clean(["ok\ud800\x00\x1f"])
    assert word.encode() == b"ok"


def test_the_evening_goes_past_midnight():
    assert FromTime().strictest("23:30", "00:15") == "23:30"
    assert FromTime().strictest("", "00:15") == "00:15"
    assert FromTime().strictest("12:00", "11:59") == "12:00"


def test_one_number_is_the_same_limit_every_day():
    assert WeekdayMinutes().clean(45) == [45] * 7


def test_each_weekday_keeps_its_lowest():
    weekdays, weekend = [30] * 5 + [120] * 2, [60] * 5 + [60] * 2
    assert WeekdayMinutes().strictest(weekdays, weekend) == [30] * 5 + [60] * 2
