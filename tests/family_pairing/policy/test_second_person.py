"""Every value has its sentence for both sides, and both are told the same fact."""

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from family_pairing.policy import words
from family_pairing.policy.catalogue import CATALOGUE, SETTINGS
from family_pairing.policy.kinds import Choice
from family_pairing.policy.second_person import CHOICES, OTHERS, sentence
from tests.family_pairing.policy.strategies import KEYS, values


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def test_no_value_is_without_its_sentence_and_no_sentence_without_its_value():
    chosen = {setting.key: set(setting.kind.values) for setting in SETTINGS if isinstance(setting.kind, Choice)}
    assert {key: set(said) for key, said in CHOICES.items()} == chosen
    assert set(OTHERS) == set(CATALOGUE) - set(chosen)


def test_each_value_of_a_setting_says_something_else():
    for key, said in CHOICES.items():
        for for_guardian in (False, True):
            assert len({sentence(key, value, for_guardian=for_guardian) for value in said}) == len(said), key


@given(KEYS, st.data())
def test_a_guardian_is_never_spoken_to_as_the_teen(key, data):
    value = data.draw(values(CATALOGUE[key].kind))
    with translation.override("en"):
        to_teen, to_guardian = (sentence(key, value, for_guardian=guardian) for guardian in (False, True))
        said = words.value_in_words(key, value)
    assert "teen" not in to_teen.replace(said, "").lower()
    assert "you" not in to_guardian.replace(said, "").lower().replace("your teen", "").split()


@pytest.mark.parametrize(
    ("key", "value", "to_teen", "to_guardian"),
    [
        (
            "comments",
            "no_one",
            "No one can comment on your videos.",
            "No one can comment on your teen’s videos.",
        ),
        (
            "daily_screen_time",
            [45] * 7,
            "Your screen time: 45 min a day. Help stays open after it.",
            "Your teen’s screen time: 45 min a day. Help stays open after it.",
        ),
        (
            "daily_screen_time",
            [1440] * 7,
            "Your screen time has no limit.",
            "Your teen’s screen time has no limit.",
        ),
        (
            "wind_down",
            "21:30",
            "Your screen suggests stopping from 21:30.",
            "Your teen’s screen suggests stopping from 21:30.",
        ),
        (
            "filtered_keywords",
            ["50 %", "a"],
            "Videos with these words aren’t shown to you: 50 %, a.",
            "Videos with these words aren’t shown to your teen: 50 %, a.",
        ),
    ],
)
def test_what_is_said(key, value, to_teen, to_guardian):
    assert sentence(key, value, for_guardian=False) == to_teen
    assert sentence(key, value, for_guardian=True) == to_guardian


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("comments", "followers", "Comments on posted videos: followers"),
        ("an_old_setting", "on", "an_old_setting: on"),
    ],
)
def test_what_the_catalogue_no_longer_has_is_said_as_it_stands(key, value, said):
    assert sentence(key, value, for_guardian=True) == said


@pytest.mark.parametrize(
    ("spans", "said"),
    [
        ([[0, 420], [1260, 1440]], "Monday 00:00–07:00, Monday 21:00–24:00"),
        ([[6 * 1440, 7 * 1440]], "Sunday 00:00–24:00"),
        ([[5 * 1440, 7 * 1440]], "Saturday 00:00–Sunday 24:00"),
        ([[4 * 1440 + 1200, 6 * 1440 + 1200]], "Friday 20:00–Sunday 20:00"),
        ([[1200, 1440 + 1200]], "Monday 20:00–Tuesday 20:00"),
        ([[0, 420], [6 * 1440 + 1260, 7 * 1440]], "Sunday 21:00–07:00"),
        ([[day * 1440 + 1260, day * 1440 + 1440] for day in range(7)], "every day 21:00–24:00"),
        ([[day * 1440 + 510, day * 1440 + 990] for day in range(5)], "Monday–Friday 08:30–16:30"),
        (
            [[day * 1440 + 720, day * 1440 + 780] for day in (0, 2, 3, 6)],
            "Sunday–Monday 12:00–13:00, Wednesday–Thursday 12:00–13:00",
        ),
        ([[0, 7 * 1440]], "always"),
        ([], "none"),
    ],
)
def test_windows_name_the_day_on_which_they_end_where_hours_would_mislead(spans, said):
    assert words.value_in_words("time_away", spans) == said
