"""A teen's effective policy as the API and webhooks give it: values, and no name of who chose them."""

import datetime as dt
import hashlib
from typing import Any

import msgspec

from family_pairing.policy import bands
from family_pairing.policy.catalogue import ALWAYS_REACHABLE
from family_pairing.selectors.policy import minutes_on, policy_of
from safety_centre.accounts.models import User


def policy_document(teen: User, today: dt.date) -> dict[str, Any]:
    """Return what holds for ``teen`` on ``today`` (the teen's own day), with the fingerprint of it as ``version``."""
    document: dict[str, Any] = {
        "account": str(teen.public_id),
        "age_band": bands.band_on(teen.birth_date, today) if teen.birth_date else bands.YOUNGER,
        "settings": {
            key: {"value": held.value, "is_floor": held.is_floor}
            for key, held in policy_of(teen=teen, today=today).items()
        },
        "today": {"day": today.isoformat(), "minutes": minutes_on(teen=teen, today=today)},
        "always_reachable": sorted(ALWAYS_REACHABLE),
    }
    version = hashlib.sha256(msgspec.json.encode(document, order="sorted")).hexdigest()[:32]
    return {**document, "version": version}
