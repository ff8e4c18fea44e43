"""What is left of a pairing: a history that both still read, and an agreement that can be taken back. Nothing newer."""

import datetime as dt
import html
from io import StringIO

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from family_pairing.models import HistoryEvent, Pairing
from family_pairing.policy import bands
from family_pairing.selectors.standing import band_of
from family_pairing.services import choices, consent, ending, extra_time, screen_time
from family_pairing.services import pairing as pairings
from safety_centre.accounts.models import ParentalConsent, User
from safety_centre.accounts.services import erase_account
from tests.family_pairing.conftest import make_user, pair
from tests.family_pairing.test_pages import client_of

HOUR = dt.timedelta(hours=1)
DASHBOARD = 40  # queries of a guardian's whole page with cold caches, whatever the number of teens


@pytest.fixture
def now() -> dt.datetime:
    return timezone.now().replace(microsecond=0) - dt.timedelta(days=3)


@pytest.fixture
def former(guardian, teen, now) -> Pairing:
    """A pairing that ended an hour after it began; since then the teen has a new name, clock, choices and guardian."""
    User.objects.filter(kind__in=["parent", "teen"]).update(language="en")
    paired = pair(guardian, teen, now)
    choices.set_by_guardian(pairing=paired, user=guardian, key="search", value="off", now=now)
    choices.set_by_teen(teen=teen, key="autoplay", value="off", now=now)
    ending.end_by_guardian(pairing=paired, user=guardian, now=now + HOUR)
    User.objects.filter(pk=teen.pk).update(first_name="Alex", time_zone="Pacific/Auckland")
    teen.refresh_from_db()
    choices.set_by_teen(teen=teen, key="live", value="off", now=now + 2 * HOUR)
    newer = pair(make_user("new@example.org", "parent", 50, now, first_name="Noa"), teen, now + 3 * HOUR)
    choices.set_by_guardian(pairing=newer, user=newer.guardian, key="search", value="off", now=now + 4 * HOUR)
    return Pairing.objects.get(pk=paired.pk)


def page(user: User, name: str = "home", *args) -> str:
    answer = client_of(user).get(reverse(f"family_{name}", args=args))
    assert answer.status_code == 200, name
    return html.unescape(answer.content.decode())


def lines(user: User, pairing: Pairing) -> list[str]:
    answer = client_of(user).get(reverse("family_history", args=[pairing.public_id]))
    return [line.text for line in answer.context["lines"]]


def test_both_read_the_same_history_up_to_its_end_and_nothing_after(former, guardian, teen):
    address = reverse("family_history", args=[former.public_id])
    for user in (guardian, teen):
        assert address in page(user)
        assert "Earlier pairings" in page(user)
    read = lines(guardian, former)
    assert read == lines(teen, former)
    assert read[0] == "Claude ended the pairing with Sacha. It ended at once."
    assert any("Autoplay" in line or "autoplay" in line.lower() for line in read)
    assert len(read) == 6  # accepted, started, consent, two choices, ended
    for text in (page(guardian), page(guardian, "history", former.public_id)):
        for present in ("Alex", "Noa", "Auckland"):
            assert present not in text
    client_of(guardian).post(reverse("family_history_read", args=[former.public_id]), {"last": str(10**9)})
    assert "Neu" not in page(guardian)


def test_a_long_history_is_read_page_by_page(guardian, teen, now):
    paired = pair(guardian, teen, now)
    for number in range(60):
        choices.set_by_guardian(
            pairing=paired, user=guardian, key="daily_screen_time", value=30 + number, now=now + number * HOUR / 60
        )
    ending.end_by_guardian(pairing=paired, user=guardian, now=now + 2 * HOUR)
    client, address, found = client_of(teen), reverse("family_history", args=[paired.public_id]), []
    query = ""
    for _page in range(3):
        answer = client.get(address + query)
        found += [line.pk for line in answer.context["lines"]]
        if answer.context["earlier"] is None:
            break
        query = f"?before={answer.context['earlier']}"
    assert len(found) == len(set(found)) == HistoryEvent.objects.count()


def test_what_never_came_about_and_what_is_anothers_has_no_page(former, other_guardian, teen, now):
    never = Pairing.objects.create(
        guardian=other_guardian, teen=teen, started_by="teen", state="declined", created_at=now, closed_at=now
    )
    for user, pairing in ((other_guardian, former), (other_guardian, never), (teen, never)):
        for name in ("history", "consent"):
            answer = client_of(user).get(reverse(f"family_{name}", args=[pairing.public_id]))
            assert answer.status_code == 404, name
    assert client_of(teen).get(reverse("family_consent", args=[former.public_id])).status_code == 404


def test_a_former_guardian_takes_back_their_agreement(former, guardian, teen, django_capture_on_commit_callbacks):
    address = reverse("family_consent", args=[former.public_id])
    assert address in page(guardian)
    text = page(guardian, "consent", former.public_id)
    assert "Take back your agreement to Sacha’s account" in text
    for present in ("Alex", "Noa", "Paired with"):
        assert present not in text
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        done = client_of(guardian).post(address, {"do": "withdraw"})
    assert (done.status_code, done.url) == (302, reverse("family_home"))
    assert {one.to[0] for one in mail.outbox} == {guardian.email, teen.email}
    assert not any("Alex" in one.body for one in mail.outbox if one.to == [guardian.email])
    assert ParentalConsent.objects.get().withdrawn_at is not None
    teen = User.objects.get(pk=teen.pk)
    assert band_of(teen, timezone.now().date()) == bands.AWAITING
    assert "took back the agreement" in page(teen)
    assert "An adult’s agreement is needed" in page(teen)
    newer = Pairing.objects.get(state="active")
    consent.agree_again(pairing=newer, user=newer.guardian, now=timezone.now())
    # Another adult agreed since: the former guardian's page says what it said.
    assert "You took back your agreement to Sacha’s account" in page(guardian, "consent", former.public_id)
    assert address not in page(guardian)
    with django_capture_on_commit_callbacks(execute=True):
        client_of(guardian).post(address, {"do": "withdraw"})
    assert ParentalConsent.objects.get().withdrawn_at is None
    assert HistoryEvent.objects.filter(kind="consent_withdrawn_later").count() == 1
    assert "took back the agreement" not in " ".join(lines(guardian, former))  # nothing after the end


def test_after_the_safe_route_it_is_without_effect_and_looks_the_same(
    guardian, teen, now, django_capture_on_commit_callbacks
):
    paired = pair(guardian, teen, now)
    ending.sever(pairing=paired, now=now + HOUR)
    assert client_of(teen).get(reverse("family_history", args=[paired.public_id])).status_code == 404
    choices.set_by_teen(teen=teen, key="live", value="off", now=now + 2 * HOUR)
    ending.end_by_guardian(pairing=paired, user=guardian, now=now + 3 * HOUR)
    assert lines(guardian, paired) == lines(teen, paired)
    assert "live" not in " ".join(lines(guardian, paired)).lower()
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        client_of(guardian).post(reverse("family_consent", args=[paired.public_id]), {"do": "withdraw"})
    assert [one.to for one in mail.outbox] == [[guardian.email]]
    assert "You took back your agreement" in page(guardian, "consent", paired.public_id)
    assert ParentalConsent.objects.get().withdrawn_at is None
    assert "took back" not in page(teen)


def test_paired_anew_the_living_page_has_it(former, guardian, teen):
    again = pair(guardian, teen, timezone.now())
    answer = client_of(guardian).get(reverse("family_consent", args=[former.public_id]))
    assert answer.url == reverse("family_consent", args=[again.public_id])


def test_from_the_age_of_consent_on_there_is_nothing_to_take_back(former, guardian):
    Pairing.objects.filter(pk=former.pk).update(left={**former.left, "asks_until": "2020-01-01"})
    assert client_of(guardian).get(reverse("family_consent", args=[former.public_id])).status_code == 404
    assert reverse("family_consent", args=[former.public_id]) not in page(guardian)


@pytest.mark.parametrize("who", ["guardian", "teen"])
def test_an_account_that_is_deleted_takes_the_page_along(former, guardian, teen, who):
    gone, other = (guardian, teen) if who == "guardian" else (teen, guardian)
    erase_account(user=gone, now=timezone.now())
    assert client_of(other).get(reverse("family_history", args=[former.public_id])).status_code == 404
    assert str(former.public_id) not in page(other)


def test_the_guardians_page_asks_the_same_for_six_teens_and_six_earlier_ones(guardian, now):
    def count() -> int:
        client = client_of(guardian)
        client.post(reverse("family_news_read"), {"last": str(10**9)})
        cache.clear()
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse("family_home")).status_code == 200
        return len(captured)

    def one_more(number: int) -> None:
        for name in ("new", "old"):
            child = make_user(f"{name}{number}@example.org", "teen", 14, now, first_name=f"{name} {number}")
            paired = pair(guardian, child, now)
            if name == "old":
                ending.end_by_guardian(pairing=paired, user=guardian, now=now + HOUR)
                continue
            choices.set_by_guardian(pairing=paired, user=guardian, key="search", value="off", now=now)
            choices.ask(teen=child, key="search", value="on", now=now)
            day = now.date() + dt.timedelta(days=30)
            choices.plan(pairing=paired, user=guardian, key="autoplay", value="off", starts_on=day, now=now)
            screen_time.report_usage(teen=child, day=now.date(), minutes=40, now=now)
            extra_time.grant(pairing=paired, user=guardian, minutes=15, now=now)

    for number in range(2):
        one_more(number)
    count()  # what a process asks once, of the site and its pages
    two = count()
    for number in range(2, 6):
        one_more(number)
    assert count() == two <= DASHBOARD


STATES = ["invited", "reviewing", "accepted", "active", "ending", "severed", "ended"]


@pytest.mark.parametrize("who", ["guardian", "teen"])
@pytest.mark.parametrize("state", STATES)
def test_an_account_is_deleted_in_whatever_state(guardian, teen, now, state, who):
    started = pairings.start(user=guardian, now=now)
    if state != "invited":
        found = pairings.redeem_code(user=teen, typed=started.secret, now=now)
    if state in STATES[2:]:
        pairings.accept(pairing=found, user=teen, now=now)
    if state in STATES[3:]:
        pairings.confirm(pairing=found, user=guardian, now=now)
    if state == "ending":
        ending.end_by_teen(pairing=found, user=teen, now=now)
    if state == "severed":
        ending.sever(pairing=found, now=now)
    if state == "ended":
        ending.end_by_guardian(pairing=found, user=guardian, now=now)
    assert Pairing.objects.get().state == state
    gone, other = (guardian, teen) if who == "guardian" else (teen, guardian)
    erase_account(user=gone, now=timezone.now())
    assert not Pairing.objects.exclude(state__in=["invited"]).exists()
    for command in ("tend_pairings", "tend_accounts"):
        call_command(command, stdout=StringIO())
    if User.objects.filter(pk=other.pk).exists():
        text = page(other)
        if state in {"active", "ending"} or (state == "severed" and who == "teen"):
            assert "An account was deleted" in text
        assert client_of(other).get(reverse("family_history", args=[started.pairing.public_id])).status_code == 404
        late = client_of(other).post(reverse("family_end", args=[started.pairing.public_id]))
        assert late.status_code in {302, 404}  # an invitation of their own that expired leads home
