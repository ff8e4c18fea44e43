"""A teen's policy as it holds now. Two queries: the guardians' choices in force and the teen's own."""

import datetime as dt
import uuid
from collections import defaultdict
from typing import Any

from django.db.models import FilteredRelation, Q

from family_pairing.models import ExtraTime, GuardianChoice, TeenChoice
from family_pairing.policy import bands
from family_pairing.policy.effective import Choices, Chosen, EffectiveValue, effective_policy
from family_pairing.policy.extra_time import limit_on
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


def one_setting(*, public_id: uuid.UUID, key: str, today: dt.date) -> Any:
    """Return what holds on ``today`` of one setting for the teen with ``public_id``; None where there is no such teen.

    One query: a page of the feed asks for each viewer.
    """
    of_key = Q(pairings_as_teen__state__in=IN_FORCE)
    rows = (
        User.objects.filter(public_id=public_id, kind=User.Kind.TEEN)
        .annotate(
            pairing=FilteredRelation("pairings_as_teen", condition=of_key),
            theirs=FilteredRelation("pairing__choices", condition=Q(pairing__choices__key=key)),
            own=FilteredRelation("setting_choices", condition=Q(setting_choices__key=key)),
        )
        .values_list("birth_date", "pairing__pk", "theirs__value", "own__value")
    )
    found = list(rows)
    if not found:
        return None
    born, own = found[0][0], found[0][3]
    guardians = [(pk, {key: Chosen(value)}) for _born, pk, value, _own in found if value is not None]
    teen = {} if own is None else {key: Chosen(own)}
    band = bands.band_on(born, today) if born else bands.YOUNGER
    return effective_policy(band, guardians, teen)[key].value


def policy_of(*, teen: User, today: dt.date) -> dict[str, EffectiveValue]:
    """Return what holds for ``teen`` on ``today``, in the catalogue's order."""
    band = bands.band_on(teen.birth_date, today) if teen.birth_date else bands.YOUNGER
    return effective_policy(band, guardian_choices(teen=teen), teen_choices(teen=teen))


def minutes_with_extra_time(*, teen: User, today: dt.date) -> int | None:
    """Return the minutes that hold on ``today`` where a guardian gave extra time; None where nobody did."""
    granted = ExtraTime.objects.filter(pairing__teen=teen, pairing__state__in=IN_FORCE, day=today)
    grants: list[tuple[object, int | None]] = list(granted.values_list("pairing_id", "minutes"))
    if not grants:
        return None
    band = bands.band_on(teen.birth_date, today) if teen.birth_date else bands.YOUNGER
    return limit_on(today, band, guardian_choices(teen=teen), teen_choices(teen=teen), grants).minutes
