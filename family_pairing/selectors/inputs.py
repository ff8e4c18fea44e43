"""What decides a teen's policy and page, read for any number of teens at once; and how it stood when a pairing was
severed, so that the guardian's page goes on as if nothing had happened.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from family_pairing.models import ExtraTime, GuardianChoice, Pairing, TeenChoice, UsageDay
from family_pairing.policy.effective import Choices, Chosen
from family_pairing.transitions import IN_FORCE, State
from safety_centre.accounts.clock import zone_of
from safety_centre.accounts.models import User

SHOWN_DAYS = 28


@dataclass(frozen=True)
class Ending:
    """A pairing whose 48 hours run: with whom, until when; ``pairing`` is empty where it is only remembered."""

    name: str
    until: dt.datetime
    pairing: Pairing | None = None


@dataclass
class Inputs:
    """Everything about one teen that both sides' page is made of. Keys of guardians are pairing ids."""

    linked: list[Pairing] = field(default_factory=list)
    names: dict[int, str] = field(default_factory=dict)
    guardians: dict[int, dict[str, Chosen]] = field(default_factory=dict)
    teen: dict[str, Chosen] = field(default_factory=dict)
    usage: dict[dt.date, int] = field(default_factory=dict)
    limits: dict[dt.date, int] = field(default_factory=dict)  # of days reported, as they stood then
    granted: list[tuple[object, int | None]] = field(default_factory=list)
    endings: list[Ending] = field(default_factory=list)  # 48 hours that run

    @property
    def choices(self) -> list[tuple[object, Choices]]:
        """The guardians' choices as the policy takes them."""
        return list(self.guardians.items())


def inputs_for(teens: Iterable[User], own: dict[int, Pairing], today: Mapping[int, dt.date]) -> dict[int, Inputs]:
    """Return the inputs of each of ``teens`` by id, in five queries.

    ``today`` maps each teen to the teen's own day, ``own`` a teen to the reading guardian's pairing: where that one
    is severed, everything but the guardian's own choices is as it was frozen.
    """
    ids = [teen.pk for teen in teens]
    found: dict[int, Inputs] = {pk: Inputs() for pk in ids}
    for pairing in Pairing.objects.filter(teen__in=ids, state__in=IN_FORCE).select_related("guardian", "teen"):
        _link(found[pairing.people[1].pk], pairing)
    severed = {teen_id: pairing for teen_id, pairing in own.items() if pairing.state == State.SEVERED}
    by_pairing = {pairing.pk: inputs for inputs in found.values() for pairing in inputs.linked}
    relevant = [*by_pairing, *(pairing.pk for pairing in severed.values())]
    mine: dict[int, dict[str, Chosen]] = defaultdict(dict)
    for choice in GuardianChoice.objects.filter(pairing__in=relevant).order_by("pairing_id"):
        mine[choice.pairing_id][choice.key] = Chosen(choice.value, choice.set_at)
    for pk, inputs in by_pairing.items():
        inputs.guardians[pk] = mine[pk]
    for own_choice in TeenChoice.objects.filter(teen__in=ids):
        found[own_choice.teen_id].teen[own_choice.key] = Chosen(own_choice.value, own_choice.set_at)
    since = min(today.values(), default=dt.date.max) - dt.timedelta(days=SHOWN_DAYS)
    for used in UsageDay.objects.filter(teen__in=ids, day__gt=since):
        found[used.teen_id].usage[used.day] = used.minutes
        if used.limit is not None:
            found[used.teen_id].limits[used.day] = used.limit
    granted: dict[int, list[int | None]] = defaultdict(list)
    day_of = {pk: today[teen_id] for pk, teen_id in _teens_of(found, severed)}
    for extra in ExtraTime.objects.filter(pairing__in=relevant, day__in=set(today.values())):
        if extra.day == day_of[extra.pairing_id]:
            granted[extra.pairing_id].append(extra.minutes)
    for pk, inputs in by_pairing.items():
        inputs.granted += [(pk, minutes) for minutes in granted[pk]]
    for teen_id, pairing in severed.items():
        found[teen_id] = _thawed(pairing, mine[pairing.pk], granted[pairing.pk], today[teen_id])
    return found


def _teens_of(found: dict[int, Inputs], severed: dict[int, Pairing]) -> Iterator[tuple[int, int]]:
    """Yield each pairing's id with its teen's."""
    for teen_id, inputs in found.items():
        yield from ((pairing.pk, teen_id) for pairing in inputs.linked)
    yield from ((pairing.pk, teen_id) for teen_id, pairing in severed.items())


def _link(inputs: Inputs, pairing: Pairing) -> None:
    inputs.linked.append(pairing)
    if pairing.ends_at is not None:
        inputs.endings.append(Ending(pairing.people[0].name_or_address, pairing.ends_at, pairing))
    inputs.names[pairing.pk] = pairing.people[0].name_or_address
    inputs.guardians.setdefault(pairing.pk, {})


def freeze(pairing: Pairing, today: dt.date) -> dict[str, Any]:
    """Return what the guardian of ``pairing`` sees today, as JSON: kept when the safe route ends it."""
    teen = pairing.people[1]
    seen = inputs_for([teen], {}, {teen.pk: today})[teen.pk]
    return {
        "names": {str(pk): name for pk, name in seen.names.items()},
        "guardians": {str(pk): _plain(choices) for pk, choices in seen.guardians.items() if pk != pairing.pk},
        "teen": _plain(seen.teen),
        "usage": {day.isoformat(): minutes for day, minutes in seen.usage.items()},
        "limits": {day.isoformat(): minutes for day, minutes in seen.limits.items()},
        "granted": [[ref, minutes] for ref, minutes in seen.granted if ref != pairing.pk],
        "day": today.isoformat(),
        "called": teen.name_or_address,
        "zone": zone_of(teen).key,
        "endings": [
            [other.people[0].name_or_address, other.ends_at.isoformat()]
            for other in seen.linked
            if other.pk != pairing.pk and other.ends_at is not None
        ],
    }


def _plain(choices: dict[str, Chosen]) -> dict[str, Any]:
    return {key: [chosen.value, chosen.set_at and chosen.set_at.isoformat()] for key, chosen in choices.items()}


def _chosen(plain: dict[str, Any]) -> dict[str, Chosen]:
    return {
        key: Chosen(value, dt.datetime.fromisoformat(set_at) if set_at else None)
        for key, (value, set_at) in plain.items()
    }


def _thawed(pairing: Pairing, mine: dict[str, Chosen], granted: list[int | None], today: dt.date) -> Inputs:
    """Return the frozen inputs with the guardian's own choices as they are now."""
    frozen = pairing.frozen or {}
    others = {int(pk): _chosen(plain) for pk, plain in frozen.get("guardians", {}).items()}
    endings = [Ending(name, dt.datetime.fromisoformat(at)) for name, at in frozen.get("endings", [])]
    if pairing.ends_at is not None:
        endings.append(Ending(pairing.people[0].name_or_address, pairing.ends_at, pairing))
    theirs = [(ref, minutes) for ref, minutes in frozen.get("granted", [])] if frozen.get("day") == str(today) else []
    return Inputs(
        linked=[pairing],
        names={int(pk): name for pk, name in frozen.get("names", {}).items()},
        guardians=dict(sorted({**others, pairing.pk: mine}.items())),
        teen=_chosen(frozen.get("teen", {})),
        usage={dt.date.fromisoformat(day): minutes for day, minutes in frozen.get("usage", {}).items()},
        limits={dt.date.fromisoformat(day): minutes for day, minutes in frozen.get("limits", {}).items()},
        endings=endings,
        granted=[*theirs, *((pairing.pk, minutes) for minutes in granted)],
    )
