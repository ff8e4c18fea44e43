"""Searches that found nothing: what is counted, what never is, and who sees it when."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.utils import timezone

from safety_centre.search import empty
from safety_centre.search.models import EmptySearch
from safety_centre.search.selectors import empty_searches
from tests.prevention.conftest import publish_rows
from tests.search.conftest import ask

pytestmark = pytest.mark.django_db


def kept() -> list[tuple[str, str, str, int]]:
    empty.flush()
    return sorted(EmptySearch.objects.values_list("language", "topic", "query", "count"))


def test_a_search_without_result_is_a_number_of_its_day():
    for _ in range(3):
        ask("en", "Xylophone  Trombón")
    assert not EmptySearch.objects.exists(), "nothing is written while a reader waits"
    assert kept() == [("en", "", "xylophone trombon", 3)]
    assert EmptySearch.objects.get().day == timezone.localdate()


def test_a_search_with_results_is_not_counted():
    ask("en", "harassment")
    assert kept() == []


@pytest.mark.parametrize(
    "text",
    ["xylophone 0612345678", "xylo@xylo.xy", "https://xylo.xy", "xylophone " * 7, "x" * 61, "xylophone 77"],
)
def test_what_could_tell_of_somebody_is_counted_without_its_words(text):
    ask("en", text)
    assert kept() == [("en", "", "", 1)]


def test_sensitive_words_are_never_kept_only_their_topic():
    publish_rows([("en", "thinspo", "eating-disorders", "risk", "at-risk", "word")])
    from guides.models import TopicGuidePage

    for page in TopicGuidePage.objects.filter(locale__language_code="en"):
        page.unpublish()
    ask("en", "thinspo xylophone")
    assert kept() == [("en", "eating-disorders", "", 1)]


def test_the_subject_chosen_goes_along():
    ask("en", "xylophone", topic="hate")
    assert kept() == [("en", "hate", "xylophone", 1)]


def test_partners_see_ten_and_more_of_the_days_they_ask_for():
    today = timezone.localdate()
    rows = [
        ("en", "hate", "slur", today, 6),
        ("en", "hate", "slur", today - dt.timedelta(days=1), 4),
        ("en", "hate", "slur", today - dt.timedelta(days=40), 90),
        ("en", "hate", "rare", today, 9),
        ("fr", "hate", "", today, 12),
        ("fr", "harassment", "autre", today, 50),
    ]
    for language, topic, query, day, count in rows:
        EmptySearch.objects.create(language=language, topic=topic, query=query, day=day, count=count)
    assert empty_searches("hate", today - dt.timedelta(days=30)) == [
        {"language": "fr", "query": "", "count": 12, "last_day": today},
        {"language": "en", "query": "slur", "count": 10, "last_day": today},
    ]


def test_counts_are_erased_after_ninety_days(capsys):
    today = timezone.localdate()
    for days in (0, 89, 90, 91, 200):
        EmptySearch.objects.create(language="en", query=f"q{days}", day=today - dt.timedelta(days=days), count=20)
    call_command("tend_search")
    assert sorted(EmptySearch.objects.values_list("query", flat=True)) == ["q0", "q89", "q90"]
    assert "2 rows erased" in capsys.readouterr().out
    call_command("tend_search")
    assert "0 rows erased" in capsys.readouterr().out
