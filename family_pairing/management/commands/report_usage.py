"""``manage.py report_usage``: minutes a day, as the platform counts them, until its API calls do."""

import sys
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone, translation

from family_pairing.services import screen_time


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
        try:
            # A command speaks English, as its help does, whatever the site's own language.
            with translation.override("en"):
                number = screen_time.report_lines(lines=lines, now=timezone.now())
        except ValidationError as error:
            with translation.override("en"):
                raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"{number} days kept")
