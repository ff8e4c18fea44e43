"""Who is paired with whom."""

import datetime as dt
import uuid
from dataclasses import dataclass

from family_pairing.models import HistoryEvent, Pairing
from family_pairing.transitions import GUARDIAN_SEES, IN_FORCE, OPEN, State
from safety_centre.accounts.clock import today_of
from safety_centre.accounts.models import User

CONSENT_KINDS = ["consent_given", "consent_withdrawn", "consent_withdrawn_later"]


def pairings_in_force(*, teen: User) -> list[Pairing]:
    """Return the pairings whose guardians' choices count for ``teen``, oldest first, with their guardians."""
    found = Pairing.objects.filter(teen=teen, state__in=IN_FORCE)
    return list(found.select_related("guardian", "teen").order_by("active_since", "pk"))


def pairings_of_guardian(*, guardian: User) -> list[Pairing]:
    """Return the pairings that ``guardian`` sees, oldest first, with their teens. Severed ones look active."""
    found = Pairing.objects.filter(guardian=guardian, state__in=GUARDIAN_SEES)
    ordered = found.select_related("guardian", "teen__parental_consent").order_by("active_since", "pk")
    return [pairing.as_guardian_sees() for pairing in ordered]


@dataclass(frozen=True)
class Former:
    """A pairing that has ended, as one of its two people finds it: whom with, until when, and what is still theirs."""

    pairing: Pairing
    name: str
    may_withdraw: bool = False  # the agreement to the teen's account that this guardian gave


def former_pairings(*, user: User, now: dt.datetime) -> list[Former]:
    """Return the ended pairings whose history ``user`` may still read, the latest first; one query, or two.

    Of the other person only what they were called at the end. A severed pairing is in no list: its guardian sees it
    alive, and the teen's own phone names nobody.
    """
    ended = Pairing.objects.filter(state=State.ENDED, left__isnull=False, guardian__isnull=False, teen__isnull=False)
    mine = ended.filter(guardian=user) | ended.filter(teen=user)
    found = list(mine.select_related("guardian", "teen").order_by("-closed_at"))
    given = _still_given(user, [one for one in found if one.guardian_id == user.pk])
    return [
        Former(
            pairing,
            (pairing.left or {})["teen" if pairing.guardian_id == user.pk else "guardian"],
            pairing.guardian_id == user.pk and pairing.people[1].public_id in given and asks_still(pairing, user, now),
        )
        for pairing in found
    ]


def _still_given(user: User, pairings: list[Pairing]) -> set[uuid.UUID]:
    """Return the public ids of the teens to whose accounts ``user``'s last word was yes."""
    if not pairings:
        return set()
    said = HistoryEvent.objects.filter(actor_ref=user.public_id, kind__in=CONSENT_KINDS)
    said = said.filter(teen_ref__in=[pairing.people[1].public_id for pairing in pairings])
    last = dict(said.order_by("pk").values_list("teen_ref", "kind"))
    return {teen for teen, kind in last.items() if kind == "consent_given"}


def last_word(*, teen: User, by: User) -> HistoryEvent | None:
    """Return the line of ``by``'s last word about ``teen``'s account: given, or taken back; None without one.

    Read from the history and not from the consent itself: what another adult did since is no business of theirs.
    """
    said = HistoryEvent.objects.filter(teen_ref=teen.public_id, actor_ref=by.public_id, kind__in=CONSENT_KINDS)
    return said.order_by("-pk").first()


def asks_still(pairing: Pairing, guardian: User, now: dt.datetime) -> bool:
    """Say whether the law still asked for an agreement, by what ``guardian`` knew of the teen when it ended."""
    until: str | None = (pairing.left or {}).get("asks_until")
    return until is not None and today_of(guardian, now) < dt.date.fromisoformat(until)


def open_pairings(*, user: User, now: dt.datetime) -> list[Pairing]:
    """Return ``user``'s pairings that are being made and not too old, newest first."""
    found = Pairing.objects.filter(state__in=OPEN, expires_at__gt=now)
    mine = found.filter(guardian=user) | found.filter(teen=user)
    return list(mine.select_related("guardian", "teen").order_by("-created_at"))


def visible_state(pairing: Pairing, user: User) -> str:
    """Return the state as ``user`` may read it: to its guardian a severed pairing is active, to its teen ended."""
    if pairing.state == State.SEVERED:
        if user.pk != pairing.guardian_id:
            return "ended"  # nor does the teen's own file say how: somebody may make them open it
        return "ending" if pairing.ends_at else "active"
    return pairing.state
