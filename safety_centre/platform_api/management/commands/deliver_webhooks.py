"""``manage.py deliver_webhooks``: announces what changed, tries what waits. Every minute or with ``--watch``."""

import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import connection
from django.utils import timezone

from safety_centre.platform_api.webhooks import services

SECONDS = 5.0


class Command(BaseCommand):
    help = "Tells platforms of changed policies: everything that waits, once; with --watch every five seconds."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--watch", action="store_true", help="Go on until stopped.")

    def handle(self, *args: Any, watch: bool, **options: Any) -> None:
        self._once()
        pause = threading.Event()
        while watch and not pause.wait(SECONDS):
            connection.close_if_unusable_or_obsolete()
            self._once()

    def _once(self) -> None:
        now = timezone.now()
        made = services.announce_touched(now=now)
        arrived, failed = services.deliver_due(now=now)
        if made or arrived or failed:
            self.stdout.write(f"{made} announced, {arrived} arrived, {failed} to be tried again or given up")
