"""``manage.py check_links``: asks the addresses that pages lead to whether they still answer. Run it once a week."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from guides.services.links import check_links


class Command(BaseCommand):
    help = "Asks each http(s) address of live pages, help lines and associations once; the desk lists the dead ones."

    def handle(self, *args: Any, **options: Any) -> None:
        found = check_links(now=timezone.now())
        self.stdout.write(
            f"{found.asked} addresses asked, {found.failing} failing, {found.left} left for the next run, "
            f"{found.forgotten} no longer used"
        )
