"""``manage.py tend_accounts``: teens who are 18 become adults; accounts without consent go. Run it once a day."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from safety_centre.accounts.services import come_of_age, erase_without_consent


class Command(BaseCommand):
    help = "Makes adults of teens who are 18; deletes teens' accounts that waited 30 days for a parent's agreement."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{come_of_age(now=timezone.now())} accounts of age")
        self.stdout.write(f"{erase_without_consent(now=timezone.now())} accounts without consent deleted")
