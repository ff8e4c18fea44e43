"""From which age one may have an account, and from which age a teen needs nobody's consent, by country.

The table is ``data/ages.yaml``: every line names its law and the day it was read.
"""

import datetime as dt
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

ADULT_AGE = 18  # UN Convention on the Rights of the Child, article 1


@dataclass(frozen=True)
class AgeRule:
    """One country's ages in years, and where they come from."""

    minimum_age: int
    consent_age: int
    law: str
    checked_on: dt.date
    note: str = ""


@cache
def _table() -> dict[str, AgeRule]:
    rows = yaml.safe_load((Path(__file__).parent / "data" / "ages.yaml").read_text(encoding="utf-8"))
    return {country: AgeRule(**row) for country, row in rows.items()}


def rule_for(country: str) -> AgeRule:
    """Return the ages of ``country`` (ISO 3166 code); the strictest reading where it isn't in the table."""
    return _table().get(country, _table()["default"])


def age_on(birth_date: dt.date, day: dt.date) -> int:
    """Return the age in whole years on ``day``. Somebody born on 29 February has their birthday on 1 March otherwise.

    Source: French Civil Code practice (an age is reached at the anniversary; where there is none, the day after).
    """
    had_birthday = (day.month, day.day) >= (birth_date.month, birth_date.day)
    return day.year - birth_date.year - (0 if had_birthday else 1)


def needs_joint_consent(birth_date: dt.date, country: str, day: dt.date) -> bool:
    """Say whether a holder of parental responsibility must consent together with the teen (GDPR article 8)."""
    return age_on(birth_date, day) < rule_for(country).consent_age
