"""What will change by itself, so that both sides can read it in advance: promises for an age, and birthdays."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from family_pairing.policy.bands import ADULT, band_on, next_switch
from family_pairing.policy.catalogue import SETTINGS
from family_pairing.policy.effective import respects_floor


@dataclass(frozen=True)
class BirthdayChange:
    """What a birthday changes for one setting, before and after: its default, and its floor (None: no floor)."""

    key: str
    default: tuple[Any, Any]
    floor: tuple[Any, Any]

    @property
    def opens_up(self) -> bool:
        """Whether the platform forbade something here until that day and no longer does."""
        return self.floor[0] is not None and self.floor[0] != self.floor[1]


def day_of_age(birth_date: dt.date, age: int) -> dt.date:
    """Return the day on which somebody reaches ``age`` years; 29 February is 1 March in other years.

    The day after rather than the day before: no protection ends before its time.
    """
    try:
        return birth_date.replace(year=birth_date.year + age)
    except ValueError:
        return dt.date(birth_date.year + age, 3, 1)


def is_allowed(key: str, value: Any, birth_date: dt.date, day: dt.date) -> bool:
    """Say whether a guardian may promise ``value`` from ``day`` on: within the floor, and before eighteen."""
    band = band_on(birth_date, day)
    return band != ADULT and respects_floor(key, value, band)


def at_next_birthday(birth_date: dt.date, today: dt.date) -> tuple[dt.date, list[BirthdayChange]] | None:
    """Return the next birthday that changes defaults or floors, and what it changes; None when the next is eighteen."""
    day = next_switch(birth_date, today)
    if day is None or band_on(birth_date, day) == ADULT:
        return None
    before, after = band_on(birth_date, today), band_on(birth_date, day)
    changes = [
        BirthdayChange(
            setting.key,
            (setting.default(before), setting.default(after)),
            (setting.floor(before), setting.floor(after)),
        )
        for setting in SETTINGS
    ]
    return day, [change for change in changes if change.default[0] != change.default[1] or change.opens_up]
