"""Extra time for one day: a guardian's tap, or a teen's question that a tap answers."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from family_pairing.models import ExtraTime, Pairing, SettingRequest
from family_pairing.policy import extra_time, windows
from family_pairing.policy.effective import DEFAULT, guardian_source
from family_pairing.selectors.inputs import inputs_for
from family_pairing.selectors.standing import band_of
from family_pairing.services import history, taps
from family_pairing.services.locking import lock
from family_pairing.transitions import GUARDIAN_SEES, ForbiddenStep, State, Step
from safety_centre.accounts.clock import today_of, zone_of
from safety_centre.accounts.models import User

WAITING = (SettingRequest.State.OPEN, SettingRequest.State.COUNTERED)


def _refuse_unknown(minutes: int | None) -> None:
    if minutes not in extra_time.OFFERS:
        raise ValidationError({"minutes": _("Choose 15 minutes, 30 minutes or the rest of the day.")})


def _data(minutes: int | None, day: dt.date) -> dict[str, Any]:
    return {"key": extra_time.KEY, "minutes": minutes, "day": day.isoformat()}


@transaction.atomic
def grant(*, pairing: Pairing, user: User, minutes: int | None, now: dt.datetime) -> ExtraTime:
    """Give ``minutes`` more for the teen's today, or the rest of it with None. An open question for it is answered.

    Two guardians may each grant; grants add up, but a tap repeated within three seconds counts once. Raises
    :class:`ValidationError` for minutes that no button offers.
    """
    _refuse_unknown(minutes)
    pairing = lock(pairing)
    if user.pk != pairing.guardian_id or pairing.state not in GUARDIAN_SEES:
        raise ForbiddenStep(State(pairing.state), Step.CONFIRM)
    day = today_of(pairing.people[1], now)
    mine = ExtraTime.objects.filter(pairing=pairing, day=day, minutes=minutes)
    twin = mine.filter(granted_at__gt=now - taps.ONE_TAP, granted_at__lte=now).first()
    if twin is not None:
        return twin
    extra = ExtraTime.objects.create(pairing=pairing, day=day, minutes=minutes, granted_at=now)
    SettingRequest.objects.filter(pairing=pairing, key=extra_time.ASKED, state__in=WAITING).update(
        state=SettingRequest.State.ACCEPTED, answered_at=now
    )
    history.record(kind="extra_time", pairing=pairing, actor=user, now=now, data=_data(minutes, day))
    return extra


@transaction.atomic
def ask(*, teen: User, minutes: int | None, now: dt.datetime) -> list[SettingRequest]:
    """Ask those whose limit stands in the way for more time today; where nobody chose one, every guardian.

    The question lapses at the teen's midnight. Raises :class:`ValidationError` where there is nobody to ask, nothing
    to ask for, or a question that is still open.
    """
    _refuse_unknown(minutes)
    today = today_of(teen, now)
    inputs = inputs_for([teen], {}, {teen.pk: today})[teen.pk]
    limit = extra_time.limit_on(today, band_of(teen, today), inputs.choices, inputs.teen, inputs.granted)
    if limit.minutes >= windows.DAY:
        raise ValidationError({"minutes": _("There is no limit today.")})
    asked = [one for one in inputs.linked if DEFAULT in limit.set_by or guardian_source(one.pk) in limit.set_by]
    if not asked:
        raise ValidationError({"minutes": _("You can set this yourself: nobody has to be asked.")})
    tomorrow = dt.datetime.combine(today + dt.timedelta(days=1), dt.time(), zone_of(teen))
    made = []
    for pairing in asked:
        try:
            with transaction.atomic():
                made.append(
                    SettingRequest.objects.create(
                        pairing=pairing,
                        key=extra_time.ASKED,
                        wanted={"minutes": minutes},
                        created_at=now,
                        expires_at=tomorrow,
                    )
                )
        except IntegrityError:
            made += taps.twins_of(pairing=pairing, key=extra_time.ASKED, wanted={"minutes": minutes}, now=now)
            continue
        history.record(kind="extra_time_asked", pairing=pairing, actor=teen, now=now, data=_data(minutes, today))
    if not made:
        raise ValidationError({"minutes": _("You have already asked about this. Wait for the answer, or withdraw it.")})
    return made
