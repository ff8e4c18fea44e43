"""Accounts that wait for a parent: one mail before the end. And whose day decides how old somebody is."""

import datetime as dt

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format

from safety_centre.accounts import clock, retention, services
from safety_centre.accounts.models import BirthDateReview, ParentalConsent, User
from tests.accounts.test_rules import sign_up

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def now() -> dt.datetime:
    return timezone.now().replace(microsecond=0)


@pytest.fixture
def waiting(now) -> User:
    """A French fourteen-year-old who joined today and proved their address."""
    born = now.date().replace(year=now.year - 14, day=1)
    user = User.objects.create_user(
        "lou@example.org", "x" * 12, kind="teen", birth_date=born, country="FR", language="en", first_name="Lou"
    )
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    User.objects.filter(pk=user.pk).update(date_joined=now)
    return User.objects.get(pk=user.pk)


def daily(start: dt.datetime, days: int) -> dict[int, tuple[int, int]]:
    """Run the daily command's two steps for ``days`` days; return who was told and who went, by day."""
    found = {}
    for day in range(days + 1):
        at = start + day * DAY + dt.timedelta(hours=1)
        done = (retention.warn_before_erasure(now=at), retention.erase_without_consent(now=at))
        if done != (0, 0):
            found[day] = done
    return found


@pytest.mark.parametrize("language", ["en", "fr"])
def test_one_mail_in_the_teens_language_five_days_before_the_end(waiting, now, language):
    User.objects.filter(pk=waiting.pk).update(language=language)
    assert daily(now, 31) == {25: (1, 0), 30: (0, 1)}
    (sent,) = mail.outbox
    assert (sent.to, sent.cc, sent.bcc) == (["lou@example.org"], [], [])
    with translation.override(language):
        assert date_format((now + 30 * DAY).astimezone(clock.zone_of(waiting)).date()) in sent.body
    assert ("deleted" if language == "en" else "supprimé") in sent.body
    assert "delet" not in sent.subject  # a locked phone shows it
    assert "supprim" not in sent.subject
    assert not User.objects.filter(pk=waiting.pk).exists()


def test_an_agreement_after_the_mail_keeps_the_account_and_a_new_waiting_tells_anew(waiting, now, people):
    assert daily(now, 26) == {25: (1, 0)}
    services.give_consent(teen=waiting, by=people["parent"], now=now + 27 * DAY)
    assert daily(now + 27 * DAY, 40) == {}
    ParentalConsent.objects.update(withdrawn_at=now + 100 * DAY)
    assert daily(now + 100 * DAY, 31) == {25: (1, 0), 30: (0, 1)}
    for sent in mail.outbox:
        assert sent.to == ["lou@example.org"]
        assert "p@example.org" not in sent.body


def test_nobody_goes_unwarned_because_the_command_didnt_run(waiting, now):
    assert daily(now + 60 * DAY, 3) == {0: (1, 0), 2: (0, 1)}


def test_a_mail_that_cannot_be_sent_is_tried_again_and_keeps_no_account_for_ever(waiting, now, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # nobody listens there
    assert daily(now, 33) == {}
    assert User.objects.get(pk=waiting.pk).erasure_warned_at is None
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert daily(now + 34 * DAY, 3) == {0: (1, 0), 2: (0, 1)}


def test_an_address_that_takes_no_mail_keeps_no_account_for_ever(waiting, now, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert daily(now, 40) == {37: (0, 1)}


def test_a_stranger_who_owns_a_mistyped_address_hears_nothing(waiting, now):
    EmailAddress.objects.update(verified=False)
    assert daily(now, 31) == {30: (0, 1)}
    assert not mail.outbox


def born_thirteen_years_ago(zone: str, **offset: int) -> dt.date:
    today = clock.today_in(zone, "", timezone.now())
    if (today.month, today.day) == (2, 29):
        today = dt.date(today.year, 3, 1)
    return today.replace(year=today.year - 13) + dt.timedelta(**offset)


def test_signing_up_judges_age_where_one_lives():
    """Kiritimati is 25 hours ahead of Pago Pago: it is never the same day in both."""
    birthday = born_thirteen_years_ago("Pacific/Kiritimati").isoformat()
    early = sign_up(birth_date=birthday, country="AS", time_zone="Pacific/Pago_Pago")
    assert list(early.context["form"].errors) == ["birth_date"]
    assert not User.objects.exists()
    assert sign_up(birth_date=birthday, country="KI", time_zone="Pacific/Kiritimati").status_code == 302
    # Without a script the country's main zone decides.
    late = born_thirteen_years_ago("Pacific/Pago_Pago", days=1).isoformat()
    assert list(sign_up(birth_date=late, country="AS", email="b@e.org").context["form"].errors) == ["birth_date"]
    on_the_day = born_thirteen_years_ago("Pacific/Pago_Pago").isoformat()
    assert sign_up(birth_date=on_the_day, country="AS", email="b@e.org").status_code == 302


def test_a_correction_below_thirteen_is_refused_with_the_way_out(people):
    client = Client(headers={"accept-language": "en"})
    User.objects.filter(pk=people["teen"].pk).update(language="en")
    client.force_login(people["teen"], backend="django.contrib.auth.backends.ModelBackend")
    twelve = born_thirteen_years_ago("Europe/Paris", days=1)
    answer = client.post(reverse("account_my_data"), {"birth_date": twelve.isoformat()})
    assert answer.status_code == 422
    assert "from 13 on" in answer.content.decode()
    assert reverse("account_delete") in answer.content.decode()
    assert not BirthDateReview.objects.exists()
    assert client.post(reverse("account_my_data"), {"birth_date": born_thirteen_years_ago("Europe/Paris")}).url


@pytest.mark.parametrize("role", ["teen", "parent"])
def test_the_team_cannot_agree_to_an_age_without_account(people, clients, now, role):
    user, twelve = people[role], born_thirteen_years_ago("Europe/Paris", days=1)
    review = BirthDateReview.objects.create(user=user, wanted=twelve, created_at=now)  # asked before the rule
    before, queue = (user.birth_date, user.kind), reverse("queue_birth_dates")
    User.objects.filter(pk=people["admin"].pk).update(language="en")
    assert "No account is possible below 13" in page(clients["admin"], queue)
    agree = {"pk": review.pk, "decision": "agree", "note": "saw the card"}
    told = clients["admin"].post(queue, agree, follow=True, headers={"accept-language": "en"}).content.decode()
    assert "no account is possible (from 13 on)" in told
    user.refresh_from_db()
    review.refresh_from_db()
    assert ((user.birth_date, user.kind), review.state) == (before, "open")
    clients["admin"].post(queue, {"pk": review.pk, "decision": "refuse", "note": "the account goes"})
    assert BirthDateReview.objects.get().state == "refused"
    with pytest.raises(ValidationError):
        services.ask_birth_date_review(user=user, wanted=twelve, now=now)


def page(client: Client, address: str) -> str:
    with translation.override("en"):
        return client.get(address, headers={"accept-language": "en"}).content.decode()
