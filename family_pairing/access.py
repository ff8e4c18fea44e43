"""The one gate to a family's objects. What isn't yours looks exactly like what doesn't exist."""

import uuid

from django.http import Http404

from family_pairing.models import Pairing, PlannedChange, SettingRequest
from family_pairing.transitions import GUARDIAN_SEES, IN_FORCE, OPEN, State
from safety_centre.accounts.models import User


class Over(Http404):
    """A pairing of one's own that has ended or came to nothing: still missing, but a button pressed late may say so."""


def _pairing(user: User, public_id: uuid.UUID) -> Pairing:
    """Return the pairing if ``user`` is one of its two people. Raises Http404 alike for others' and for none."""
    pairing = Pairing.objects.select_related("guardian", "teen").filter(public_id=public_id).first()
    if pairing is None or user.pk not in (pairing.guardian_id, pairing.teen_id):
        raise Http404
    return pairing.as_guardian_sees() if user.pk == pairing.guardian_id else pairing


def pairing_made_or_not(user: User, public_id: uuid.UUID) -> Pairing:
    """Return a pairing of ``user``'s in whatever state: for the pages on which it is made, which lead on from there."""
    return _pairing(user, public_id)


def _only_while(holds: bool, pairing: Pairing, user: User) -> Pairing:
    """Return ``pairing`` where ``holds``. Raises :class:`Over` where it isn't alive any more, as ``user`` sees it."""
    if holds:
        return pairing
    raise Http404 if pairing.state in OPEN or _visible(pairing, user) else Over


def _visible(pairing: Pairing, user: User) -> bool:
    return pairing.state in (GUARDIAN_SEES if user.pk == pairing.guardian_id else IN_FORCE)


def pairing_of_guardian(user: User, public_id: uuid.UUID) -> Pairing:
    """Return a pairing whose guardian is ``user``, for as long as guardians see it.

    A severed pairing passes: to the guardian it looks active.
    """
    pairing = _pairing(user, public_id)
    if user.pk != pairing.guardian_id:
        raise Http404
    return _only_while(pairing.state in GUARDIAN_SEES, pairing, user)


def pairing_of_teen(user: User, public_id: uuid.UUID) -> Pairing:
    """Return a pairing in force whose teen is ``user``."""
    pairing = _pairing(user, public_id)
    if user.pk != pairing.teen_id:
        raise Http404
    return _only_while(pairing.state in IN_FORCE, pairing, user)


def pairing_of_either(user: User, public_id: uuid.UUID) -> Pairing:
    """Return a pairing that ``user`` may read: a guardian while guardians see it, a teen while it is in force."""
    pairing = _pairing(user, public_id)
    return _only_while(_visible(pairing, user), pairing, user)


def _has_ended(pairing: Pairing) -> bool:
    return pairing.state == State.ENDED and pairing.left is not None and None not in (pairing.guardian, pairing.teen)


def history_of_either(user: User, public_id: uuid.UUID) -> Pairing:
    """Return a pairing whose history ``user`` may read: one that they see, and one that was in force and has ended."""
    pairing = _pairing(user, public_id)
    return _only_while(_visible(pairing, user) or _has_ended(pairing), pairing, user)


def former_pairing_of_guardian(user: User, public_id: uuid.UUID) -> Pairing | None:
    """Return a pairing that has ended and whose guardian was ``user``; None for any other."""
    pairing = _pairing(user, public_id)
    return pairing if user.pk == pairing.guardian_id and _has_ended(pairing) else None


def request_of_guardian(user: User, pk: int) -> SettingRequest:
    """Return a request that waits for ``user``'s answer."""
    found = SettingRequest.objects.select_related("pairing__guardian", "pairing__teen")
    return _of_living(found.filter(pk=pk, pairing__guardian=user).first(), user)


def request_of_teen(user: User, pk: int) -> SettingRequest:
    """Return a request that ``user`` made."""
    found = SettingRequest.objects.select_related("pairing__guardian", "pairing__teen")
    return _of_living(found.filter(pk=pk, pairing__teen=user).first(), user)


def _of_living(found: SettingRequest | None, user: User) -> SettingRequest:
    if found is None:
        raise Http404
    _only_while(_visible(found.pairing, user), found.pairing, user)
    return found


def plan_of_guardian(user: User, public_id: uuid.UUID, pk: int) -> PlannedChange | None:
    """Return a plan that ``user`` made in this pairing; None where it was taken back or carried out meanwhile."""
    pairing = pairing_of_guardian(user, public_id)
    return PlannedChange.objects.filter(pk=pk, pairing=pairing, done_at__isnull=True).first()
