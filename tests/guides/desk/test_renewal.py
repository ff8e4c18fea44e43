"""Renewal: who is reminded and when, who may say that a page was read again, what readers then see."""

import datetime as dt

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.test import Client, TestCase
from django.urls import reverse
from django.utils import timezone

from guides.models import GuideChapterPage, PageReview, TopicGuidePage
from guides.services import reviews
from tests.guides.desk.conftest import client_of, guide

pytestmark = pytest.mark.django_db


def due(page, day: dt.date | None):
    type(page).objects.filter(pk=page.pk).update(next_review=day)
    return type(page).objects.get(pk=page.pk)


def nothing_else_is_due():
    for model in (TopicGuidePage, GuideChapterPage):
        model.objects.update(next_review=dt.date(2030, 1, 1))


def remind(now: dt.datetime) -> int:
    with TestCase.captureOnCommitCallbacks(execute=True):
        return reviews.send_review_reminders(now=now)


def test_a_stage_is_reminded_of_once_and_only_to_whom_it_concerns(desk):
    nothing_else_is_due()
    page = due(guide("harassment"), dt.date(2027, 3, 10))
    at = dt.datetime(2027, 2, 1, 8, tzinfo=dt.UTC)
    assert remind(at) == 0  # 37 days before
    assert remind(at + dt.timedelta(days=8)) == 2  # the editor and the reviewer of its association
    assert {message.to[0] for message in mail.outbox} == {"editor@example.org", "reviewer@example.org"}
    assert page.title in mail.outbox[0].body
    assert reverse("wagtailadmin_pages:edit", args=[page.pk]) in mail.outbox[0].body
    assert mail.outbox[0].subject == "Une page à relire"
    assert remind(at + dt.timedelta(days=9)) == 0
    assert remind(at + dt.timedelta(days=31)) == 2  # a week before
    assert remind(at + dt.timedelta(days=37)) == 2  # on the day
    assert remind(at + dt.timedelta(days=40)) == 2  # overdue
    assert remind(at + dt.timedelta(days=41)) == 0
    assert remind(at + dt.timedelta(days=70)) == 2  # still overdue a month later


def test_many_pages_make_one_message(desk):
    nothing_else_is_due()
    today = dt.date(2027, 3, 1)
    due(guide("harassment"), today)
    due(guide("harassment", "en"), today - dt.timedelta(days=3))
    assert remind(dt.datetime(2027, 3, 1, 8, tzinfo=dt.UTC)) == 2
    assert mail.outbox[0].subject == "2 pages à relire"
    body = mail.outbox[0].body
    assert body.index(guide("harassment", "en").title) < body.index(guide("harassment").title)  # the oldest first


def test_a_page_of_no_association_is_the_safety_teams(desk):
    nothing_else_is_due()
    chapter = due(GuideChapterPage.objects.first(), dt.date(2027, 3, 1))
    assert remind(dt.datetime(2027, 3, 1, 8, tzinfo=dt.UTC)) == 1
    assert mail.outbox[0].to == ["safety@example.org"]
    assert chapter.title in mail.outbox[0].body


def test_the_command_says_what_it_sent(desk, capsys):
    nothing_else_is_due()
    due(guide("harassment"), timezone.localdate())
    with TestCase.captureOnCommitCallbacks(execute=True):
        call_command("send_review_reminders")
    assert "2 reminders sent" in capsys.readouterr().out


def test_a_reviewer_renews_the_public_page_in_the_admin(desk):
    page = due(guide("harassment"), timezone.localdate() - dt.timedelta(days=3))
    reviewer = client_of(desk.reviewer)
    form = reviewer.get(reverse("desk_mark_reviewed", args=[page.pk]))
    assert form.status_code == 200
    next_review = timezone.localdate() + dt.timedelta(days=300)
    answer = reviewer.post(
        reverse("desk_mark_reviewed", args=[page.pk]),
        {"role": "une psychologue de l’association", "next_review": next_review.isoformat(), "read_whole": "on"},
    )
    assert (answer.status_code, answer.url) == (302, reverse("desk_reviews")), answer.content.decode()[:3000]
    html = Client().get(page.url).content.decode()
    assert "une psychologue de l’association" in html
    page.refresh_from_db()
    assert (page.reviewed_on, page.next_review) == (timezone.localdate(), next_review)
    assert PageReview.objects.get().reviewer == desk.reviewer
    assert page.get_latest_revision_as_object().reviewed_on == timezone.localdate()
    assert not page.has_unpublished_changes


def test_a_review_is_no_new_text(desk):
    """Neither are the translations behind it afterwards, nor is a translation in line with what it translates."""
    french, english = guide("harassment"), guide("harassment", "en")
    at = timezone.now()
    for page in (french, english):
        answer = client_of(desk.reviewer).post(
            reverse("desk_mark_reviewed", args=[page.pk]),
            {"role": "x", "next_review": (at + dt.timedelta(days=300)).date().isoformat(), "read_whole": "on"},
        )
        assert answer.status_code == 302
        assert guide("harassment", page.locale.language_code).last_published_at == page.last_published_at
        assert guide("harassment", page.locale.language_code).reviewed_on == timezone.localdate()


def test_who_may_renew_a_page_finds_the_way(desk):
    chapter = GuideChapterPage.objects.filter(locale__language_code="fr").first()
    own = reverse("desk_mark_reviewed", args=[guide("harassment").pk])
    for who, page, ways in (
        ("reviewer", guide("harassment"), True),
        ("editor", guide("harassment"), False),
        ("safety", chapter, True),
    ):
        client, renew = client_of(getattr(desk, who)), reverse("desk_mark_reviewed", args=[page.pk])
        for address in ("/admin/desk/reviews/?p=1", reverse("wagtailadmin_pages:edit", args=[page.pk])):
            assert (renew in client.get(address).content.decode()) == ways, (who, address)
    assert own in client_of(desk.reviewer).get("/admin/").content.decode()


def test_a_draft_in_work_stays_a_draft(desk):
    now_is = dt.datetime(2026, 11, 20, 10, tzinfo=dt.UTC)
    page = guide("harassment")
    live_title = page.title
    page.title = "Titre en travail"
    page.save_revision(user=desk.editor)
    reviews.mark_reviewed(
        page=page, user=desk.reviewer, role="une juriste", next_review=dt.date(2027, 11, 1), now=now_is
    )
    page = guide("harassment")
    assert page.title == live_title
    assert page.reviewed_on == now_is.date()
    assert page.has_unpublished_changes
    draft = page.get_latest_revision_as_object()
    assert (draft.title, draft.reviewed_on) == ("Titre en travail", now_is.date())


@pytest.mark.parametrize(
    ("role", "days", "field"), [("", 30, "role"), ("x", 0, "next_review"), ("x", 800, "next_review")]
)
def test_what_is_wrong_names_its_field_and_changes_nothing(desk, role, days, field):
    now = timezone.now()
    page = guide("harassment")
    before = (page.reviewed_on, page.next_review)
    with pytest.raises(ValidationError) as raised:
        reviews.mark_reviewed(
            page=page, user=desk.reviewer, role=role, next_review=now.date() + dt.timedelta(days=days), now=now
        )
    assert field in raised.value.message_dict
    page = guide("harassment")
    assert (page.reviewed_on, page.next_review) == before
    assert not PageReview.objects.exists()


@pytest.mark.parametrize("who", ["editor", "stranger"])
def test_only_who_answers_for_a_page_may_renew_it(desk, who):
    user = getattr(desk, who)
    now = timezone.now()
    with pytest.raises(PermissionDenied):
        reviews.mark_reviewed(
            page=guide("harassment"), user=user, role="x", next_review=now.date() + dt.timedelta(days=9), now=now
        )
    address = reverse("desk_mark_reviewed", args=[guide("harassment").pk])
    assert client_of(user).get(address).status_code == 404


def test_the_report_has_the_oldest_first_and_who_has_no_date_before_all(desk):
    nothing_else_is_due()
    late, without = guide("harassment"), guide("hate")
    due(late, timezone.localdate() - dt.timedelta(days=40))
    due(without, None)
    html = client_of(desk.safety).get("/admin/desk/reviews/").content.decode()
    assert html.index(without.title) < html.index(late.title)
    assert "En retard" in html
    exported = client_of(desk.safety).get("/admin/desk/reviews/?export=csv")
    assert late.title in b"".join(exported.streaming_content).decode()
