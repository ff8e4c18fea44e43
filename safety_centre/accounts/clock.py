"""Whose day it is. A day begins at midnight where the person lives, not where the server stands.

Birthdays, limits a day, planned days and nights all follow the teen's own clock. The table is
``data/time_zones.yaml``.
"""

import datetime as dt
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

import yaml
from django.conf import settings

from safety_centre.accounts.models import User


@cache
def _table() -> dict[str, list[str]]:
    text = (Path(__file__).parent / "data" / "time_zones.yaml").read_text(encoding="utf-8")
    found: dict[str, list[str]] = yaml.safe_load(text)
    return found


@cache
def all_zones() -> frozenset[str]:
    """Return the names of every zone that an account may have."""
    named = frozenset(zone for zones in _table().values() for zone in zones) & available_timezones()
    return named | {settings.TIME_ZONE}


@cache
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def zones_of(country: str) -> list[str]:
    """Return the zones of ``country`` (ISO 3166 code), the one most people live in first; empty for an unknown one."""
    return [zone for zone in _table().get(country, []) if zone in all_zones()]


def main_zone(country: str) -> str:
    """Return the zone to begin with for somebody in ``country``."""
    return next(iter(zones_of(country)), settings.TIME_ZONE)


def zone_named(name: str, country: str) -> ZoneInfo:
    """Return the zone called ``name``, or the main one of ``country`` where the name is empty or unknown."""
    return _zone(name if name in all_zones() else main_zone(country))


def zone_of(user: User) -> ZoneInfo:
    """Return the time zone that ``user`` lives in."""
    return zone_named(user.time_zone, str(user.country))


def today_in(name: str, country: str, now: dt.datetime) -> dt.date:
    """Return the day that it is at an aware ``now`` for somebody whose zone and country are these (see above)."""
    return now.astimezone(zone_named(name, country)).date()


def today_of(user: User, now: dt.datetime) -> dt.date:
    """Return the day that it is for ``user`` at an aware ``now``."""
    return now.astimezone(zone_of(user)).date()
