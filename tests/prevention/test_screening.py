"""Screening: what is found, what help it meets, and what counts."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from guides.models import Helpline
from safety_centre.prevention.models import Cover, DailyAggregate, Exposure
from safety_centre.prevention.selectors import help as help_selectors
from safety_centre.prevention.selectors.help import as_dict
from safety_centre.prevention.services import aggregates
from safety_centre.prevention.services.screening import screen

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_lexicon")]


def counted() -> dict[str, int]:
    return dict(Exposure.objects.values_list("topic", "count"))


def test_an_urgent_search_meets_people_first_and_opt_in_results(now):
    found = screen(text="i want to die", trigger="search", language="en", country="GB", now=now).help
    assert (found.topic, found.level, found.results_opt_in) == ("suicide-self-harm", "urgent", True)
    assert found.resources[0].kind == "people"
    assert {"people", "guide", "exercise"} <= {resource.kind for resource in found.resources}
    assert "listen to you right now" in found.line
    assert found.friend_url.endswith("?for=friend")


def test_a_concern_meets_the_guide_first_and_no_emergency_number(now):
    found = screen(text="#thinspo", language="fr", country="FR", age_band="13-15", now=now).help
    assert found.resources[0].kind == "guide"
    assert not found.results_opt_in
    assert "15" not in [resource.dial for resource in found.resources]


@pytest.mark.parametrize(("language", "start"), [("fr", "/fr/"), ("en", "/en/"), ("de", "/fr/"), (None, "/en/")])
def test_help_speaks_the_readers_language_else_the_words_own(now, language, start):
    text = "suicide" if language != "fr" else "harcèlement"
    hashtags = ["thinspo"] if language == "de" else []
    found = screen(text=text, hashtags=hashtags, language=language, now=now).help
    assert start in found.guide_url


def test_nothing_sensitive_is_nothing(now):
    screened = screen(text="a nice day", account="a", now=now)
    assert (screened.matches, screened.help) == ([], None)
    assert not counted()


@pytest.mark.parametrize(
    ("text", "trigger", "uses"),
    [
        ("suicide", "search", {"suicide-self-harm": 1}),
        ("suicide", "share", {"suicide-self-harm": 1}),
        ("suicide", "hashtag", {"suicide-self-harm": 1}),
        ("suicide", "report", {}),
        ("help for suicidal thoughts", "search", {}),
        ("suicide, i look for help for suicidal thoughts", "search", {}),
        ("suicide prevention", "search", {}),
        ("bullied suicide suicide", "share", {"harassment": 1, "suicide-self-harm": 1}),
    ],
)
def test_what_counts_as_a_use(now, text, trigger, uses):
    screen(text=text, trigger=trigger, language="en", account="a", now=now)
    assert counted() == uses


def test_without_an_account_nothing_but_a_number_is_kept(now):
    screen(text="suicide", trigger="search", language="en", now=now)
    assert not counted()
    aggregates.flush()
    row = DailyAggregate.objects.get()
    assert (row.kind, row.topic, row.trigger, row.count) == ("intervention", "suicide-self-harm", "search", 1)


def test_three_uses_within_a_week_cover_for_two_weeks(now):
    for days in (6, 1, 0):
        assert not Cover.objects.exists()
        screen(text="bullied", language="en", account="a", now=now - dt.timedelta(days=days))
    cover = Cover.objects.get()
    assert (cover.topic, cover.since, cover.until, cover.uses) == (
        "harassment", now.date(), now.date() + dt.timedelta(days=14), 3,
    )  # fmt: skip


def test_uses_outside_the_window_dont_add_up(now):
    for days in (7, 1, 0):
        screen(text="bullied", language="en", account="a", now=now - dt.timedelta(days=days))
    assert not Cover.objects.exists()


def test_screening_asks_two_queries_at_most(now, django_assert_max_num_queries):
    screen(text="bullied suicide thinspo", hashtags=["thinspo"], language="en", country="GB", account="a", now=now)
    with django_assert_max_num_queries(2):
        found = screen(text="bullied suicide", hashtags=["thinspo"], language="en", country="GB", account="a", now=now)
    assert len({match.topic for match in found.matches}) == 3
    with django_assert_max_num_queries(0):
        screen(text="bullied", language="en", country="GB", now=now)


def people(text: str, hour: int, day: dt.date = dt.date(2026, 6, 3)) -> list[tuple[str, bool | None, str]]:
    """Return who to talk to in France at that hour of a day (a Wednesday), as "dial", open, hours."""
    at = dt.datetime.combine(day, dt.time(hour), ZoneInfo("Europe/Paris"))
    found = screen(text=text, language="fr", country="FR", age_band="13-15", now=at).help
    return [(one.dial, one.open_now, one.hours) for one in found.resources if one.kind == "people"]


def test_whom_the_topic_is_about_comes_first_open_or_closed_and_says_when_it_opens():
    by_day, by_night = people("harcèlement", 15), people("harcèlement", 3)
    assert by_day[0] == ("3018", True, "Ouvert maintenant, jusqu’à 23:00 (heure de Paris)")
    assert by_night[0] == ("3018", False, "Fermé. Ouvre à 09:00 (heure de Paris)")
    assert "119" in [dial for dial, _open, _hours in by_night[1:]]
    general = [is_open for dial, is_open, _hours in by_night if dial != "3018"]
    assert general == sorted(general, key=lambda is_open: is_open is False), "of the others, who answers comes first"


def test_for_urgent_who_answers_now_comes_first():
    urgent = people("je veux mourir", 3)
    assert urgent[0][1] is True
    states = [is_open for _dial, is_open, _hours in urgent]
    assert states == sorted(states, key=lambda is_open: is_open is False)


def test_a_public_holiday_closes_a_line_that_says_so():
    """The finder's own rule: what opens on no holiday isn't said to be open on one."""
    Helpline.objects.filter(dial="3018").update(on_holidays=Helpline.OnHolidays.CLOSED)
    help_selectors.forget()
    assert people("harcèlement", 15, dt.date(2026, 7, 14))[0][:2] == ("3018", False)
    assert people("harcèlement", 15, dt.date(2026, 7, 13))[0][:2] == ("3018", True)


def test_help_holds_no_word_of_the_readers(now):
    found = as_dict(screen(text="bullied xyzzy", language="en", country="GB", now=now).help)
    assert "xyzzy" not in str(found)
