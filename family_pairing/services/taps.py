"""A slow phone is tapped twice: the same tap again within three seconds is the first one, and does nothing more."""

import datetime as dt
from typing import Any

from family_pairing.models import Pairing, SettingRequest

ONE_TAP = dt.timedelta(seconds=3)


def twins_of(*, pairing: Pairing, key: str, wanted: Any, now: dt.datetime) -> list[SettingRequest]:
    """Return the open request that the first tap of two made, as a list; empty where this is another question."""
    made = SettingRequest.objects.filter(pairing=pairing, key=key, state__in=["open", "countered"])
    return [one for one in made.filter(created_at__gt=now - ONE_TAP, created_at__lte=now) if one.wanted == wanted]
