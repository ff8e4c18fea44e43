"""Minutes a day, as the platform reports them."""

import csv
import datetime as dt
import uuid
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from family_pairing.models import UsageDay
from family_pairing.selectors.policy import minutes_on
from safety_centre.accounts.clock import today_of
from safety_centre.accounts.models import User

KEPT_DAYS = 35  # four weeks are shown; a week more for a report that comes late


@transaction.atomic
def report_usage(*, teen: User, day: dt.date, minutes: int, now: dt.datetime) -> UsageDay:
    """Keep what the platform reports for one day, with the limit of that day; a later report replaces the minutes.

    The limit of a day that is over stays as it was first kept: what is decided later doesn't judge days gone by.
    Raises :class:`ValidationError` for a day to come or minutes outside 0–1,440.
    """
    if not 0 <= minutes <= 1440:
        raise ValidationError({"minutes": _("A day has 0 to 1,440 minutes.")})
    if day > today_of(teen, now) + dt.timedelta(days=1):  # a platform may count by another clock
        raise ValidationError({"day": _("This day is still to come.")})
    usage, _created = UsageDay.objects.update_or_create(teen=teen, day=day, defaults={"minutes": minutes})
    if usage.limit is None or day >= today_of(teen, now):
        usage.limit = minutes_on(teen=teen, today=day)
        usage.save(update_fields=["limit"])
    return usage


class WrongLine(ValidationError):
    """One line of a report can't be read; ``number`` counts from 1."""

    def __init__(self, number: int, reason: object) -> None:
        super().__init__(
            _("Line %(number)s: %(reason)s Nothing was kept."), params={"number": number, "reason": reason}
        )


@transaction.atomic
def report_lines(*, lines: Iterable[str], now: dt.datetime) -> int:
    """Keep a report of lines ``account,day,minutes`` (its public id, 2026-11-24, 95); return how many days.

    All lines are kept or none: a report that is half right is asked for again. Raises :class:`WrongLine`.
    """
    number = 0
    for number, row in enumerate(csv.reader(lines), start=1):
        try:
            account, day, minutes = row
            teen = User.objects.get(public_id=uuid.UUID(account.strip()), kind=User.Kind.TEEN)
            report_usage(teen=teen, day=dt.date.fromisoformat(day.strip()), minutes=int(minutes), now=now)
        except User.DoesNotExist:
            raise WrongLine(number, _("There is no such teen’s account.")) from None
        except ValidationError as error:
            raise WrongLine(number, " ".join(error.messages)) from None
        except (ValueError, csv.Error):
            raise WrongLine(number, _("An account, a day as 2026-11-24 and minutes are needed.")) from None
    return number


def forget_old_usage(*, now: dt.datetime) -> int:
    """Delete usage older than what is shown; return how many days."""
    deleted, _by_model = UsageDay.objects.filter(day__lt=now.date() - dt.timedelta(days=KEPT_DAYS)).delete()
    return deleted
