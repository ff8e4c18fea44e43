"""Accounts that wait for a parent's agreement: for how long, one mail before the end, and the end.

Data minimisation: GDPR article 5(1)(c). Run by ``manage.py tend_accounts``, once a day.
"""

import datetime as dt
from collections.abc import Iterator

from allauth.account.models import EmailAddress
from django.db import transaction
from django.dispatch import Signal

from safety_centre.accounts.clock import today_of, zone_of
from safety_centre.accounts.mail import tell_of_erasure
from safety_centre.accounts.models import BirthDateReview, User
from safety_centre.accounts.services import erase_account, needs_consent

CONSENT_AWAITED = dt.timedelta(days=30)
WARNED_BEFORE = dt.timedelta(days=5)
LEAST_NOTICE = dt.timedelta(days=2)  # between the mail and the end, however late the command ran
UNREACHABLE = dt.timedelta(days=7)  # an address that takes no mail keeps an account for no longer than this

# Sent when the accounts that waited too long have gone: ``now``. What ends at the same time ends now.
waited_too_long = Signal()


def erased_at(teen: User) -> dt.datetime:
    """Return when the account of a teen who waits for a consent is deleted: thirty days from when the waiting began.

    It began when they joined, when the consent was withdrawn, or when a corrected date of birth made them younger.
    """
    began = [teen.date_joined]
    if hasattr(teen, "parental_consent") and teen.parental_consent.withdrawn_at is not None:
        began.append(teen.parental_consent.withdrawn_at)
    agreed = BirthDateReview.State.AGREED  # picked here and not by the database: a guardian's page prefetches them
    began += [one.decided_at for one in teen.birth_date_reviews.all() if one.state == agreed and one.decided_at]
    return max(began) + CONSENT_AWAITED


def _waiting(now: dt.datetime, joined_before: dt.datetime) -> Iterator[User]:
    """Yield the teens whose accounts wait for a consent at ``now``."""
    found = User.objects.filter(kind=User.Kind.TEEN, date_joined__lt=joined_before)
    found = found.exclude(parental_consent__isnull=False, parental_consent__withdrawn_at__isnull=True)
    for user in found.select_related("parental_consent"):
        if needs_consent(user, today_of(user, now)):
            yield user


def _is_told(user: User, ends: dt.datetime) -> bool:
    """Say whether ``user`` was written to in this waiting, and not in an earlier one."""
    return user.erasure_warned_at is not None and user.erasure_warned_at >= ends - CONSENT_AWAITED


def _is_reachable(user: User) -> bool:
    """Say whether the address is proved to be theirs: no stranger who owns a mistyped one hears of an account."""
    return EmailAddress.objects.filter(user=user, verified=True, email__iexact=user.email).exists()


def warn_before_erasure(*, now: dt.datetime) -> int:
    """Write once to each teen whose account is deleted within five days for want of a consent; return how many.

    To the teen alone, and in words that name no adult. A mail that couldn't be sent is tried again the day after.
    """
    told = 0
    for user in _waiting(now, now + WARNED_BEFORE - CONSENT_AWAITED):
        ends, before = erased_at(user), user.erasure_warned_at
        if now < ends - WARNED_BEFORE or _is_told(user, ends) or not _is_reachable(user):
            continue
        mine = User.objects.filter(pk=user.pk, erasure_warned_at=before)
        if not mine.update(erasure_warned_at=now):
            continue  # the command runs twice at once: the other one writes
        if tell_of_erasure(user, max(ends, now + LEAST_NOTICE).astimezone(zone_of(user)).date()):
            told += 1
        else:
            User.objects.filter(pk=user.pk, erasure_warned_at=now).update(erasure_warned_at=before)
    return told


def _had_notice(user: User, ends: dt.datetime, now: dt.datetime) -> bool:
    if user.erasure_warned_at is not None and _is_told(user, ends):
        return user.erasure_warned_at <= now - LEAST_NOTICE
    return ends + UNREACHABLE < now or not _is_reachable(user)


def erase_without_consent(*, now: dt.datetime) -> int:
    """Delete teens' accounts that waited thirty days for a consent that didn't come; return how many.

    Nobody's account goes without the mail before, unless its address was never proved or takes no mail.
    """
    erased = 0
    for found in _waiting(now, now - CONSENT_AWAITED):
        if not _is_due(found, now):
            continue
        with transaction.atomic():
            # Once more under lock: an adult may have agreed this very moment.
            User.objects.select_for_update().get(pk=found.pk)
            user = User.objects.select_related("parental_consent").get(pk=found.pk)
            if needs_consent(user, today_of(user, now)) and _is_due(user, now):
                erase_account(user=user, now=now)
                erased += 1
    waited_too_long.send(User, now=now)
    return erased


def _is_due(user: User, now: dt.datetime) -> bool:
    ends = erased_at(user)
    return ends < now and _had_notice(user, ends, now)
