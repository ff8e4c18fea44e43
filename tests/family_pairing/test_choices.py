"""Choices, requests, plans, the safe route and the agreement, through the services."""

import datetime as dt

import pytest
from django.core import mail
from django.core.exceptions import ValidationError

from family_pairing.errors import PairingError
from family_pairing.models import GuardianChoice, HistoryEvent, SafeRouteRequest, SettingRequest
from family_pairing.selectors.pairings import pairings_of_guardian, visible_state
from family_pairing.selectors.policy import policy_of
from family_pairing.services import agreement as agreements
from family_pairing.services import choices, ending, extra_time, safe_route, screen_time
from family_pairing.transitions import ForbiddenStep, State
from guides.models import CharterCommitment
from tests.family_pairing.conftest import pair


def held(teen, key, now):
    return policy_of(teen=teen, today=now.date())[key]


def test_the_strictest_of_two_guardians_holds_and_both_are_named(paired, guardian, other_guardian, teen, now):
    second = pair(other_guardian, teen, now)
    choices.set_by_guardian(pairing=paired, user=guardian, key="daily_screen_time", value=30, now=now)
    choices.set_by_guardian(pairing=second, user=other_guardian, key="daily_screen_time", value=45, now=now)
    assert held(teen, "daily_screen_time", now).value == [30] * 7
    assert held(teen, "daily_screen_time", now).set_by == (f"guardian:{paired.pk}",)


def test_nobody_goes_below_the_floor(paired, guardian, teen, now):
    with pytest.raises(ValidationError) as refused:
        choices.set_by_guardian(pairing=paired, user=guardian, key="direct_messages", value="friends", now=now)
    assert "value" in refused.value.message_dict
    with pytest.raises(ValidationError):
        choices.set_by_teen(teen=teen, key="live", value="watch", now=now)


def test_a_teen_tightens_freely_and_asks_to_loosen(paired, guardian, teen, now):
    choices.set_by_guardian(pairing=paired, user=guardian, key="search", value="off", now=now)
    choices.set_by_teen(teen=teen, key="comments", value="no_one", now=now)
    assert held(teen, "comments", now).set_by == ("teen",)
    with pytest.raises(ValidationError):
        choices.set_by_teen(teen=teen, key="search", value="on", now=now)
    (request,) = choices.ask(teen=teen, key="search", value="on", now=now)
    assert choices.ask(teen=teen, key="search", value="on", now=now) == [request]  # a second tap
    with pytest.raises(ValidationError):
        choices.ask(teen=teen, key="search", value="on", now=now + dt.timedelta(minutes=1))
    choices.accept_request(request=request, user=guardian, now=now)
    assert held(teen, "search", now).value == "on"


def test_decline_needs_a_reason_and_offers_expire(paired, guardian, teen, now):
    choices.set_by_guardian(pairing=paired, user=guardian, key="daily_screen_time", value=30, now=now)
    (request,) = choices.ask(teen=teen, key="daily_screen_time", value=90, now=now)
    with pytest.raises(ValidationError) as refused:
        choices.decline_request(request=request, user=guardian, reason="  ", now=now)
    assert "reason" in refused.value.message_dict
    choices.counter_request(request=request, user=guardian, offer=60, now=now)
    assert choices.expire_requests(now=now + dt.timedelta(days=8)) == 1
    request.refresh_from_db()
    assert request.state == SettingRequest.State.EXPIRED
    assert held(teen, "daily_screen_time", now).value == [30] * 7


def test_a_counter_offer_becomes_the_choice_once_taken(paired, guardian, teen, now):
    choices.set_by_guardian(pairing=paired, user=guardian, key="daily_screen_time", value=30, now=now)
    (request,) = choices.ask(teen=teen, key="daily_screen_time", value=90, now=now)
    choices.counter_request(request=request, user=guardian, offer=60, now=now)
    choices.accept_offer(request=request, user=teen, now=now)
    assert held(teen, "daily_screen_time", now).value == [60] * 7
    with pytest.raises(PairingError):
        choices.decline_request(request=request, user=guardian, reason="too late", now=now)


def test_plans_are_carried_out_once_on_their_day(paired, guardian, teen, now):
    day = now.date() + dt.timedelta(days=10)
    choices.plan(pairing=paired, user=guardian, key="daily_screen_time", value=90, starts_on=day, now=now)
    assert choices.carry_out_plans(now=now) == 0
    later = now + dt.timedelta(days=10)
    assert choices.carry_out_plans(now=later) == 1
    assert choices.carry_out_plans(now=later) == 0
    assert GuardianChoice.objects.get(key="daily_screen_time").value == [90] * 7


def test_guardians_choices_hold_through_the_48_hours_and_not_after(paired, guardian, teen, now):
    choices.set_by_guardian(pairing=paired, user=guardian, key="search", value="off", now=now)
    ending.end_by_teen(pairing=paired, user=teen, now=now)
    assert held(teen, "search", now).value == "off"
    ending.finish_holds(now=now + dt.timedelta(hours=48))
    assert held(teen, "search", now).value == "on"


def test_the_safe_route_ends_it_without_a_trace_for_the_guardian(
    paired, guardian, other_guardian, teen, now, django_capture_on_commit_callbacks
):
    choices.set_by_guardian(pairing=paired, user=guardian, key="search", value="off", now=now)
    history, mails = HistoryEvent.objects.count(), len(mail.outbox)
    with django_capture_on_commit_callbacks(execute=True):
        request = safe_route.ask(teen=teen, pairing=paired, contact="none", now=now)
        assert safe_route.ask(teen=teen, pairing=paired, contact="none", now=now).pk == request.pk
        safe_route.agree(request=request, by=other_guardian, note="", now=now)
    paired.refresh_from_db()
    assert paired.state == State.SEVERED
    assert held(teen, "search", now).value == "on"
    assert HistoryEvent.objects.count() == history
    assert len(mail.outbox) == mails
    assert [found.pk for found in pairings_of_guardian(guardian=guardian)] == [paired.pk]
    assert visible_state(paired, guardian) == "active"
    choices.set_by_guardian(pairing=paired, user=guardian, key="search", value="on", now=now)
    choices.set_by_guardian(pairing=paired, user=guardian, key="autoplay", value="off", now=now)
    assert held(teen, "autoplay", now).set_by == ("default",)
    assert SafeRouteRequest.objects.get().state == "agreed"


def test_extra_time_is_one_of_the_buttons_and_only_the_guardians(paired, guardian, teen, now):
    extra_time.grant(pairing=paired, user=guardian, minutes=30, now=now)
    with pytest.raises(ValidationError):
        extra_time.grant(pairing=paired, user=guardian, minutes=45, now=now)
    with pytest.raises(ForbiddenStep):
        extra_time.grant(pairing=paired, user=teen, minutes=30, now=now)


@pytest.mark.parametrize("minutes", [-1, 1441])
def test_usage_is_minutes_of_a_day(teen, now, minutes):
    with pytest.raises(ValidationError):
        screen_time.report_usage(teen=teen, day=now.date(), minutes=minutes, now=now)


def commitments():
    return list(CharterCommitment.objects.filter(locale__language_code="fr"))


def write(draft, user, now, **settings):
    return agreements.write(
        agreement=draft, user=user, commitments=commitments(), sides={}, settings=settings,
        review_on=now.date() + dt.timedelta(days=30), now=now,
    )  # fmt: skip


def test_an_agreement_signed_by_both_becomes_settings_at_once(paired, guardian, teen, now):
    draft = agreements.draft(pairing=paired, user=teen, now=now)
    write(draft, guardian, now, daily_screen_time=45)
    seen = agreements.content_hash(draft)
    agreements.sign(agreement=draft, user=teen, seen_hash=seen, now=now)
    assert not GuardianChoice.objects.exists()
    agreements.sign(agreement=draft, user=guardian, seen_hash=seen, now=now)
    draft.refresh_from_db()
    assert draft.state == "signed"
    assert GuardianChoice.objects.get().value == [45] * 7


def test_a_change_after_a_signature_asks_for_it_again(paired, guardian, teen, now):
    draft = agreements.draft(pairing=paired, user=teen, now=now)
    write(draft, guardian, now)
    seen = agreements.content_hash(draft)
    agreements.sign(agreement=draft, user=teen, seen_hash=seen, now=now)
    write(draft, guardian, now, search="off")
    assert not draft.signatures.exists()
    with pytest.raises(PairingError):
        agreements.sign(agreement=draft, user=teen, seen_hash=seen, now=now)


def test_a_setting_below_the_floor_undoes_the_whole_signature(paired, guardian, teen, now):
    draft = agreements.draft(pairing=paired, user=teen, now=now)
    write(draft, guardian, now, direct_messages="friends", search="off")
    seen = agreements.content_hash(draft)
    agreements.sign(agreement=draft, user=teen, seen_hash=seen, now=now)
    with pytest.raises(ValidationError):
        agreements.sign(agreement=draft, user=guardian, seen_hash=seen, now=now)
    draft.refresh_from_db()
    assert draft.state == "draft"
    assert not GuardianChoice.objects.exists()
    assert draft.signatures.count() == 1
