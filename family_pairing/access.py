"""The one gate to a family's objects. What isn't yours looks exactly like what doesn't exist."""

import uuid
from typing import TypeVar

from django.db.models import Model
from django.http import Http404

from family_pairing.models import Pairing, PlannedChange, SettingRequest
from family_pairing.transitions import GUARDIAN_SEES, IN_FORCE, OPEN
from safety_centre.accounts.models import User

Found = TypeVar("Found", bound=Model)


def _pairing(user: User, public_id: uuid.UUID) -> Pairing:
    """Return the pairing if ``user`` is one of its two people. Raises Http404 alike for others' and for none."""
    pairing = Pairing.objects.select_related("guardian", "teen").filter(public_id=public_id).first()
    if pairing is None or user.pk not in (pairing.guardian_id, pairing.teen_id):
        raise Http404
    return pairing


def open_pairing(user: User, public_id: uuid.UUID) -> Pairing:
    """Return a pairing of ``user``'s that is still being made."""
    pairing = _pairing(user, public_id)
    if pairing.state not in OPEN:
        raise Http404
    return pairing


def is_made(user: User, public_id: uuid.UUID) -> bool:
    """Say whether this is a pairing of ``user``'s that is no longer being made but lives, as ``user`` sees it."""
    try:
        return _visible(_pairing(user, public_id), user)
    except Http404:
        return False


def _visible(pairing: Pairing, user: User) -> bool:
    return pairing.state in (GUARDIAN_SEES if user.pk == pairing.guardian_id else IN_FORCE)


def pairing_of_guardian(user: User, public_id: uuid.UUID) -> Pairing:
    """Return a pairing whose guardian is ``user``, for as long as guardians see it.

    A severed pairing passes: to the guardian it looks active.
    """
    pairing = _pairing(user, public_id)
    if user.pk != pairing.guardian_id or pairing.state not in GUARDIAN_SEES:
        raise Http404
    return pairing


def pairing_of_teen(user: User, public_id: uuid.UUID) -> Pairing:
    """Return a pairing in force whose teen is ``user``."""
    pairing = _pairing(user, public_id)
    if user.pk != pairing.teen_id or pairing.state not in IN_FORCE:
        raise Http404
    return pairing


def pairing_of_either(user: User, public_id: uuid.UUID) -> Pairing:
    """Return a pairing that ``user`` may read: a guardian while guardians see it, a teen while it is in force."""
    pairing = _pairing(user, public_id)
    if not _visible(pairing, user):
        raise Http404
    return pairing


def request_of_guardian(user: User, pk: int) -> SettingRequest:
    """Return a request that waits for ``user``'s answer."""
    found = SettingRequest.objects.select_related("pairing__guardian", "pairing__teen").filter(
        pk=pk, pairing__guardian=user, pairing__state__in=GUARDIAN_SEES
    )
    return _only(found.first())


def request_of_teen(user: User, pk: int) -> SettingRequest:
    """Return a request that ``user`` made."""
    found = SettingRequest.objects.select_related("pairing__guardian", "pairing__teen").filter(
        pk=pk, pairing__teen=user, pairing__state__in=IN_FORCE
    )
    return _only(found.first())


def plan_of_guardian(user: User, pk: int) -> PlannedChange:
    """Return a plan that ``user`` made and that is still to come."""
    found = PlannedChange.objects.select_related("pairing").filter(
        pk=pk, pairing__guardian=user, pairing__state__in=GUARDIAN_SEES, done_at__isnull=True
    )
    return _only(found.first())


def _only(found: Found | None) -> Found:
    if found is None:
        raise Http404
    return found
