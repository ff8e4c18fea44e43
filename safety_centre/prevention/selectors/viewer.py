"""What is known of a viewer when a page of the feed is decided: two queries, however long the page."""

import datetime as dt
import uuid
from typing import Any

from django.db.models import F, TextField, Value
from django.utils import timezone

from family_pairing.selectors.policy import one_setting
from safety_centre.prevention.accounts import account_key
from safety_centre.prevention.decisions import Sensitivity, Viewer
from safety_centre.prevention.models import Contest, Cover, Exposure, Pause

PAUSE = ""


def viewer_of(*, platform_id: str, today: dt.date, now: dt.datetime | None = None) -> Viewer:
    """Return the viewer that the platform calls ``platform_id``.

    Where that is the ``public_id`` of a teen here, the *sensitive content* setting of their effective policy holds; of
    everybody else the platform's default does. ``now`` finds the teen's own day; without it, the present does.
    """
    account = account_key(platform_id)
    pauses = Pause.objects.filter(account=account, until__gte=today)
    covers = Cover.objects.filter(account=account, until__gte=today).values_list("topic", flat=True)
    empty: Any = Value(PAUSE, output_field=TextField())
    found = set(covers.union(pauses.annotate(topic=empty).values_list("topic", flat=True)))
    return Viewer(
        sensitivity=_sensitivity(platform_id, now or timezone.now()),
        covered=frozenset(found - {PAUSE}),
        is_paused=PAUSE in found,
    )


def _sensitivity(platform_id: str, now: dt.datetime) -> Sensitivity:
    try:
        public_id = uuid.UUID(platform_id)
    except ValueError:
        return Sensitivity.COVER_ON_REPEAT
    value = one_setting(public_id=public_id, key="sensitive_content", now=now)
    return Sensitivity(value) if value else Sensitivity.COVER_ON_REPEAT


def kept_of(*, account: str, today: dt.date) -> dict[str, Any]:
    """Return all that is kept of an account's repeated use: counts by topic and day, covers, pause, contests."""
    pause = Pause.objects.filter(account=account, until__gte=today).first()
    return {
        "exposures": list(
            Exposure.objects.filter(account=account).order_by("day", "topic").values("topic", "day", "count")
        ),
        "covers": list(
            Cover.objects.filter(account=account, until__gte=today)
            .order_by("topic")
            .values("topic", "since", "until", times=F("uses"))
        ),
        "paused_until": pause.until if pause else None,
        "contests": list(
            Contest.objects.filter(account=account).order_by("created_at").values("topic", "reason", "state")
        ),
    }
