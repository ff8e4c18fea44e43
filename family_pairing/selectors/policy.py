"""A teen's policy as it holds now: the guardians' choices in force, the teen's own, and a consent that is awaited."""

import datetime as dt
import uuid
from collections import defaultdict
from typing import Any

from django.db.models import FilteredRelation, Q

from family_pairing.models import ExtraTime, GuardianChoice, TeenChoice
from family_pairing.policy import bands
from family_pairing.policy.effective import Choices, Chosen, EffectiveValue, effective_policy
from family_pairing.policy.extra_time import limit_on
from family_pairing.selectors.standing import band_of
from family_pairing.transitions import IN_FORCE
from safety_centre.accounts.ages import needs_joint_consent
from safety_centre.accounts.clock import zone_named
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


def one_setting(*, public_id: uuid.UUID, key: str, now: dt.datetime) -> Any:
    """Return what holds at ``now`` of one setting for the teen with ``public_id``; None where there is no such teen.

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
        .values_list(
            "birth_date",
            "country",
            "time_zone",
            "parental_consent",
            "parental_consent__withdrawn_at",
            "pairing__pk",
            "theirs__value",
            "own__value",
        )
    )
    found = list(rows)
    if not found:
        return None
    born, country, zone, consent, withdrawn, *_pairing, own = found[0]
    guardians = [(row[5], {key: Chosen(row[6])}) for row in found if row[6] is not None]
    teen = {} if own is None else {key: Chosen(own)}
    today = now.astimezone(zone_named(zone, country)).date()
    band = bands.band_on(born, today) if born else bands.YOUNGER
    if born and (consent is None or withdrawn is not None) and needs_joint_consent(born, country, today):
        band = bands.AWAITING
    return effective_policy(band, guardians, teen)[key].value


def policy_of(*, teen: User, today: dt.date) -> dict[str, EffectiveValue]:
    """Return what holds for ``teen`` on ``today`` (the teen's own day), in the catalogue's order; 2 or 3 queries."""
    return effective_policy(band_of(teen, today), guardian_choices(teen=teen), teen_choices(teen=teen))


def minutes_on(*, teen: User, today: dt.date) -> int:
    """Return the minutes that ``today`` (the teen's own day) has, extra time included; 1,440 is no limit."""
    granted = ExtraTime.objects.filter(pairing__teen=teen, pairing__state__in=IN_FORCE, day=today)
    return limit_on(
        today,
        band_of(teen, today),
        guardian_choices(teen=teen),
        teen_choices(teen=teen),
        granted.values_list("pairing_id", "minutes"),
    ).minutes
