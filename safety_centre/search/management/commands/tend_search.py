"""``manage.py tend_search``: erases old counts of searches that found nothing. Run it daily; twice does it once."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from safety_centre.search import services


class Command(BaseCommand):
    help = "Erases counts of searches without result older than 90 days, and words that no page holds any more."

    def handle(self, *args: Any, **options: Any) -> None:
        erased = services.erase_old(now=timezone.now())
        self.stdout.write(f"{erased} rows erased, {services.forget_words()} words dropped")
