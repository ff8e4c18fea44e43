"""A teen's policy as it holds now. Two queries: the guardians' choices in force and the teen's own."""

import datetime as dt
from collections import defaultdict

from family_pairing.models import GuardianChoice, TeenChoice
from family_pairing.policy import bands
from family_pairing.policy.effective import Choices, Chosen, EffectiveValue, effective_policy
from family_pairing.transitions import IN_FORCE
from safety_centre.accounts.models import User


def guardian_choices(*, teen: User) -> list[tuple[object, Choices]]:
    """Return ``(pairing id, choices by setting)`` of each pairing in force; one query."""
    by_pairing: dict[object, dict[str, Chosen]] = defaultdict(dict)
    for choice in GuardianChoice.objects.filter(pairing__teen=teen, pairing__state__in=IN_FORCE).order_by("pairing_id"):
        by_pairing[choice.pairing_id][choice.key] = Chosen(choice.value, choice.set_at)
    return list(by_pairing.items())


def teen_choices(*, teen: User) -> Choices:
    """Return the teen's own choices by setting; one query."""
    return {choice.key: Chosen(choice.value, choice.set_at) for choice in TeenChoice.objects.filter(teen=teen)}


def policy_of(*, teen: User, today: dt.date) -> dict[str, EffectiveValue]:
    """Return what holds for ``teen`` on ``today``, in the catalogue's order."""
    band = bands.band_on(teen.birth_date, today) if teen.birth_date else bands.YOUNGER
    return effective_policy(band, guardian_choices(teen=teen), teen_choices(teen=teen))
