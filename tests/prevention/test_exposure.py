"""Counting under concurrency, forgetting, pausing, contesting."""

import datetime as dt
import threading

import pytest
from django.core.management import call_command
from django.db import connection

from safety_centre.prevention.accounts import account_key
from safety_centre.prevention.decisions import Sensitivity
from safety_centre.prevention.models import Contest, Cover, Exposure, Pause
from safety_centre.prevention.selectors.viewer import kept_of, viewer_of
from safety_centre.prevention.services import exposure


@pytest.mark.concurrency
def test_eight_threads_count_every_use(own_database, now):
    each, threads = 1000, 8
    barrier, problems = threading.Barrier(threads), []

    def use() -> None:
        try:
            barrier.wait()
            for _ in range(each):
                exposure.count_use(account="a", topics=["hate", "harassment"], now=now)
        except Exception as error:
            problems.append(error)
        finally:
            connection.close()

    running = [threading.Thread(target=use) for _ in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    assert not problems
    assert dict(Exposure.objects.values_list("topic", "count")) == dict.fromkeys(["hate", "harassment"], each * threads)
    assert dict(Cover.objects.values_list("topic", "uses")) == dict.fromkeys(["hate", "harassment"], each * threads)


def test_what_is_over_is_erased_and_nothing_else(db, now):
    for days in (0, 6, 7, 30):
        exposure.count_use(account="a", topics=["hate"], now=now - dt.timedelta(days=days))
    Cover.objects.create(account="a", topic="depression", since=now.date(), until=now.date(), uses=3)
    Cover.objects.create(account="b", topic="depression", since=now.date(), until=now.date() - dt.timedelta(1), uses=3)
    call_command("tend_prevention")
    days = [(now.date() - day).days for day in Exposure.objects.order_by("-day").values_list("day", flat=True)]
    assert days == [0, 6]
    assert list(Cover.objects.values_list("account", flat=True)) == ["a"]


def test_a_cover_lifts_by_itself(db, now):
    key = account_key("viewer")
    for _ in range(3):
        exposure.count_use(account=key, topics=["hate"], now=now)
    assert viewer_of(platform_id="viewer", today=now.date()).covered == {"hate"}
    assert viewer_of(platform_id="viewer", today=now.date() + dt.timedelta(14)).covered == {"hate"}
    assert viewer_of(platform_id="viewer", today=now.date() + dt.timedelta(15)).covered == frozenset()


def test_pausing_resuming_and_clearing(db, now):
    key = account_key("viewer")
    for _ in range(3):
        exposure.count_use(account=key, topics=["hate", "depression"], now=now)
    exposure.pause(account=key, days=7, now=now)
    assert viewer_of(platform_id="viewer", today=now.date()).is_paused
    exposure.resume(account=key)
    assert not viewer_of(platform_id="viewer", today=now.date()).is_paused
    exposure.clear(account=key, topic="hate")
    assert viewer_of(platform_id="viewer", today=now.date()).covered == {"depression"}
    exposure.clear(account=key)
    assert kept_of(account=key, today=now.date()) == {
        "exposures": [], "covers": [], "paused_until": None, "contests": [],
    }  # fmt: skip


def test_contesting_twice_is_once_and_upholding_lifts(db, now):
    for _ in range(3):
        exposure.count_use(account="a", topics=["hate", "depression"], now=now)
    first = exposure.contest(account="a", topic="hate", reason="not-about-it", now=now)
    assert exposure.contest(account="a", topic="hate", reason="other", now=now) == first
    exposure.decide_contest(contest=first, uphold=True, now=now)
    assert Contest.objects.get().state == "upheld"
    assert set(Cover.objects.values_list("topic", flat=True)) == {"depression"}
    call_command("tend_prevention")
    assert Contest.objects.count() == 1
    exposure.erase_after_window(now=now + dt.timedelta(days=31))
    assert not Contest.objects.exists()
    assert not Pause.objects.exists()


def test_an_account_is_kept_as_a_keyed_hash_only(db, settings):
    assert len(account_key("sacha")) == 64
    before = account_key("sacha")
    settings.SECRET_KEY = "another " * 8
    assert account_key("sacha") != before


def test_a_viewer_that_is_nobody_here_has_the_platforms_default(db, now, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert viewer_of(platform_id="x", today=now.date()).sensitivity is Sensitivity.COVER_ON_REPEAT
    with django_assert_num_queries(2):
        viewer_of(platform_id="7d5c2b0e-4a1c-4c58-9b4e-0d0c3bd1a111", today=now.date())


def test_a_connection_that_died_is_replaced_for_a_read(own_database, now):
    """As after a restart of the database: the page of the feed is decided all the same."""
    viewer_of(platform_id="viewer", today=now.date())
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [pid])
    other.close()
    connection.health_check_done = False
    assert viewer_of(platform_id="viewer", today=now.date()).covered == frozenset()
