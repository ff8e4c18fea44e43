"""``manage.py tend_accounts``: deletes teens' accounts whose consent didn't come in 30 days. Run it once a day."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from safety_centre.accounts.services import erase_without_consent


class Command(BaseCommand):
    help = "Deletes the accounts of teens below the age of consent that waited 30 days for a parent's agreement."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{erase_without_consent(now=timezone.now())} accounts without consent deleted")
