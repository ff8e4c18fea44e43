"""The safe route: a teen asks, the safety team decides, and no guardian learns that it was ever opened."""

import datetime as dt

from django.db import IntegrityError, transaction

from family_pairing.models import Pairing, SafeRouteRequest
from family_pairing.services import ending
from family_pairing.transitions import IN_FORCE
from safety_centre.accounts.models import User


def ask(*, teen: User, pairing: Pairing, contact: str, now: dt.datetime) -> SafeRouteRequest:
    """Put a request into the safety team's queue; asking twice is asking once. Writes no history, sends no mail."""
    try:
        with transaction.atomic():
            return SafeRouteRequest.objects.create(teen=teen, pairing=pairing, contact=contact, created_at=now)
    except IntegrityError:
        return SafeRouteRequest.objects.get(teen=teen, pairing=pairing, state=SafeRouteRequest.State.OPEN)


@transaction.atomic
def withdraw(*, teen: User, pairing: Pairing, now: dt.datetime) -> None:
    """Take the request about ``pairing`` back while nobody has decided it; without one, nothing happens."""
    SafeRouteRequest.objects.filter(pairing=pairing, teen=teen, state=SafeRouteRequest.State.OPEN).update(
        state=SafeRouteRequest.State.WITHDRAWN, decided_at=now
    )


@transaction.atomic
def agree(*, request: SafeRouteRequest, by: User, note: str, now: dt.datetime) -> SafeRouteRequest:
    """End the pairing without notice. A pairing that ended meanwhile stays ended; the decision is kept all the same."""
    locked = SafeRouteRequest.objects.select_for_update(of=("self",)).select_related("pairing").get(pk=request.pk)
    if locked.state != SafeRouteRequest.State.OPEN:
        return locked
    if locked.pairing is not None and locked.pairing.state in IN_FORCE:
        ending.sever(pairing=locked.pairing, now=now)
    return _decide(locked, SafeRouteRequest.State.AGREED, by, note, now)


@transaction.atomic
def close(*, request: SafeRouteRequest, by: User, note: str, now: dt.datetime) -> SafeRouteRequest:
    """Close a request without ending the pairing; the note says why."""
    locked = SafeRouteRequest.objects.select_for_update().get(pk=request.pk)
    if locked.state != SafeRouteRequest.State.OPEN:
        return locked
    return _decide(locked, SafeRouteRequest.State.CLOSED, by, note, now)


def _decide(request: SafeRouteRequest, state: str, by: User, note: str, now: dt.datetime) -> SafeRouteRequest:
    request.state, request.decided_by, request.note, request.decided_at = state, by, note, now
    request.save(update_fields=["state", "decided_by", "note", "decided_at"])
    return request
