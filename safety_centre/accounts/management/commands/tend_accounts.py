"""``manage.py tend_accounts``: teens who are 18 become adults; accounts without consent go. Run it once a day."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from safety_centre.accounts.retention import erase_without_consent, warn_before_erasure
from safety_centre.accounts.services import come_of_age


class Command(BaseCommand):
    help = (
        "Makes adults of teens who are 18; deletes teens' accounts that waited 30 days for a parent's agreement, and "
        "writes to those teens five days before."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        self.stdout.write(f"{come_of_age(now=now)} accounts of age")
        self.stdout.write(f"{warn_before_erasure(now=now)} teens told that their account is deleted soon")
        self.stdout.write(f"{erase_without_consent(now=now)} accounts without consent deleted")
