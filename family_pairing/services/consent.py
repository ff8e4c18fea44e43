"""An adult takes the agreement to a teen's account back, or agrees again; both are told what happens then."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from family_pairing.models import Pairing
from family_pairing.services import history
from family_pairing.services.locking import lock
from family_pairing.transitions import GUARDIAN_SEES, State
from safety_centre.accounts import services as accounts
from safety_centre.accounts.clock import today_of
from safety_centre.accounts.models import User

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
    ends = today_of(teen, now + accounts.CONSENT_AWAITED)
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
    history.record(kind="consent_withdrawn", pairing=pairing, actor=user, now=now, data={"day": ends.isoformat()})


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
    history.record(kind="consent_given", pairing=pairing, actor=user, now=now)
