"""``manage.py tend_platform_api``: what time brings about for platforms. Run it daily, soon after midnight."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from safety_centre.platform_api import idempotency
from safety_centre.platform_api.webhooks import services


class Command(BaseCommand):
    help = "Looks at every teen's policy again (birthdays, extra time that is over) and forgets what is old."

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        services.touch_everybody()
        done = {
            "announced": services.announce_touched(now=now),
            "idempotency keys forgotten": idempotency.forget_old(now=now),
            "old announcements deleted": services.forget_old(now=now),
        }
        self.stdout.write(", ".join(f"{count} {what}" for what, count in done.items()))
