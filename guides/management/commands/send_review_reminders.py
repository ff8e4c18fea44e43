"""``manage.py send_review_reminders``: tells associations which pages are due. Run it once a day."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from guides.services.reviews import send_review_reminders


class Command(BaseCommand):
    help = "E-mails whoever answers for pages whose review is due in 30 or 7 days, today, or overdue."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{send_review_reminders(now=timezone.now())} reminders sent")
