"""Second taps on a slow phone, what is told once a pairing has closed, each day's own limit, reports in the admin."""

import datetime as dt
import html

import pytest
from django.urls import reverse

from family_pairing.models import UsageDay
from family_pairing.selectors.dashboard import views_for_guardian
from family_pairing.services import agreement as agreements
from family_pairing.services import choices, ending, extra_time, screen_time
from family_pairing.services import pairing as pairings
from guides.models import CharterCommitment
from guides.services.workspaces import ensure_safety_team
from safety_centre.accounts.models import BirthDateReview, User
from safety_centre.accounts.services import ask_birth_date_review
from tests.family_pairing.conftest import make_user
from tests.family_pairing.test_pages import client_of


def home(user: User) -> str:
    return html.unescape(client_of(user).get(reverse("family_home")).content.decode())


def test_a_second_tap_on_confirm_leads_home_and_not_nowhere(guardian, teen, now):
    found = pairings.redeem_code(user=teen, typed=pairings.start(user=guardian, now=now).secret, now=now)
    pairings.accept(pairing=found, user=teen, now=now)
    review, mum = reverse("family_review", args=[found.public_id]), client_of(guardian)
    for _tap in range(2):
        answer = mum.post(review, {"step": "confirm"})
        assert (answer.status_code, answer.url) == (302, reverse("family_home"))
    ending.sever(pairing=found, now=now)
    assert mum.get(review).status_code == 302  # to its guardian it lives
    assert client_of(teen).get(review).status_code == 302  # as to what has ended, and as to what never came about


def test_a_second_tap_on_the_last_signature(paired, guardian, teen, now):
    draft = agreements.draft(pairing=paired, user=guardian, now=now)
    promises = list(CharterCommitment.objects.filter(page__locale__language_code="fr"))
    agreements.write(
        agreement=draft, user=guardian, commitments=promises, sides={}, settings={}, review_on=None, now=now
    )
    seen = agreements.content_hash(draft)
    agreements.sign(agreement=draft, user=guardian, seen_hash=seen, now=now)
    for _tap in range(2):
        answer = client_of(teen).post(reverse("family_agreement_sign", args=[paired.public_id]), {"seen_hash": seen})
        assert answer.status_code == 302


def test_the_first_side_reads_what_it_means_too(guardian, teen, now):
    found = pairings.redeem_code(user=guardian, typed=pairings.start(user=teen, now=now).secret, now=now)
    pairings.accept(pairing=found, user=guardian, now=now)
    page = client_of(teen).get(reverse("family_review", args=[found.public_id])).content.decode()
    assert "What the adult sees" in page
    assert "What the adult never sees" in page
    # who came and agreed isn't asked whether they are the right person
    assert "bonne personne" not in client_of(guardian).get(reverse("family_waiting")).content.decode()


def test_an_end_is_told_on_the_page_until_it_is_read(paired, guardian, teen, now):
    client_of(guardian).post(reverse("family_news_read"), {"last": "1"})
    ending.end_by_guardian(pairing=paired, user=guardian, now=now)
    told = "Claude ended the pairing with Sacha"
    assert told in home(teen)
    assert told not in home(guardian)
    client_of(teen).post(reverse("family_news_read"), {"last": str(10**9)})
    assert told not in home(teen)


def test_nobody_who_holds_the_phone_marks_what_is_still_to_come(paired, guardian, teen, now):
    client_of(teen).post(reverse("family_news_read"), {"last": str(10**17)})
    choices.set_by_guardian(pairing=paired, user=guardian, key="search", value="off", now=now)
    assert "Claude set “Search” to: off." in home(teen)


def test_a_no_is_told_to_who_asked(guardian, teen, now):
    found = pairings.redeem_code(user=guardian, typed=pairings.start(user=teen, now=now).secret, now=now)
    pairings.decline(pairing=found, user=guardian, now=now)
    assert "Claude declined the pairing" in home(teen)
    assert "Claude" not in home(make_user("t2@example.org", "teen", 14, now))


def test_the_safe_route_is_told_on_nobodys_page(paired, guardian, teen, now):
    news = "has ended"
    ending.sever(pairing=paired, now=now)
    assert news not in home(teen)
    assert news not in home(guardian)


def test_each_day_is_compared_with_its_own_limit(paired, guardian, teen, now):
    choices.set_by_guardian(pairing=paired, user=guardian, key="daily_screen_time", value=30, now=now)
    extra_time.grant(pairing=paired, user=guardian, minutes=15, now=now)
    screen_time.report_usage(teen=teen, day=now.date(), minutes=44, now=now)
    later = now + dt.timedelta(days=1)
    choices.set_by_guardian(pairing=paired, user=guardian, key="daily_screen_time", value=10, now=later)
    screen_time.report_usage(teen=teen, day=now.date(), minutes=45, now=later)  # a late report: same day, same limit
    screen_time.report_usage(teen=teen, day=later.date(), minutes=11, now=later)
    assert dict(UsageDay.objects.values_list("day", "limit")) == {now.date(): 45, later.date(): 10}
    (view,) = views_for_guardian(guardian=guardian, now=later)
    assert [(day.minutes, day.limit, day.is_over) for day in view.usage.days[-2:]] == [
        (45, 45, False),
        (11, 10, True),
    ]
    ending.sever(pairing=paired, now=later)
    choices.set_by_guardian(pairing=paired, user=guardian, key="daily_screen_time", value=90, now=later)
    (view,) = views_for_guardian(guardian=guardian, now=later)
    assert [day.limit for day in view.usage.days[-2:]] == [45, 90]


@pytest.fixture
def safety_client(db):
    user = User.objects.create_user("safety@example.org", "x" * 12, is_staff=True, language="en")
    user.groups.add(ensure_safety_team())
    return client_of(user)


def test_minutes_are_reported_in_the_admin(paired, teen, now, safety_client):
    address, today = reverse("report_usage"), now.date().isoformat()
    page = safety_client.get(address)
    assert page.status_code == 200
    assert teen.email not in page.content.decode()
    wrong = f"{teen.public_id},{today},40\n{teen.public_id},{today},1441"
    assert safety_client.post(address, {"lines": wrong}).status_code == 422
    for nasty in ("x", "a,b,c", f"{teen.public_id},{today}", "\x00", '"', f"{teen.public_id},2026-02-30,1", "9" * 5000):
        assert safety_client.post(address, {"lines": nasty}).status_code == 422, nasty
    assert not UsageDay.objects.exists()
    assert safety_client.post(address, {"lines": f"{teen.public_id},{today},40\r\n"}).status_code == 302
    assert UsageDay.objects.get().minutes == 40


@pytest.mark.parametrize("role", ["anonymous", "teen", "parent", "partner"])
def test_nobody_else_reports_minutes(clients, role):
    assert clients[role].get(reverse("report_usage")).status_code == 302
    assert b"screen-time/report" not in clients["partner"].get("/admin/").content


def test_a_corrected_date_of_birth_is_decided_with_a_reason_and_a_way_to_ask(teen, now, safety_client):
    review = ask_birth_date_review(user=teen, wanted=dt.date(2010, 1, 1), now=now)
    queue = reverse("queue_birth_dates")
    assert teen.email in safety_client.get(queue).content.decode()
    safety_client.post(queue, {"pk": review.pk, "decision": "agree", "note": " "})
    assert BirthDateReview.objects.get().state == BirthDateReview.State.OPEN
    safety_client.post(queue, {"pk": review.pk, "decision": "agree", "note": "saw the card"})
    assert BirthDateReview.objects.get().note == "saw the card"
