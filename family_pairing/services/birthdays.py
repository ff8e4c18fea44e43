"""What a birthday changes by itself, told to both sides; and what a corrected date of birth changes at once."""

import datetime as dt

from django.db import transaction

from family_pairing.models import HistoryEvent, Pairing
from family_pairing.policy import bands
from family_pairing.policy.plans import day_of_age
from family_pairing.services import ending, history
from family_pairing.services.locking import lock
from family_pairing.transitions import GUARDIAN_SEES, OPEN, Step
from safety_centre.accounts.clock import today_of
from safety_centre.accounts.models import User

BAND_AGE = 16
TOLD_WITHIN = dt.timedelta(days=7)


def tell_of_birthdays(*, now: dt.datetime) -> int:
    """Write to both sides that the settings for sixteen apply; return how many. Running it twice tells nobody twice."""
    told = 0
    living = Pairing.objects.filter(state__in=GUARDIAN_SEES, teen__birth_date__isnull=False)
    for pairing in living.select_related("guardian", "teen"):
        teen = pairing.people[1]
        if teen.birth_date is None or pairing.active_since is None:
            continue
        day, today = day_of_age(teen.birth_date, BAND_AGE), today_of(teen, now)
        if not day <= today < day + TOLD_WITHIN or today_of(teen, pairing.active_since) >= day:
            continue
        with transaction.atomic():
            pairing = lock(pairing)
            before = HistoryEvent.objects.filter(pairing_ref=pairing.public_id, kind="band_changed")
            if pairing.state in GUARDIAN_SEES and not before.exists():
                data = {"age": BAND_AGE}
                history.record(kind="band_changed", pairing=pairing, actor=None, now=now, data=data)
                told += 1
    return told


@transaction.atomic
def follow_birth_date(*, user: User, now: dt.datetime) -> int:
    """End the pairings that a corrected date of birth makes impossible; return how many.

    A guardian who isn't 18 guards nobody; a teen who is 18 is guarded by nobody.
    """
    ended = 0
    is_adult = user.birth_date is not None and bands.age_on(user.birth_date, today_of(user, now)) >= bands.ADULT_AGE
    if is_adult:
        wrong, step, why = Pairing.objects.filter(teen=user), Step.ADULT, "adult"
    else:
        wrong, step, why = Pairing.objects.filter(guardian=user), Step.NOT_ADULT, "not_adult"
    for found in wrong.filter(state__in=[*OPEN, *GUARDIAN_SEES]):
        pairing = lock(found)
        if pairing.state in OPEN:
            ending.end(pairing, Step.ERASE, now)
        elif pairing.state in GUARDIAN_SEES:
            ending.end(pairing, step, now)
            history.record(kind="pairing_ended", pairing=pairing, actor=None, now=now, data={"why": why})
        ended += 1
    return ended
