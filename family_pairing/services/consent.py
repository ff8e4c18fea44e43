"""An adult takes the agreement to a teen's account back, or agrees again; both are told what happens then."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from family_pairing.models import Pairing, SafeRouteRequest
from family_pairing.selectors.pairings import last_word
from family_pairing.services import ending, history
from family_pairing.services.locking import lock
from family_pairing.transitions import GUARDIAN_SEES, State, Step
from safety_centre.accounts import services as accounts
from safety_centre.accounts.clock import today_of
from safety_centre.accounts.models import ParentalConsent, User
from safety_centre.accounts.retention import CONSENT_AWAITED

GIVEN, WITHDRAWN = "consent_given", "consent_withdrawn"
AFTER_THE_END = "consent_withdrawn_later"
TAKEN_BACK = [WITHDRAWN, AFTER_THE_END]
NOTHING_HERE = _("There is no agreement of yours to take back here.")


def _locked(pairing: Pairing, user: User) -> tuple[Pairing, User]:
    pairing = lock(pairing)
    if user.pk != pairing.guardian_id or pairing.state not in GUARDIAN_SEES:
        raise ValidationError(NOTHING_HERE)
    return pairing, pairing.people[1]


@transaction.atomic
def withdraw(*, pairing: Pairing, user: User, now: dt.datetime) -> None:
    """Take the agreement back. The pairing goes on; the account waits for an adult as it did before the agreement.

    After the safe route the guardian's page shows just that, and the teen's account stays as it is: nobody whom the
    safety team found a teen to be afraid of closes that teen's account. Raises :class:`ValidationError` for anybody
    but who agreed.
    """
    pairing, teen = _locked(pairing, user)
    ends = today_of(teen, now + CONSENT_AWAITED)
    if pairing.state == State.SEVERED:
        frozen = pairing.frozen or {}
        if frozen.get("consent_withdrawn") or not accounts.may_withdraw_consent(
            teen=teen, by=user, today=today_of(teen, now)
        ):
            raise ValidationError(NOTHING_HERE)
        pairing.frozen = {**frozen, "consent_withdrawn": now.isoformat()}
        pairing.save(update_fields=["frozen"])
    else:
        accounts.withdraw_consent(teen=teen, by=user, now=now)
    history.record(kind=WITHDRAWN, pairing=pairing, actor=user, now=now, data={"day": ends.isoformat()})


def is_withdrawn(*, pairing: Pairing, user: User) -> bool:
    """Say whether the last word of ``user`` about the account of this pairing's teen was to take the agreement back."""
    said = last_word(teen=pairing.people[1], by=user)
    return said is not None and said.kind in TAKEN_BACK


@transaction.atomic
def withdraw_after_end(*, pairing: Pairing, user: User, now: dt.datetime) -> None:
    """Take back, after the pairing's end, the agreement that ``user`` gave through it.

    The teen is told and the account waits for an adult. Where the safe route had ended a pairing of the two, the
    account stays as it is and nobody but ``user`` is told, in the same words. Raises :class:`ValidationError` where
    the last word of ``user`` isn't a yes.
    """
    pairing = lock(pairing)
    teen = pairing.people[1]
    said = last_word(teen=teen, by=user)
    if user.pk != pairing.guardian_id or pairing.state != State.ENDED or said is None or said.kind != GIVEN:
        raise ValidationError(NOTHING_HERE)
    quiet = Pairing.objects.filter(guardian=user, teen=teen, left__quiet=True).order_by("pk").last()
    if quiet is None and accounts.may_withdraw_consent(teen=teen, by=user, today=today_of(teen, now)):
        accounts.withdraw_consent(teen=teen, by=user, now=now)
    about = quiet or pairing
    history.record(kind=AFTER_THE_END, pairing=about, actor=user, now=now, quiet=quiet is not None)


def end_what_waited_too_long(*, now: dt.datetime) -> int:
    """End the severed pairings whose guardian took the agreement back thirty days ago and didn't agree since.

    The guardian was told that the account would be deleted, so to the guardian it is: the same line, and as after a
    deletion nothing of the pairing is left. The teen's account goes on without knowing. Return how many.
    """
    ended = 0
    severed = Pairing.objects.filter(state=State.SEVERED, frozen__has_key="consent_withdrawn")
    for found in severed.order_by("pk"):
        with transaction.atomic():
            pairing = lock(found)
            since = (pairing.frozen or {}).get("consent_withdrawn")
            if pairing.state != State.SEVERED or not since:
                continue
            guardian, teen = pairing.people
            is_due = dt.datetime.fromisoformat(since) + CONSENT_AWAITED < now
            if not is_due or accounts.needs_no_consent(teen, today_of(teen, now)):
                continue
            ending.end(pairing, Step.ERASE, now)
            history.record(
                kind="pairing_ended", pairing=pairing, actor=teen, now=now, data={"why": "erased"}, quiet=True
            )
            SafeRouteRequest.objects.filter(pairing=pairing).update(pairing=None)  # what was decided is kept
            ParentalConsent.objects.filter(teen=teen, given_by=guardian).update(given_by=None)
            pairing.delete()
            ended += 1
    return ended


@transaction.atomic
def agree_again(*, pairing: Pairing, user: User, now: dt.datetime) -> None:
    """Agree to an account that waits for it. Agreeing to one that doesn't wait changes nothing and says nothing."""
    pairing, teen = _locked(pairing, user)
    frozen = pairing.frozen or {}
    if frozen.get("consent_withdrawn"):
        pairing.frozen = {key: value for key, value in frozen.items() if key != "consent_withdrawn"}
        pairing.save(update_fields=["frozen"])
    elif accounts.needs_consent(teen, today_of(teen, now)):
        accounts.give_consent(teen=teen, by=user, now=now)
    else:
        return
    history.record(kind=GIVEN, pairing=pairing, actor=user, now=now)
