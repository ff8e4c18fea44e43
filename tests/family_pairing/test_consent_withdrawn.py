"""A guardian takes the agreement to a young teen's account back: what then happens, said to both and kept."""

import datetime as dt
import html

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format

from family_pairing.models import HistoryEvent
from family_pairing.policy import bands
from family_pairing.selectors.dashboard import view_for_teen, views_for_guardian
from family_pairing.selectors.policy import one_setting
from family_pairing.selectors.standing import band_of
from family_pairing.services import choices, consent, ending
from safety_centre.accounts import retention
from safety_centre.accounts.models import ParentalConsent, User
from tests.family_pairing.conftest import make_user, pair
from tests.family_pairing.test_pages import client_of


def page(user, name="family_home", *args) -> str:
    return html.unescape(client_of(user).get(reverse(name, args=args)).content.decode())


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def band(teen: User, now: dt.datetime) -> str:
    return band_of(fresh(teen), now.date())


def test_taking_it_back_is_read_before_told_to_both_and_undone(
    paired, guardian, teen, now, django_capture_on_commit_callbacks
):
    assert "My agreement to the account" in page(client_language(guardian))
    assert "The account is deleted on" in page(guardian, "family_consent", paired.public_id)
    choices.set_by_guardian(pairing=paired, user=guardian, key="restricted_mode", value="off", now=now)
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        client_of(guardian).post(reverse("family_consent", args=[paired.public_id]), {"do": "withdraw"})
    assert sorted(message.to[0] for message in mail.outbox) == sorted([guardian.email, teen.email])
    assert band(teen, now) == bands.AWAITING
    assert ParentalConsent.objects.get().withdrawn_at is not None  # kept as evidence
    day = (now + dt.timedelta(days=30)).date()
    for user in (guardian, teen):
        assert "took back the agreement" in page(user, "family_history", paired.public_id)
        with translation.override("en"):
            assert date_format(day) in page(user), user.kind
    assert one_setting(public_id=teen.public_id, key="personalised_feed", now=now) == "off"
    client_of(guardian).post(reverse("family_consent", args=[paired.public_id]), {"do": "agree"})
    assert band(teen, now) == bands.YOUNGER
    kinds = list(HistoryEvent.objects.order_by("-pk").values_list("kind", flat=True)[:2])
    assert kinds == ["consent_given", "consent_withdrawn"]


def client_language(user: User) -> User:
    User.objects.filter(pk=user.pk).update(language="en")
    user.language = "en"
    return user


def test_the_account_has_thirty_days_from_the_withdrawal(paired, guardian, teen, now):
    User.objects.filter(pk=teen.pk).update(date_joined=now - dt.timedelta(days=200))
    consent.withdraw(pairing=paired, user=guardian, now=now)
    assert retention.erase_without_consent(now=now + dt.timedelta(days=29)) == 0
    assert User.objects.filter(pk=teen.pk).exists()
    assert retention.erase_without_consent(now=now + dt.timedelta(days=31)) == 1
    assert not User.objects.filter(pk=teen.pk).exists()


def test_an_account_whose_consent_holds_is_never_erased(paired, teen, now):
    User.objects.filter(pk=teen.pk).update(date_joined=now - dt.timedelta(days=200))
    assert retention.erase_without_consent(now=now + dt.timedelta(days=90)) == 0


def test_only_who_agreed_takes_it_back_and_only_below_the_age(paired, guardian, other_guardian, teen, now):
    second = pair(other_guardian, teen, now)
    with pytest.raises(ValidationError):
        consent.withdraw(pairing=second, user=other_guardian, now=now)
    with pytest.raises(ValidationError):
        consent.withdraw(pairing=paired, user=other_guardian, now=now)
    older = make_user("older@example.org", "teen", 15, now)
    free = pair(guardian, older, now)
    with pytest.raises(ValidationError):
        consent.withdraw(pairing=free, user=guardian, now=now)
    assert client_of(guardian).get(reverse("family_consent", args=[free.public_id])).status_code == 404
    assert client_of(teen).get(reverse("family_consent", args=[paired.public_id])).status_code == 404
    consent.withdraw(pairing=paired, user=guardian, now=now)
    with pytest.raises(ValidationError):
        consent.withdraw(pairing=paired, user=guardian, now=now)
    consent.agree_again(pairing=second, user=other_guardian, now=now)  # the other parent may agree instead
    assert ParentalConsent.objects.get().given_by == other_guardian
    assert band(teen, now) == bands.YOUNGER


def test_after_the_safe_route_it_changes_the_guardians_page_alone(
    paired, guardian, teen, now, django_capture_on_commit_callbacks
):
    User.objects.filter(pk=teen.pk).update(date_joined=now - dt.timedelta(days=1))
    ending.sever(pairing=paired, now=now)
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        consent.withdraw(pairing=paired, user=guardian, now=now)
    assert [message.to for message in mail.outbox] == [[guardian.email]]
    assert band(teen, now) == bands.YOUNGER
    assert not view_for_teen(teen=fresh(teen), now=now).awaits_consent
    (view,) = views_for_guardian(guardian=guardian, now=now)
    assert view.awaits_consent
    assert view.erased_at == now + dt.timedelta(days=30)
    assert not view.may_withdraw
    consent.agree_again(pairing=paired, user=guardian, now=now)
    (view,) = views_for_guardian(guardian=guardian, now=now)
    assert (view.awaits_consent, view.may_withdraw) == (False, True)
    assert retention.erase_without_consent(now=now + dt.timedelta(days=31)) == 0
    assert views_for_guardian(guardian=guardian, now=now)
