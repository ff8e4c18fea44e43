"""What is known of a viewer when a page of the feed is decided: two queries, however long the page."""

import datetime as dt
import uuid
from functools import cache
from typing import Any

from django.db import OperationalError, connection
from django.db.models import F
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
    found = _read(_known(), [account_key(platform_id), today] * 2)
    return Viewer(
        sensitivity=_sensitivity(platform_id, now or timezone.now()),
        covered=frozenset(found - {PAUSE}),
        is_paused=PAUSE in found,
    )


def _read(statement: str, values: list[Any]) -> set[str]:
    """Return the first column of a read.

    Django asks ``SELECT 1`` before the first query of each request, to find a connection that died; that would double
    what a page of the feed costs. A read may simply be tried again on a new connection instead.
    """

    def rows() -> set[str]:
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            return {value for (value,) in cursor.fetchall()}

    ours: Any = connection  # django-stubs doesn't know that a check was done
    if ours.connection is None or ours.in_atomic_block or ours.health_check_done:
        return rows()
    ours.health_check_done = True
    try:
        return rows()
    except OperationalError:
        connection.close()
        return rows()


@cache
def _known() -> str:
    """Return the statement that gives the topics covered now, and "" where covers are paused.

    Written out: for every page of everybody's feed, building it anew from the models took longer than running it.
    """
    covers, pauses = (connection.ops.quote_name(model._meta.db_table) for model in (Cover, Pause))
    return (
        f"SELECT topic FROM {covers} WHERE account = %s AND until >= %s UNION ALL "  # noqa: S608  # names and marks only
        f"SELECT '{PAUSE}' FROM {pauses} WHERE account = %s AND until >= %s"
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
