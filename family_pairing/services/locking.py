"""A pairing's row, locked: every step on it waits here for the one before."""

from family_pairing.models import Pairing


def lock(pairing: Pairing) -> Pairing:
    """Return ``pairing`` as it is now, locked until the transaction ends, with both of its people.

    The teen of a severed one is as the guardian last knew them: only the guardian acts on it.
    """
    locked = Pairing.objects.select_for_update(of=("self",)).select_related("guardian", "teen")
    return locked.get(pk=pairing.pk).as_guardian_sees()
