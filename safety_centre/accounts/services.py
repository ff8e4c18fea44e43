"""Writes on accounts: consent, dates of birth, and deleting everything."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.dispatch import Signal
from django.utils.translation import gettext_lazy as _

from safety_centre.accounts import ages
from safety_centre.accounts.models import BirthDateReview, ParentalConsent, User

# Sent before an account is deleted, inside the transaction: ``user``, ``now``. Apps above end what they hold of it.
account_erasing = Signal()
# Sent when an account's data are exported: receivers return ``(section name, plain data)``.
account_exporting = Signal()


def needs_consent(user: User, today: dt.date) -> bool:
    """Say whether a teen's account still waits for a parent's consent."""
    if user.kind != User.Kind.TEEN or user.birth_date is None:
        return False
    if not ages.needs_joint_consent(user.birth_date, str(user.country), today):
        return False
    return not ParentalConsent.objects.filter(teen=user).exists()


@transaction.atomic
def give_consent(*, teen: User, by: User, now: dt.datetime) -> ParentalConsent:
    """Record that an adult consents together with ``teen``; a second time changes nothing.

    Raises :class:`ValidationError` where ``by`` isn't an adult's account.
    """
    if by.birth_date is None or ages.age_on(by.birth_date, now.date()) < ages.ADULT_AGE:
        raise ValidationError(_("Only an adult who looks after the teen can agree to this."))
    rule = ages.rule_for(str(teen.country))
    consent, _created = ParentalConsent.objects.get_or_create(
        teen=teen, defaults={"given_by": by, "given_at": now, "country": teen.country, "law": rule.law}
    )
    return consent


@transaction.atomic
def ask_birth_date_review(*, user: User, wanted: dt.date, now: dt.datetime) -> BirthDateReview:
    """Put another date of birth before the team; a second request replaces the first."""
    if wanted > now.date():
        raise ValidationError({"birth_date": _("This day is still to come.")})
    review, _created = BirthDateReview.objects.update_or_create(
        user=user, state=BirthDateReview.State.OPEN, defaults={"wanted": wanted, "created_at": now}
    )
    return review


@transaction.atomic
def decide_birth_date_review(*, review: BirthDateReview, agree: bool, by: User, now: dt.datetime) -> BirthDateReview:
    """Change the date of birth, or don't. The kind of account follows the age."""
    locked = BirthDateReview.objects.select_for_update(of=("self",)).select_related("user").get(pk=review.pk)
    if locked.state != BirthDateReview.State.OPEN:
        return locked
    if agree:
        user = locked.user
        user.birth_date = locked.wanted
        if user.kind != User.Kind.STAFF:
            is_adult = ages.age_on(locked.wanted, now.date()) >= ages.ADULT_AGE
            user.kind = User.Kind.PARENT if is_adult else User.Kind.TEEN
        user.save(update_fields=["birth_date", "kind"])
    locked.state = BirthDateReview.State.AGREED if agree else BirthDateReview.State.REFUSED
    locked.decided_by, locked.decided_at = by, now
    locked.save(update_fields=["state", "decided_by", "decided_at"])
    return locked


@transaction.atomic
def erase_account(*, user: User, now: dt.datetime) -> None:
    """Delete an account and everything that leads to its person; other apps end what they hold of it first."""
    account_erasing.send(User, user=user, now=now)
    user.delete()


def erase_without_consent(*, now: dt.datetime, after_days: int = 30) -> int:
    """Delete teens' accounts that waited ``after_days`` for a consent that didn't come; return how many.

    Data minimisation: GDPR article 5(1)(c). Run by ``manage.py tend_accounts``.
    """
    erased = 0
    waiting = User.objects.filter(
        kind=User.Kind.TEEN, parental_consent__isnull=True, date_joined__lt=now - dt.timedelta(days=after_days)
    )
    for user in waiting:
        if needs_consent(user, now.date()):
            erase_account(user=user, now=now)
            erased += 1
    return erased


def export_account(*, user: User) -> dict[str, object]:
    """Return all that is kept of ``user``, section by section, as plain data for JSON (GDPR articles 15 and 20)."""
    export: dict[str, object] = {
        "account": {
            "public_id": str(user.public_id),
            "email": user.email,
            "first_name": user.first_name,
            "kind": user.kind,
            "birth_date": user.birth_date and user.birth_date.isoformat(),
            "country": str(user.country),
            "language": user.language,
            "joined": user.date_joined.isoformat(),
            "last_sign_in": user.last_login and user.last_login.isoformat(),
        }
    }
    consent = ParentalConsent.objects.filter(teen=user).first()
    if consent:
        export["parental_consent"] = {"given_at": consent.given_at.isoformat(), "law": consent.law}
    sections: Any = [answer for _receiver, answer in account_exporting.send(User, user=user)]
    export.update(sections)
    return export
