"""Minutes a day, as the platform reports them, and the extra time that a guardian grants."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from family_pairing.models import ExtraTime, Pairing, UsageDay
from family_pairing.services import history
from family_pairing.transitions import GUARDIAN_SEES, ForbiddenStep, State, Step
from safety_centre.accounts.models import User

KEPT_DAYS = 35  # four weeks are shown; a week more for a report that comes late
EXTRA_CHOICES = (15, 30, None)  # None: the rest of the day


@transaction.atomic
def report_usage(*, teen: User, day: dt.date, minutes: int, now: dt.datetime) -> UsageDay:
    """Keep what the platform reports for one day; a later report of the same day replaces it.

    Raises :class:`ValidationError` for a day to come or minutes outside 0–1,440.
    """
    if not 0 <= minutes <= 1440:
        raise ValidationError({"minutes": _("A day has 0 to 1,440 minutes.")})
    if day > now.date() + dt.timedelta(days=1):
        raise ValidationError({"day": _("This day is still to come.")})
    usage, _created = UsageDay.objects.update_or_create(teen=teen, day=day, defaults={"minutes": minutes})
    return usage


def forget_old_usage(*, now: dt.datetime) -> int:
    """Delete usage older than what is shown; return how many days."""
    deleted, _by_model = UsageDay.objects.filter(day__lt=now.date() - dt.timedelta(days=KEPT_DAYS)).delete()
    return deleted


@transaction.atomic
def grant_extra_time(*, pairing: Pairing, user: User, minutes: int | None, day: dt.date, now: dt.datetime) -> ExtraTime:
    """Give ``minutes`` more for ``day`` (the teen's today), or the rest of it with None.

    Two guardians may each grant; grants add up. Raises :class:`ValidationError` for minutes that no button offers.
    """
    if minutes not in EXTRA_CHOICES:
        raise ValidationError({"minutes": _("Choose 15 minutes, 30 minutes or the rest of the day.")})
    if user.pk != pairing.guardian_id or pairing.state not in GUARDIAN_SEES:
        raise ForbiddenStep(State(pairing.state), Step.CONFIRM)
    extra = ExtraTime.objects.create(pairing=pairing, day=day, minutes=minutes, granted_at=now)
    history.record(
        kind="extra_time",
        pairing=pairing,
        actor=user,
        now=now,
        data={"key": "daily_screen_time", "minutes": minutes, "day": day.isoformat()},
    )
    return extra
