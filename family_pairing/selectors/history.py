"""The history as both sides read it."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from family_pairing import wording
from family_pairing.models import HistoryEvent, HistoryRead, Pairing
from family_pairing.transitions import CLOSED, State
from safety_centre.accounts.models import User

PAGE = 50
CLOSING = ["pairing_ended", "pairing_declined", "pairing_refused"]


@dataclass(frozen=True)
class Line:
    """One line: what happened, when, and whether the reader has seen it before."""

    pk: int
    text: str
    at: Any
    is_new: bool = False


def describe_setting(key: str, value: Any) -> tuple[str, str]:
    """Return a setting's name and a value in words, as the catalogue says them; unknown keys keep their name."""
    from family_pairing.policy import words

    return words.name_of(key), words.value_in_words(key, value)


def lines(events: Sequence[HistoryEvent], names: dict[str, str], read_up_to: int | None = None) -> list[Line]:
    """Return ``events`` as sentences. ``names`` maps a ``public_id`` to what to call that person."""

    def called(ref: uuid.UUID | None) -> str:
        return names.get(str(ref)) or _("a former account")

    return [
        Line(
            event.pk,
            wording.sentence(
                event.kind,
                event.data,
                {
                    "actor": called(event.actor_ref),
                    "guardian": called(event.guardian_ref),
                    "teen": called(event.teen_ref),
                },
                describe_setting,
            ),
            event.at,
            read_up_to is not None and event.pk > read_up_to,
        )
        for event in events
    ]


def lines_of(pairing: Pairing) -> Q:
    """Return what belongs to a pairing's history: its own lines, and the teen's own choices while it is in force.

    Nothing after its end: of a pairing that the safe route ended, the teen's own choices stop there and the lines
    where its guardian saw it end.
    """
    own_choices = Q(
        pairing_ref__isnull=True,
        teen_ref=pairing.people[1].public_id,
        at__gte=pairing.active_since or pairing.created_at,
    )
    mine = Q(pairing_ref=pairing.public_id)
    if pairing.closed_at is not None:
        own_until = (pairing.left or {}).get("own_until")
        own_choices &= Q(at__lte=dt.datetime.fromisoformat(own_until) if own_until else pairing.closed_at)
    if pairing.state in CLOSED and pairing.closed_at is not None:
        mine &= Q(at__lte=pairing.closed_at)
    return mine | own_choices


def of_pairing(*, pairing: Pairing, reader: User, before: int | None = None) -> list[Line]:
    """Return the newest lines about ``pairing`` and, for as long as it lives, about the teen's own choices.

    Guardians read of the teen's own choices only from when they were paired.
    """
    events = HistoryEvent.objects.filter(lines_of(pairing))
    if before:
        events = events.filter(pk__lt=before)
    return lines(list(events[:PAGE]), names_of(pairing), _read_up_to(reader))


def news(*, pairings: Sequence[Pairing], reader: User, at_most: int = 3) -> list[Line]:
    """Return the newest lines that ``reader`` hasn't marked read, over all ``pairings`` and of those that
    closed since; two queries, three where one closed.
    """
    read = _read_up_to(reader)
    # What closed is on nobody's page any more, so its last line is told here, whoever closed it but the reader.
    mine = Q(kind__in=CLOSING) & (Q(teen_ref=reader.public_id) | Q(guardian_ref=reader.public_id))
    told = Pairing.objects.filter(teen=reader, state=State.ENDED, left__quiet=False).values("public_id")
    mine |= Q(kind="consent_withdrawn_later", teen_ref=reader.public_id, pairing_ref__in=told)
    for pairing in pairings:
        mine |= lines_of(pairing)
    # Who confirmed a pairing knows that it was accepted; "it starts once…" isn't so any more.
    found = HistoryEvent.objects.filter(mine, pk__gt=read).exclude(kind="pairing_accepted")
    found = found.exclude(actor_ref=reader.public_id)
    events = list(found[:at_most])
    names = {ref: name for pairing in pairings for ref, name in names_of(pairing).items()}
    names.setdefault(str(reader.public_id), reader.name_or_address)
    elsewhere = {
        event.pairing_ref
        for event in events
        if event.pairing_ref is not None
        and any(ref and str(ref) not in names for ref in (event.teen_ref, event.guardian_ref))
    }
    if elsewhere:
        for pairing in Pairing.objects.filter(public_id__in=elsewhere).select_related("guardian", "teen"):
            names = {**names_of(pairing), **names}
    return lines(events, names, read)


def names_of(pairing: Pairing) -> dict[str, str]:
    """Return what to call the two by ``public_id``: of a pairing that has ended, what they were called then."""
    people = {"guardian": pairing.guardian, "teen": pairing.teen}
    called = pairing.left or {}
    return {
        str(person.public_id): called.get(side) or person.name_or_address
        for side, person in people.items()
        if person is not None
    }


def _read_up_to(reader: User) -> int:
    read = HistoryRead.objects.filter(user=reader).values_list("last_event_id", flat=True).first()
    return read or 0
