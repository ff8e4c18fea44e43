"""On the day that two people chose to look at something together again, both are told."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef

from family_pairing.models import Agreement, HistoryEvent, Pairing, SettingRequest
from family_pairing.services import history
from family_pairing.services.locking import lock
from family_pairing.transitions import GUARDIAN_SEES
from safety_centre.accounts.clock import today_of

TOLD_WITHIN = dt.timedelta(days=7)  # after a longer silence of the command, nobody is told of days long gone


def tell_of_review_days(*, now: dt.datetime) -> int:
    """Write to both sides that the day has come, of a granted setting or the signed agreement; return how many.

    Days are the teen's own. Running it twice tells nobody twice: what was told stands in the history.
    """
    earliest, latest = now.date() - TOLD_WITHIN, now.date() + dt.timedelta(days=1)  # of any time zone
    chosen = {"review_on__range": (earliest, latest), "pairing__state__in": GUARDIAN_SEES}
    later = SettingRequest.objects.filter(
        pairing=OuterRef("pairing"), key=OuterRef("key"), state="accepted", answered_at__gt=OuterRef("answered_at")
    )
    granted = SettingRequest.objects.filter(~Exists(later), state="accepted", **chosen).select_related(*PEOPLE)
    signed = Agreement.objects.filter(state="signed", **chosen).select_related(*PEOPLE)
    told = 0
    for request in granted:
        told += _tell(request.pairing, "review_day", request.review_on, {"key": request.key}, now)
    for agreement in signed:
        told += _tell(agreement.pairing, "agreement_review_day", agreement.review_on, {}, now)
    return told


PEOPLE = ("pairing__guardian", "pairing__teen")


@transaction.atomic
def _tell(pairing: Pairing, kind: str, day: dt.date | None, data: dict[str, Any], now: dt.datetime) -> bool:
    if day is None or day > today_of(pairing.people[1], now):
        return False
    pairing = lock(pairing)
    data = {**data, "review_on": day.isoformat()}
    before = HistoryEvent.objects.filter(pairing_ref=pairing.public_id, kind=kind, data=data)
    if pairing.state not in GUARDIAN_SEES or before.exists():
        return False
    history.record(kind=kind, pairing=pairing, actor=None, now=now, data=data)
    return True
