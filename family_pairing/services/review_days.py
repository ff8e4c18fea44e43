"""On the day that two people chose to look at something together again, both are told."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef

from family_pairing.models import HistoryEvent, Pairing, SettingRequest
from family_pairing.selectors.review_days import to_review
from family_pairing.services import history
from family_pairing.services.birthdays import TOLD_WITHIN
from family_pairing.services.locking import lock
from family_pairing.transitions import GUARDIAN_SEES
from safety_centre.accounts.clock import today_of

PEOPLE = ("pairing__guardian", "pairing__teen")


def tell_of_review_days(*, now: dt.datetime) -> int:
    """Write to both sides that the day has come, of a granted setting or the signed agreement; return how many.

    Days are the teen's own. Running it twice tells nobody twice: what was told stands in the history.
    """
    earliest, latest = now.date() - TOLD_WITHIN, now.date() + dt.timedelta(days=1)  # of any time zone
    requests, agreements = to_review(review_on__range=(earliest, latest), pairing__state__in=GUARDIAN_SEES)
    later = SettingRequest.objects.filter(
        pairing=OuterRef("pairing"), key=OuterRef("key"), state="accepted", answered_at__gt=OuterRef("answered_at")
    )
    told = 0
    for request in requests.filter(~Exists(later)).select_related(*PEOPLE):
        told += _tell(request.pairing, "review_day", request.review_on, {"key": request.key}, now)
    for agreement in agreements.select_related(*PEOPLE):
        told += _tell(agreement.pairing, "agreement_review_day", agreement.review_on, {}, now)
    return told


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
