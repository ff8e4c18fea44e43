"""``manage.py tend_pairings``: what time brings about. Run it every few minutes; running it twice does it once."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from family_pairing.services import birthdays, choices, digest, ending, pairing, review_days, screen_time


class Command(BaseCommand):
    help = "Expires what waited too long, ends holds and pairings at 18, carries out plans, reminds, sends digests."

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        done = {
            "invitations expired": pairing.expire_open(now=now),
            "requests expired": choices.expire_requests(now=now),
            "plans carried out": choices.carry_out_plans(now=now),
            "48 hours over": ending.finish_holds(now=now),
            "sixteenth birthdays told": birthdays.tell_of_birthdays(now=now),
            "ended at eighteen": ending.end_at_eighteen(now=now),
            "review days told": review_days.tell_of_review_days(now=now),
            "weekly digests sent": digest.send_digests(now=now),
            "old days of usage deleted": screen_time.forget_old_usage(now=now),
        }
        self.stdout.write(", ".join(f"{count} {what}" for what, count in done.items()))
