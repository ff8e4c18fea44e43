"""Age bands. They switch by themselves on the birthday, in the teen's own day."""

import datetime as dt

from safety_centre.accounts.ages import ADULT_AGE, age_on

YOUNGER, OLDER, ADULT = "13-15", "16-17", "18+"
BANDS = (YOUNGER, OLDER)
# Not an age: a teen below their country's age of consent whose adult hasn't agreed yet (GDPR article 8). Until then
# nothing is decided from what the teen watched, and every choice stays at its most careful default.
AWAITING = "awaiting-consent"

__all__ = ["ADULT", "ADULT_AGE", "AWAITING", "BANDS", "OLDER", "YOUNGER", "age_on", "band_on", "next_switch"]


def band_on(birth_date: dt.date, day: dt.date) -> str:
    """Return the band on ``day``; whoever is younger than 13 gets the most protective one."""
    age = age_on(birth_date, day)
    return ADULT if age >= ADULT_AGE else OLDER if age >= 16 else YOUNGER


def next_switch(birth_date: dt.date, day: dt.date) -> dt.date | None:
    """Return the next birthday that changes the band, or None for an adult. 29 February is 1 March in other years."""
    for age in (16, ADULT_AGE):
        try:
            birthday = birth_date.replace(year=birth_date.year + age)
        except ValueError:
            birthday = dt.date(birth_date.year + age, 3, 1)
        if birthday > day:
            return birthday
    return None
