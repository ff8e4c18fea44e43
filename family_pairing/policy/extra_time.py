"""Extra time: what a guardian's tap adds to one day's limit.

The rule is the policy's own, that stricter always wins: a tap raises only the limit of the guardian who taps, and the
lowest of the limits holds. Otherwise the more lenient of two separated parents could undo the other's limit every
evening, unseen. A default is nobody's choice, so that any guardian's tap raises it; a teen's own limit is the teen's.
Extra time is about minutes: it opens neither the night nor another time away.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from family_pairing.policy.catalogue import CATALOGUE
from family_pairing.policy.effective import DEFAULT, TEEN, Choices, guardian_source
from family_pairing.policy.windows import DAY

KEY = "daily_screen_time"
ASKED = "extra_time"  # what a request for extra time is filed under; not a setting
REST_OF_DAY = None
OFFERS: tuple[int | None, ...] = (15, 30, REST_OF_DAY)  # minutes, as the buttons offer them


@dataclass(frozen=True)
class DayLimit:
    """The limit of one day in minutes (0–1,440, where 1,440 is no limit) and whose limit it is.

    ``usual`` is what it would be without extra time. ``set_by`` holds ``guardian:<ref>``, ``teen`` or ``default``.
    """

    minutes: int
    usual: int
    set_by: tuple[str, ...]

    @property
    def extra(self) -> int:
        """The minutes that extra time adds to this day."""
        return self.minutes - self.usual

    def left(self, used: int) -> int:
        """Return the minutes left after ``used``; never below 0."""
        return max(0, self.minutes - used)


def limit_on(
    day: dt.date,
    band: str,
    guardians: Sequence[tuple[object, Choices]],
    teen: Choices,
    granted: Iterable[tuple[object, int | None]] = (),
) -> DayLimit:
    """Return the limit of ``day``, the teen's own day.

    ``guardians`` and ``teen`` are what :func:`effective_policy` takes. ``granted`` pairs the reference of a guardian in
    force with minutes for this day, None for the rest of it; one guardian's grants add up.
    """
    weekday = day.weekday()
    grants = list(granted)
    limits = [
        (guardian_source(ref), choices[KEY].value[weekday], _sum(minutes for giver, minutes in grants if giver == ref))
        for ref, choices in guardians
        if KEY in choices
    ]
    if KEY in teen:
        limits.append((TEEN, teen[KEY].value[weekday], 0))
    if not limits:
        limits.append((DEFAULT, CATALOGUE[KEY].default(band)[weekday], _sum(minutes for _giver, minutes in grants)))
    raised = [(source, min(usual + extra, DAY)) for source, usual, extra in limits]
    lowest = min(minutes for _source, minutes in raised)
    return DayLimit(
        lowest,
        min(usual for _source, usual, _extra in limits),
        tuple(source for source, minutes in raised if minutes == lowest),
    )


def _sum(grants: Iterable[int | None]) -> int:
    return sum(DAY if minutes is REST_OF_DAY else minutes for minutes in grants)
