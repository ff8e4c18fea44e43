"""``manage.py report_usage``: minutes a day, as the platform counts them, until its API calls do."""

import csv
import datetime as dt
import sys
import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from family_pairing.services import screen_time
from safety_centre.accounts.models import User


class Command(BaseCommand):
    help = "Reads lines of account,day,minutes (account: its public id; day: 2026-11-24) from a file or from stdin."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", default="-", help="a CSV file without a header; - for stdin")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["file"] == "-":
            self._read(sys.stdin)
        else:
            with open(options["file"], newline="", encoding="utf-8") as lines:
                self._read(lines)

    def _read(self, lines: Any) -> None:
        """Keep all lines or none: a report that is half right is asked for again."""
        number, now = 0, timezone.now()
        with transaction.atomic():
            for number, row in enumerate(csv.reader(lines), start=1):
                try:
                    account, day, minutes = row
                    teen = User.objects.get(public_id=uuid.UUID(account.strip()), kind=User.Kind.TEEN)
                    screen_time.report_usage(
                        teen=teen, day=dt.date.fromisoformat(day.strip()), minutes=int(minutes), now=now
                    )
                except (ValueError, ValidationError, User.DoesNotExist) as error:
                    reason = "; ".join(error.messages) if isinstance(error, ValidationError) else error
                    raise CommandError(f"Line {number}: {reason} Nothing was kept.") from error
        self.stdout.write(f"{number} days kept")
