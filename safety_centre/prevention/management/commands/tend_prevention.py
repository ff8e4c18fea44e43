"""``manage.py tend_prevention``: erases what the rule says is over. Run it daily; running it twice does it once."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from safety_centre.prevention.services import exposure


class Command(BaseCommand):
    help = "Erases counts older than the rule's window, and covers, pauses and decided contests that are over."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{exposure.erase_after_window(now=timezone.now())} rows erased")
