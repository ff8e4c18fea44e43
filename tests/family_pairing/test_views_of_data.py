"""What the two sides are shown: the same facts, a fixed number of queries, nothing after the safe route."""

import datetime as dt

from django.db import connection
from django.test.utils import CaptureQueriesContext

from family_pairing.selectors.dashboard import view_for_teen, views_for_guardian
from family_pairing.services import choices, ending, extra_time, screen_time
from tests.family_pairing.conftest import make_user, pair


def facts(view):
    return [(row.key, row.in_words, row.set_by) for group in view.groups for row in group["rows"]]


def test_both_sides_see_the_same(paired, guardian, teen, now):
    choices.set_by_guardian(pairing=paired, user=guardian, key="search", value="off", now=now)
    choices.set_by_teen(teen=teen, key="comments", value="no_one", now=now)
    (for_guardian,) = views_for_guardian(guardian=guardian, now=now)
    assert facts(for_guardian) == facts(view_for_teen(teen=teen, now=now))


def test_six_teens_ask_as_much_as_one(guardian, teen, now):
    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            views_for_guardian(guardian=guardian, now=now)
        return len(captured)

    pair(guardian, teen, now)
    one = count()
    for number in range(5):
        pair(guardian, make_user(f"t{number}@example.org", "teen", 14, now), now)
    assert count() == one <= 10  # pairings; 5 of inputs; requests, plans, 2 of reviews


def test_after_the_safe_route_the_guardians_view_stands_still(paired, guardian, teen, now):
    screen_time.report_usage(teen=teen, day=now.date(), minutes=40, now=now)
    before = facts(views_for_guardian(guardian=guardian, now=now)[0])
    ending.sever(pairing=paired, now=now)
    later = now + dt.timedelta(days=1)
    choices.set_by_teen(teen=teen, key="comments", value="no_one", now=later)
    screen_time.report_usage(teen=teen, day=later.date(), minutes=200, now=later)
    (view,) = views_for_guardian(guardian=guardian, now=later)
    assert facts(view) == before
    assert [day.minutes for day in view.usage.days if day.minutes is not None] == [40]


def test_after_the_safe_route_nothing_of_the_others_moves_either(paired, guardian, other_guardian, teen, now):
    second = pair(other_guardian, teen, now)
    choices.set_by_guardian(pairing=second, user=other_guardian, key="search", value="off", now=now)
    choices.set_by_teen(teen=teen, key="comments", value="no_one", now=now)
    before = facts(views_for_guardian(guardian=guardian, now=now)[0])
    ending.sever(pairing=paired, now=now + dt.timedelta(hours=1))
    later = now + dt.timedelta(hours=2)
    choices.set_by_teen(teen=teen, key="comments", value="friends", now=later)
    choices.remove_by_guardian(pairing=second, user=other_guardian, key="search", now=later)
    assert facts(views_for_guardian(guardian=guardian, now=now)[0]) == before
    choices.set_by_guardian(pairing=paired, user=guardian, key="autoplay", value="off", now=later)
    (view,) = views_for_guardian(guardian=guardian, now=now)
    rows = {row.key: row for group in view.groups for row in group["rows"]}
    assert rows["autoplay"].set_by == ["Claude"]


def test_one_guardians_extra_time_does_not_lift_the_others_limit(paired, guardian, other_guardian, teen, now):
    second = pair(other_guardian, teen, now)
    choices.set_by_guardian(pairing=paired, user=guardian, key="daily_screen_time", value=60, now=now)
    extra_time.grant(pairing=second, user=other_guardian, minutes=None, now=now)
    assert view_for_teen(teen=teen, now=now).today_limit == 60
    extra_time.grant(pairing=paired, user=guardian, minutes=30, now=now)
    assert view_for_teen(teen=teen, now=now).today_limit == 90
