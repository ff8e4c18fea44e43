"""The teen's own day, a consent that is awaited, birthdays, and what the safe route must not tell."""

import datetime as dt

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from family_pairing import notify
from family_pairing.errors import PairingError
from family_pairing.models import ExtraTime, HistoryEvent, Pairing
from family_pairing.policy import bands
from family_pairing.policy.catalogue import SETTINGS
from family_pairing.policy.effective import effective_policy
from family_pairing.policy.kinds import Choice
from family_pairing.selectors.dashboard import view_for_teen, views_for_guardian
from family_pairing.selectors.policy import one_setting, policy_of
from family_pairing.services import agreement as agreements
from family_pairing.services import birthdays, choices, ending, extra_time, review_days, safe_route, screen_time
from family_pairing.services import pairing as pairings
from family_pairing.transitions import State
from guides.models import CharterCommitment
from safety_centre.accounts import services as accounts
from safety_centre.accounts.clock import today_of
from safety_centre.accounts.models import User
from tests.family_pairing.conftest import make_user, pair
from tests.family_pairing.test_pages import client_of

NIGHT = dt.datetime(2026, 11, 24, 23, 30, tzinfo=dt.UTC)  # already Wednesday in Paris, still Tuesday in Martinique


def lives(user: User, zone: str) -> User:
    user.time_zone = zone
    user.save()
    return user


# --- The teen's own day.


def test_a_day_of_screen_time_is_the_teens_own(paired, guardian, teen):
    lives(teen, "America/Martinique")
    lives(guardian, "Europe/Paris")
    extra_time.grant(pairing=paired, user=guardian, minutes=30, now=NIGHT)
    assert ExtraTime.objects.get().day == dt.date(2026, 11, 24)
    view = view_for_teen(teen=teen, now=NIGHT)
    assert (view.today, view.today_limit, view.usage.days[-1].day) == (view.today, 90, dt.date(2026, 11, 24))
    assert view_for_teen(teen=teen, now=NIGHT + dt.timedelta(hours=5)).today_limit == 60


def test_each_teen_of_one_guardian_has_their_own_day(paired, guardian, teen):
    other = lives(make_user("t2@example.org", "teen", 16, NIGHT), "Pacific/Noumea")
    pair(guardian, other, NIGHT)
    lives(teen, "America/Martinique")
    found = {view.teen.pk: view.today.day for view in views_for_guardian(guardian=guardian, now=NIGHT)}
    assert found == {teen.pk: 24, other.pk: 25}


def test_the_band_switches_at_the_teens_midnight(teen):
    teen.birth_date = dt.date(2010, 11, 25)
    for zone, band in (("Europe/Paris", "watch"), ("America/Martinique", "off")):
        lives(teen, zone)
        assert policy_of(teen=teen, today=today_of(teen, NIGHT))["live"].value == band
        assert one_setting(public_id=teen.public_id, key="live", now=NIGHT) == band


@pytest.mark.parametrize(("zone", "done"), [("Europe/Paris", 1), ("America/Martinique", 0), ("Pacific/Auckland", 1)])
def test_a_plan_begins_on_the_teens_morning(paired, guardian, teen, zone, done):
    lives(teen, zone)
    before = NIGHT - dt.timedelta(days=9)
    choices.plan(pairing=paired, user=guardian, key="search", value="off", starts_on=dt.date(2026, 11, 25), now=before)
    assert choices.carry_out_plans(now=NIGHT) == done


@pytest.mark.parametrize(("zone", "told"), [("Europe/Paris", 2), ("America/Martinique", 0)])
def test_the_day_to_look_again_is_told_once_to_both(
    paired, guardian, teen, zone, told, django_capture_on_commit_callbacks
):
    lives(teen, zone)
    before, day = NIGHT - dt.timedelta(days=9), dt.date(2026, 11, 25)
    choices.set_by_guardian(pairing=paired, user=guardian, key="search", value="off", now=before)
    (asked,) = choices.ask(teen=teen, key="search", value="on", now=before)
    choices.accept_request(request=asked, user=guardian, now=before, review_on=day)
    draft, promises = (
        agreements.draft(pairing=paired, user=guardian, now=before),
        CharterCommitment.objects.filter(page__locale__language_code="fr"),
    )
    agreements.write(
        agreement=draft, user=guardian, commitments=promises, sides={}, settings={}, review_on=day, now=before
    )
    for person in paired.people:
        seen = agreements.content_hash(draft)
        agreements.sign(agreement=draft, user=person, seen_hash=seen, now=before)
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        assert [review_days.tell_of_review_days(now=NIGHT) for _time in range(2)] == [told, 0]
    assert len(mail.outbox) == 2 * told
    # The history that both read has it, and a page that was opened before still shows.
    assert HistoryEvent.objects.filter(kind__endswith="review_day").count() == told
    assert client_of(teen).get(reverse("family_history", args=[paired.public_id])).status_code == 200


@pytest.mark.parametrize(("zone", "ended"), [("Europe/Paris", 1), ("America/Martinique", 0)])
def test_eighteen_comes_at_the_teens_midnight(paired, teen, zone, ended):
    teen.birth_date = dt.date(2008, 11, 25)
    lives(teen, zone)
    assert ending.end_at_eighteen(now=NIGHT) == ended


def test_moving_is_told_to_both(paired, guardian, teen, now, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        accounts.set_profile(user=teen, first_name="Sacha", language="en", time_zone="Indian/Reunion", now=now)
    assert {message.to[0] for message in mail.outbox} == {"mum@example.org", "teen@example.org"}
    assert "Reunion" in mail.outbox[-1].body


def test_moments_in_a_mail_are_of_the_readers_clock(paired, guardian, teen, django_capture_on_commit_callbacks):
    lives(guardian, "Europe/Paris")
    lives(teen, "America/Martinique")
    with django_capture_on_commit_callbacks(execute=True):
        ending.end_by_teen(pairing=paired, user=teen, now=NIGHT)
    bodies = {message.to[0]: message.body for message in mail.outbox}
    assert "27 novembre 2026 à 00:30" in bodies["mum@example.org"]
    assert "26 November 2026 at 19:30" in bodies["teen@example.org"]


# --- Consent that is awaited: a French 14-year-old.


@pytest.fixture
def alone(db, now) -> User:
    return make_user("alone@example.org", "teen", 14, now, first_name="Lou")


def test_until_an_adult_agrees_everything_stays_careful(alone, now):
    today = today_of(alone, now)
    policy = policy_of(teen=alone, today=today)
    assert policy["personalised_feed"].value == "off"
    assert one_setting(public_id=alone.public_id, key="personalised_feed", now=now) == "off"
    for key, looser in (("personalised_feed", "on"), ("autoplay", "on"), ("restricted_mode", "off")):
        with pytest.raises(ValidationError):
            choices.set_by_teen(teen=alone, key=key, value=looser, now=now)
    choices.set_by_teen(teen=alone, key="comments", value="no_one", now=now)
    page = client_of(alone).get(reverse("family_home")).content.decode()
    assert "Until then every setting stays at its most careful" in page
    assert "the platform, until an adult has agreed" in page
    assert "Until an adult has agreed to the account, nobody can change this." in page


def test_with_the_agreement_the_age_decides(alone, guardian, now):
    pair(guardian, alone, now)
    alone = User.objects.get(pk=alone.pk)
    assert policy_of(teen=alone, today=today_of(alone, now))["personalised_feed"].value == "on"
    assert one_setting(public_id=alone.public_id, key="personalised_feed", now=now) == "on"
    choices.set_by_teen(teen=alone, key="autoplay", value="on", now=now)


def test_fifteen_needs_nobody(db, now):
    fifteen = make_user("t15@example.org", "teen", 15, now)
    assert policy_of(teen=fifteen, today=today_of(fifteen, now))["personalised_feed"].value == "on"


def test_awaiting_is_never_looser_than_the_younger_band():
    awaiting, younger = (effective_policy(band, [], {}) for band in (bands.AWAITING, bands.YOUNGER))
    for setting in SETTINGS:
        assert setting.kind.at_least_as_strict(awaiting[setting.key].value, younger[setting.key].value)
        if isinstance(setting.kind, Choice):
            assert awaiting[setting.key].is_floor


def test_one_accounts_policy_takes_three_queries_at_most(paired, guardian, other_guardian, teen, now):
    second = pair(other_guardian, teen, now)
    for one, user in ((paired, guardian), (second, other_guardian)):
        choices.set_by_guardian(pairing=one, user=user, key="search", value="off", now=now)
        choices.set_by_guardian(pairing=one, user=user, key="daily_screen_time", value=30, now=now)
    choices.set_by_teen(teen=teen, key="autoplay", value="off", now=now)
    fresh = User.objects.get(pk=teen.pk)
    cache.clear()
    with CaptureQueriesContext(connection) as captured:
        held = policy_of(teen=fresh, today=today_of(fresh, now))
    assert len(captured) <= 3  # the consent, the guardians' choices, the teen's own
    assert held["search"].set_by == (f"guardian:{paired.pk}", f"guardian:{second.pk}")


# --- Birthdays and corrected dates.


def test_sixteen_is_told_to_both_once(paired, teen, now, django_capture_on_commit_callbacks):
    born = today_of(teen, now) - dt.timedelta(days=1)
    teen.birth_date = born.replace(year=born.year - 16)
    teen.save()
    Pairing.objects.update(active_since=now - dt.timedelta(days=9))
    with django_capture_on_commit_callbacks(execute=True):
        assert birthdays.tell_of_birthdays(now=now) == 1
    assert {message.to[0] for message in mail.outbox} == {"mum@example.org", "teen@example.org"}
    assert birthdays.tell_of_birthdays(now=now) == 0
    assert birthdays.tell_of_birthdays(now=now + dt.timedelta(days=20)) == 0


def test_a_guardian_who_isnt_eighteen_guards_nobody(paired, guardian, teen, now):
    review = accounts.ask_birth_date_review(user=guardian, wanted=dt.date(now.year - 15, 1, 1), now=now)
    started = pairings.start(user=guardian, now=now)
    accounts.decide_birth_date_review(review=review, agree=True, by=guardian, now=now)
    assert set(Pairing.objects.values_list("state", flat=True)) == {State.ENDED}
    assert not Pairing.objects.exclude(code_hash="").exists()
    assert HistoryEvent.objects.order_by("pk").last().data == {"why": "not_adult"}
    with pytest.raises(PairingError):
        pairings.redeem_code(user=teen, typed=started.secret, now=now)


def test_a_teen_who_turns_out_to_be_adult_is_guarded_by_nobody(paired, teen, now):
    review = accounts.ask_birth_date_review(user=teen, wanted=dt.date(1990, 1, 1), now=now)
    accounts.decide_birth_date_review(review=review, agree=True, by=teen, now=now)
    assert Pairing.objects.get().state == State.ENDED


def test_nothing_is_planned_for_after_eighteen(paired, guardian, teen, now):
    teen.birth_date = dt.date(2012, 2, 29)
    teen.save()
    Pairing.objects.get()
    for day in (dt.date(2030, 3, 1), dt.date(2040, 1, 1), dt.date.max):
        with pytest.raises(ValidationError):
            choices.plan(pairing=paired, user=guardian, key="search", value="off", starts_on=day, now=now)
    choices.plan(pairing=paired, user=guardian, key="live", value="watch", starts_on=dt.date(2028, 2, 29), now=now)
    with pytest.raises(ValidationError):  # a day before sixteen
        choices.plan(pairing=paired, user=guardian, key="live", value="watch", starts_on=dt.date(2028, 2, 28), now=now)


def test_both_read_in_advance_when_pairing_ends(paired, guardian, teen):
    for user in (guardian, teen):
        assert (
            "the eighteenth birthday, pairing ends by itself"
            in client_of(user).get(reverse("family_home")).content.decode()
        )


# --- The safe route tells nothing.


def test_after_the_safe_route_the_guardians_mail_still_names_both(
    paired, guardian, teen, now, django_capture_on_commit_callbacks
):
    ending.sever(pairing=paired, now=now)
    Pairing.objects.update(active_since=now - dt.timedelta(days=9))
    teen.birth_date = today_of(teen, now).replace(year=now.year - 16)
    teen.save()
    with django_capture_on_commit_callbacks(execute=True):
        assert birthdays.tell_of_birthdays(now=now) == 1
    (sent,) = mail.outbox
    assert sent.to == ["mum@example.org"]
    assert "Sacha" in sent.body


def test_the_guardians_pages_ask_as_much_before_and_after(paired, guardian, now):
    mum = client_of(guardian)

    def asked() -> list[int]:
        counts = []
        for name in ("family_history", "family_agreement", "family_end"):
            with CaptureQueriesContext(connection) as captured:
                mum.get(reverse(name, args=[paired.public_id]))
            counts.append(len(captured))
        with CaptureQueriesContext(connection) as captured:
            mum.get(reverse("family_home"))
        return [*counts, len(captured)]

    asked()  # what a process and a session read once
    before = asked()
    ending.sever(pairing=paired, now=now)
    assert asked() == before


def test_mail_leaves_beside_the_request(paired, guardian, settings):
    settings.MAIL_IN_BACKGROUND = True
    event = HistoryEvent.objects.filter(kind="pairing_started").get()
    sending = notify.deliver(event, [guardian], {})
    assert sending is not None
    sending.result(timeout=30)
    assert mail.outbox[-1].to == ["mum@example.org"]


def test_the_page_of_the_safe_route_looks_the_same_before_and_after_asking(paired, teen, now):
    child = client_of(teen)
    address = reverse("family_safe", args=[paired.public_id])

    def page() -> str:
        html = child.get(address).content.decode()
        return "".join(line for line in html.splitlines() if "csrfmiddlewaretoken" not in line and "nonce" not in line)

    before = page()
    assert before.index("tel:119") < before.index("Find somebody to talk to")
    child.post(address, {"contact": "none"})
    assert page() == before
    child.post(address, {"take_back": "1"})
    assert page() == before
    (request,) = safe_route.SafeRouteRequest.objects.all()
    assert request.state == "withdrawn"


def test_a_teens_own_file_does_not_say_how_it_ended(paired, teen, now):
    safe_route.ask(teen=teen, pairing=paired, contact="email", now=now)
    ending.sever(pairing=paired, now=now)
    data = str(accounts.export_account(user=teen))
    assert "severed" not in data
    assert "safe" not in data


def test_the_clock_keeper_runs_all_of_it_twice(paired, guardian, teen, now):
    screen_time.report_usage(teen=teen, day=now.date(), minutes=5, now=now)
    for _round in range(2):
        call_command("tend_pairings")
        call_command("tend_accounts")
    assert Pairing.objects.get().state == State.ACTIVE


def test_a_guardians_file_holds_nothing_that_is_the_teens_alone(paired, guardian, teen, now):
    choices.set_by_teen(teen=teen, key="filtered_keywords", value=["zzsecret"], now=now)
    screen_time.report_usage(teen=teen, day=now.date(), minutes=1237, now=now)
    draft = agreements.draft(pairing=paired, user=teen, now=now)
    agreements.add_note(agreement=draft, user=teen, text="only mine", now=now)
    choices.set_by_guardian(pairing=paired, user=guardian, key="search", value="off", now=now)
    before = accounts.export_account(user=guardian)
    assert before["family_pairing"]["choices_as_guardian"][0]["value"] == "off"
    for private in ("zzsecret", "1237", "only mine", teen.email, str(teen.birth_date)):
        assert private not in str(before)
        assert private in str(accounts.export_account(user=teen))
    safe_route.ask(teen=teen, pairing=paired, contact="email", now=now)
    ending.sever(pairing=paired, now=now)
    assert accounts.export_account(user=guardian) == before
