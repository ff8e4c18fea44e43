"""Writes on accounts: consent, dates of birth, and deleting everything."""

import datetime as dt
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.dispatch import Signal
from django.utils.translation import gettext_lazy as _

from safety_centre.accounts import ages
from safety_centre.accounts.clock import all_zones, today_of
from safety_centre.accounts.mail import tell_of_birth_date
from safety_centre.accounts.models import BirthDateReview, ParentalConsent, User

# Sent before an account is deleted, inside the transaction: ``user``, ``now``. Apps above end what they hold of it.
account_erasing = Signal()
# Sent when an account's data are exported: receivers return ``(section name, plain data)``.
account_exporting = Signal()
# Sent inside the transaction after a reviewed date of birth changed: ``user``, ``now``. Pairings may have to end.
birth_date_changed = Signal()
# Sent inside the transaction after a consent was given or taken back: ``user`` (the teen), ``now``.
consent_changed = Signal()
# Sent inside the transaction after somebody moved to another time zone: ``user``, ``now``. Hours hold anew from here.
time_zone_changed = Signal()

TOO_YOUNG = _(
    "An account is possible from %(age)s on, so this date can’t be written here. If it is yours, delete the account "
    "below: everything to read and every help line stay open to you, and you can come back on that birthday."
)
TOO_YOUNG_TO_AGREE = _(
    "Nothing was changed: at this age no account is possible (from %(age)s on). Leave the date as it is, and ask for "
    "the account to be deleted."
)


def needs_consent(user: User, today: dt.date) -> bool:
    """Say whether a teen's account still waits for a parent's consent."""
    if user.kind != User.Kind.TEEN or user.birth_date is None:
        return False
    return ages.needs_joint_consent(user.birth_date, str(user.country), today) and not user.has_consent


@transaction.atomic
def give_consent(*, teen: User, by: User, now: dt.datetime) -> ParentalConsent:
    """Record that an adult consents together with ``teen``; again it counts only after a withdrawal.

    Raises :class:`ValidationError` where ``by`` isn't an adult's account.
    """
    if by.birth_date is None or ages.age_on(by.birth_date, today_of(by, now)) < ages.ADULT_AGE:
        raise ValidationError(_("Only an adult who looks after the teen can agree to this."))
    rule = ages.rule_for(str(teen.country))
    given = {"given_by": by, "given_at": now, "country": teen.country, "law": rule.law}
    consent, _created = ParentalConsent.objects.get_or_create(teen=teen, defaults=given)
    if consent.withdrawn_at is not None:
        ParentalConsent.objects.filter(pk=consent.pk).update(**given, withdrawn_at=None)
        consent.refresh_from_db()
    teen.parental_consent = consent
    consent_changed.send(User, user=teen, now=now)
    return consent


def may_withdraw_consent(*, teen: User, by: User, today: dt.date) -> bool:
    """Say whether ``by`` may take the consent to ``teen``'s account back: who gave it, while the law asks for one.

    Where the account that gave it is gone, any adult who looks after the teen may.
    """
    if not teen.has_consent or needs_no_consent(teen, today):
        return False
    return teen.parental_consent.given_by_id in (None, by.pk)


def needs_no_consent(teen: User, today: dt.date) -> bool:
    """Say whether ``teen`` is old enough to decide alone."""
    return teen.birth_date is None or not ages.needs_joint_consent(teen.birth_date, str(teen.country), today)


@transaction.atomic
def withdraw_consent(*, teen: User, by: User, now: dt.datetime) -> ParentalConsent:
    """Take the consent to ``teen``'s account back, as easily as it was given (GDPR article 7(3)).

    The account waits for an adult again from here: careful defaults at once, deletion after thirty days. Raises
    :class:`ValidationError` for anybody but who gave it, and from the age at which the teen decides alone.
    """
    User.objects.select_for_update().get(pk=teen.pk)
    if not may_withdraw_consent(teen=teen, by=by, today=today_of(teen, now)):
        raise ValidationError(_("There is no agreement of yours to take back here."))
    ParentalConsent.objects.filter(teen=teen).update(withdrawn_at=now)
    teen.parental_consent.withdrawn_at = now
    consent_changed.send(User, user=teen, now=now)
    return teen.parental_consent


def is_too_young(user: User, born: dt.date, now: dt.datetime) -> bool:
    """Say whether somebody born on ``born`` is too young for an account where ``user`` lives, on their own day."""
    return ages.age_on(born, today_of(user, now)) < ages.rule_for(str(user.country)).minimum_age


@transaction.atomic
def ask_birth_date_review(*, user: User, wanted: dt.date, now: dt.datetime) -> BirthDateReview:
    """Put another date of birth before the team; a second request replaces the first.

    Raises :class:`ValidationError` for a day to come, and for one below the age from which an account is possible:
    there is nothing that the team could agree to, and the words say what can be done instead.
    """
    if wanted > today_of(user, now):
        raise ValidationError({"birth_date": _("This day is still to come.")})
    if is_too_young(user, wanted, now):
        age = ages.rule_for(str(user.country)).minimum_age
        raise ValidationError({"birth_date": TOO_YOUNG % {"age": age}})
    review, _created = BirthDateReview.objects.update_or_create(
        user=user, state=BirthDateReview.State.OPEN, defaults={"wanted": wanted, "created_at": now}
    )
    return review


@transaction.atomic
def decide_birth_date_review(
    *, review: BirthDateReview, agree: bool, by: User, now: dt.datetime, note: str = ""
) -> BirthDateReview:
    """Change the date of birth, or don't. The kind of account follows the age; the person is told by e-mail.

    A teen who comes below the age of consent this way has thirty days from here, whenever they joined. Raises
    :class:`ValidationError` for a date below the age from which an account is possible: no account is left behind
    that no rule here is made for.
    """
    locked = BirthDateReview.objects.select_for_update(of=("self",)).select_related("user").get(pk=review.pk)
    if locked.state != BirthDateReview.State.OPEN:
        return locked
    if agree:
        user = locked.user
        if user.kind != User.Kind.STAFF and is_too_young(user, locked.wanted, now):
            age = ages.rule_for(str(user.country)).minimum_age
            raise ValidationError(TOO_YOUNG_TO_AGREE % {"age": age})
        user.birth_date = locked.wanted
        if user.kind != User.Kind.STAFF:
            is_adult = ages.age_on(locked.wanted, today_of(user, now)) >= ages.ADULT_AGE
            user.kind = User.Kind.PARENT if is_adult else User.Kind.TEEN
        user.save(update_fields=["birth_date", "kind"])
        birth_date_changed.send(User, user=user, now=now)
    locked.state = BirthDateReview.State.AGREED if agree else BirthDateReview.State.REFUSED
    locked.decided_by, locked.decided_at, locked.note = by, now, note
    locked.save(update_fields=["state", "decided_by", "decided_at", "note"])
    transaction.on_commit(lambda: tell_of_birth_date(locked))
    return locked


@transaction.atomic
def set_profile(*, user: User, first_name: str, language: str, time_zone: str, now: dt.datetime) -> User:
    """Change what a person is called, the language they are written to in, and the clock that they live by.

    Raises :class:`ValidationError` naming ``first_name``, ``language`` or ``time_zone``.
    """
    name = clean_name(first_name)
    if not name:
        raise ValidationError({"first_name": _("A name or nickname is needed.")})
    if language not in dict(settings.LANGUAGES):
        raise ValidationError({"language": _("Choose one of the values shown.")})
    if time_zone not in all_zones():
        raise ValidationError({"time_zone": _("Choose one of the values shown.")})
    moved = time_zone != user.time_zone
    user.first_name, user.language, user.time_zone = name, language, time_zone
    user.save(update_fields=["first_name", "language", "time_zone"])
    if moved:
        time_zone_changed.send(User, user=user, now=now)
    return user


def clean_name(typed: str) -> str:
    """Return a name as one line without control characters: it is put into subjects of e-mails."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in typed).split())


@transaction.atomic
def erase_account(*, user: User, now: dt.datetime) -> None:
    """Delete an account and everything that leads to its person; other apps end what they hold of it first."""
    account_erasing.send(User, user=user, now=now)
    user.delete()


def come_of_age(*, now: dt.datetime) -> int:
    """Make adults' accounts of the teens who are eighteen where they live; return how many.

    Run by ``manage.py tend_accounts``. Pairings have their own end at eighteen, which doesn't wait for this.
    """
    grown = 0
    born_before = now.date() - dt.timedelta(days=365 * ages.ADULT_AGE)
    for user in User.objects.filter(kind=User.Kind.TEEN, birth_date__lte=born_before):
        if user.birth_date and ages.age_on(user.birth_date, today_of(user, now)) >= ages.ADULT_AGE:
            grown += User.objects.filter(pk=user.pk, kind=User.Kind.TEEN).update(kind=User.Kind.PARENT)
            birth_date_changed.send(User, user=user, now=now)
    return grown


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
            "time_zone": user.time_zone,
            "joined": user.date_joined.isoformat(),
            "last_sign_in": user.last_login and user.last_login.isoformat(),
            "warned_of_deletion": user.erasure_warned_at and user.erasure_warned_at.isoformat(),
        }
    }
    if user.has_consent:
        consent = user.parental_consent
        export["parental_consent"] = {"given_at": consent.given_at.isoformat(), "law": consent.law}
    elif hasattr(user, "parental_consent"):
        consent = user.parental_consent
        export["parental_consent_withdrawn"] = {"withdrawn_at": consent.withdrawn_at, "law": consent.law}
    export["consents_given"] = [
        {"given_at": given.given_at.isoformat(), "law": given.law}
        for given in ParentalConsent.objects.filter(given_by=user).order_by("given_at")
    ]
    export["birth_date_corrections"] = [
        {"wanted": review.wanted.isoformat(), "state": review.state, "asked_at": review.created_at.isoformat()}
        for review in user.birth_date_reviews.all()
    ]
    export["addresses"] = list(EmailAddress.objects.filter(user=user).values("email", "verified", "primary"))
    # What a second step is made of is a secret even in one's own file: kind and dates only.
    export["second_steps"] = list(Authenticator.objects.filter(user=user).values("type", "created_at", "last_used_at"))
    export["signed_in"] = list(UserSession.objects.filter(user=user).values("created_at", "ip", "user_agent"))
    sections: Any = [answer for _receiver, answer in account_exporting.send(User, user=user)]
    export.update(sections)
    return export
