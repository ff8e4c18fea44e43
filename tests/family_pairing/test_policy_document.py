"""What a platform is told of a teen: the effective policy, today's minutes, and what no limit ever closes."""

from family_pairing.policy.catalogue import is_always_reachable
from family_pairing.services import choices, extra_time
from safety_centre.accounts.clock import today_of
from safety_centre.platform_api.views import policy_document


def test_no_limit_and_no_window_closes_help(paired, guardian, teen, now):
    choices.set_by_guardian(pairing=paired, user=guardian, key="daily_screen_time", value=0, now=now)
    choices.set_by_guardian(pairing=paired, user=guardian, key="time_away", value=[[0, 7 * 1440]], now=now)
    document = policy_document(teen, today_of(teen, now))
    assert document["today"]["minutes"] == 0
    assert {"help", "guides", "prevention_help", "report"} <= set(document["always_reachable"])
    assert all(is_always_reachable(surface) for surface in document["always_reachable"])
    assert not is_always_reachable("feed")


def test_extra_time_reaches_the_platform(paired, guardian, teen, now):
    choices.set_by_guardian(pairing=paired, user=guardian, key="daily_screen_time", value=20, now=now)
    extra_time.grant(pairing=paired, user=guardian, minutes=15, now=now)
    assert policy_document(teen, today_of(teen, now))["today"]["minutes"] == 35
