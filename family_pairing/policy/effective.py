"""Which value holds: the most protective of the platform's floor, the guardians' choices and the teen's own."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from family_pairing.policy.catalogue import CATALOGUE, SETTINGS, Setting

PLATFORM, DEFAULT, TEEN = "platform", "default", "teen"


@dataclass(frozen=True)
class Chosen:
    """A value somebody chose, and when. ``value`` is in the setting's canonical form."""

    value: Any
    set_at: dt.datetime | None = None


@dataclass(frozen=True)
class EffectiveValue:
    """What holds for one setting: its value, everyone whose choice it is, and the latest of their moments.

    ``set_by`` holds ``platform``, ``default``, ``teen`` or ``guardian:<ref>``. For sets and windows, where choices add
    up, everybody who contributed is named.
    """

    key: str
    value: Any
    set_by: tuple[str, ...]
    set_at: dt.datetime | None
    is_floor: bool


Choices = Mapping[str, Chosen]


def guardian_source(ref: object) -> str:
    """Return the name under which a guardian's choices are listed."""
    return f"guardian:{ref}"


def _effective(setting: Setting, band: str, chosen: Sequence[tuple[str, Chosen]]) -> EffectiveValue:
    floor = setting.floor(band)
    sources: list[tuple[str, Chosen]] = list(chosen) or [(DEFAULT, Chosen(setting.default(band)))]
    if floor is not None:
        sources.append((PLATFORM, Chosen(floor)))
    value = sources[0][1].value
    for _source, choice in sources[1:]:
        value = setting.kind.strictest(value, choice.value)
    makers = [(source, choice) for source, choice in sources if _contributes(choice.value, value)]
    moments = [choice.set_at for _source, choice in makers if choice.set_at is not None]
    return EffectiveValue(
        setting.key,
        value,
        tuple(dict.fromkeys(source for source, _choice in makers)),
        max(moments, default=None),
        floor is not None and value == floor,
    )


def _contributes(one: Any, value: Any) -> bool:
    """Say whether a source's value is the one that holds, or a part of it where values add up or are per weekday."""
    if isinstance(value, list) and value and isinstance(one, list):
        if len(one) == len(value) == 7 and all(isinstance(number, int) for number in value):
            return any(mine == held for mine, held in zip(one, value, strict=True))
        return bool(one)
    return one == value


def effective_policy(
    band: str,
    guardians: Sequence[tuple[object, Choices]],
    teen: Choices,
) -> dict[str, EffectiveValue]:
    """Return what holds for every setting, in the catalogue's order.

    ``guardians`` pairs a reference with that guardian's choices, in any order: the result is the same. Never looser
    than any choice given or than the band's floor. A default holds only while nobody chose.
    """
    policy = {}
    for setting in SETTINGS:
        chosen = [(guardian_source(ref), choices[setting.key]) for ref, choices in guardians if setting.key in choices]
        if setting.key in teen:
            chosen.append((TEEN, teen[setting.key]))
        policy[setting.key] = _effective(setting, band, chosen)
    return policy


def may_teen_set_directly(key: str, value: Any, band: str, guardians: Sequence[tuple[object, Choices]]) -> bool:
    """Say whether a teen may choose ``value`` without asking: at least as strict as the floor and every guardian's."""
    setting = CATALOGUE[key]
    limits = [choices[key].value for _ref, choices in guardians if key in choices]
    floor = setting.floor(band)
    return all(
        setting.kind.at_least_as_strict(value, limit) for limit in [*limits, *([] if floor is None else [floor])]
    )


def respects_floor(key: str, value: Any, band: str) -> bool:
    """Say whether ``value`` is at least as strict as what nobody may loosen in ``band``."""
    floor = CATALOGUE[key].floor(band)
    return floor is None or CATALOGUE[key].kind.at_least_as_strict(value, floor)


def is_looser(key: str, one: Any, other: Any) -> bool:
    """Say whether ``one`` protects less than ``other``; False for values that neither contains the other."""
    kind = CATALOGUE[key].kind
    return one != other and kind.at_least_as_strict(other, one)
