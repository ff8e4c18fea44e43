"""Who is paired with whom."""

import datetime as dt

from family_pairing.models import Pairing
from family_pairing.transitions import GUARDIAN_SEES, IN_FORCE, OPEN, State
from safety_centre.accounts.models import User


def pairings_in_force(*, teen: User) -> list[Pairing]:
    """Return the pairings whose guardians' choices count for ``teen``, oldest first, with their guardians."""
    found = Pairing.objects.filter(teen=teen, state__in=IN_FORCE)
    return list(found.select_related("guardian", "teen").order_by("active_since", "pk"))


def pairings_of_guardian(*, guardian: User) -> list[Pairing]:
    """Return the pairings that ``guardian`` sees, oldest first, with their teens. Severed ones look active."""
    found = Pairing.objects.filter(guardian=guardian, state__in=GUARDIAN_SEES)
    return list(found.select_related("guardian", "teen__parental_consent").order_by("active_since", "pk"))


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
