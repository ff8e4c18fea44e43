"""Who may choose what: for each value that a page offers, whether it is a tap, a question, or not to be had."""

from collections.abc import Sequence
from enum import StrEnum
from functools import reduce
from typing import Any

from family_pairing.policy.catalogue import CATALOGUE
from family_pairing.policy.effective import Choices, respects_floor


class Way(StrEnum):
    """How a teen gets a value: by choosing it, by asking the guardians in the way, or not at this age."""

    CHOOSE = "choose"
    ASK = "ask"
    NOT_NOW = "not_now"  # below the platform's floor: the same for everyone of this age


def in_the_way(key: str, value: Any, guardians: Sequence[tuple[object, Choices]]) -> tuple[object, ...]:
    """Return the references of the guardians whose choice is stricter than ``value``, or neither stricter nor looser.

    Each of them has to be asked. An agreement of one never loosens what another chose.
    """
    kind = CATALOGUE[key].kind
    return tuple(
        ref for ref, choices in guardians if key in choices and not kind.at_least_as_strict(value, choices[key].value)
    )


def needs_request(key: str, value: Any, band: str, guardians: Sequence[tuple[object, Choices]]) -> bool:
    """Say whether a teen gets ``value`` only by asking: the platform allows it and a guardian is in the way."""
    return way_for_teen(key, value, band, guardians) is Way.ASK


def way_for_teen(key: str, value: Any, band: str, guardians: Sequence[tuple[object, Choices]]) -> Way:
    """Return how a teen of ``band`` gets ``value``. Tightening is always a tap."""
    if not respects_floor(key, value, band):
        return Way.NOT_NOW
    return Way.ASK if in_the_way(key, value, guardians) else Way.CHOOSE


def loosest_for_teen(key: str, band: str, guardians: Sequence[tuple[object, Choices]]) -> Any:
    """Return the least protective value that a teen may choose without asking."""
    setting = CATALOGUE[key]
    limits = [choices[key].value for _ref, choices in guardians if key in choices]
    return reduce(setting.kind.strictest, limits, loosest_for_guardian(key, band))


def loosest_for_guardian(key: str, band: str) -> Any:
    """Return the least protective value that a guardian may choose: the platform's floor, else the least of all.

    What then holds may still be stricter, by the choice of another guardian or of the teen.
    """
    setting = CATALOGUE[key]
    floor = setting.floor(band)
    return setting.kind.least() if floor is None else floor
