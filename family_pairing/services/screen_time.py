"""Minutes a day, as the platform reports them."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from family_pairing.models import UsageDay
from safety_centre.accounts.clock import today_of
from safety_centre.accounts.models import User

KEPT_DAYS = 35  # four weeks are shown; a week more for a report that comes late


@transaction.atomic
def report_usage(*, teen: User, day: dt.date, minutes: int, now: dt.datetime) -> UsageDay:
    """Keep what the platform reports for one day; a later report of the same day replaces it.

    Raises :class:`ValidationError` for a day to come or minutes outside 0–1,440.
    """
    if not 0 <= minutes <= 1440:
        raise ValidationError({"minutes": _("A day has 0 to 1,440 minutes.")})
    if day > today_of(teen, now) + dt.timedelta(days=1):  # a platform may count by another clock
        raise ValidationError({"day": _("This day is still to come.")})
    usage, _created = UsageDay.objects.update_or_create(teen=teen, day=day, defaults={"minutes": minutes})
    return usage


def forget_old_usage(*, now: dt.datetime) -> int:
    """Delete usage older than what is shown; return how many days."""
    deleted, _by_model = UsageDay.objects.filter(day__lt=now.date() - dt.timedelta(days=KEPT_DAYS)).delete()
    return deleted
