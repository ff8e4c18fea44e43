"""Append a fact, and tell both sides the same."""

import datetime as dt
from typing import Any

from django.db.models import Max
from django.dispatch import Signal

from family_pairing.models import HistoryEvent, HistoryRead, Pairing
from safety_centre.accounts.models import User

# Sent after each line is written, inside its transaction: ``event``, ``pairing``, ``quiet``. Mail is a receiver.
event_recorded = Signal()


def record(
    *,
    kind: str,
    pairing: Pairing,
    actor: User | None,
    now: dt.datetime,
    data: dict[str, Any] | None = None,
    quiet: bool = False,
) -> HistoryEvent:
    """Write one line about ``pairing`` and let both of its people know. ``data`` holds settings' keys and values only.

    ``actor`` empty means that it happened by itself (a birthday, an hour that passed); ``quiet``, that the guardian
    alone is written to.
    """
    guardian, teen = pairing.people
    event = HistoryEvent.objects.create(
        pairing_ref=pairing.public_id,
        teen_ref=teen.public_id,
        guardian_ref=guardian.public_id,
        actor_ref=actor.public_id if actor else None,
        kind=kind,
        data=data or {},
        at=now,
    )
    event_recorded.send(HistoryEvent, event=event, pairing=pairing, quiet=quiet)
    return event


def record_own(*, kind: str, teen: User, now: dt.datetime, data: dict[str, Any]) -> HistoryEvent:
    """Write one line about a teen's own settings. Every guardian in force reads it, since the policy changed."""
    from family_pairing.selectors.pairings import pairings_in_force

    event = HistoryEvent.objects.create(teen_ref=teen.public_id, actor_ref=teen.public_id, kind=kind, data=data, at=now)
    for pairing in pairings_in_force(teen=teen):
        event_recorded.send(HistoryEvent, event=event, pairing=pairing)
    return event


def mark_read(*, user: User, last_event_id: int) -> None:
    """Remember up to which line ``user`` has read; it never goes back, nor past what has been written.

    What is still to come can't be marked read: whoever has a phone in hand for a minute keeps no news from its owner.
    """
    found, _created = HistoryRead.objects.get_or_create(user=user)
    written = HistoryEvent.objects.aggregate(newest=Max("pk"))["newest"] or 0
    last = min(last_event_id, written)
    if last > found.last_event_id:
        HistoryRead.objects.filter(pk=found.pk, last_event_id__lt=last).update(last_event_id=last)
