"""Check again what is stale: after new rules, and once a day for dates that passed."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from wagtail.models import Page

from guides.checks import VERSION
from guides.models import PageCheck
from guides.selectors.check_documents import look_up
from guides.services import checks
from safety_centre.pages.models import BasePage


class Command(BaseCommand):
    help = "Check the newest text of each page again where the rules or the day changed. Repeatable; run it daily."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--all", action="store_true", help="Check every page, fresh or not.")

    def handle(self, *args: Any, **options: Any) -> None:
        today = timezone.localdate()
        pages = Page.objects.filter(depth__gt=1, alias_of=None).select_related("latest_revision", "content_type")
        if not options["all"]:
            fresh = PageCheck.objects.filter(rules_version=VERSION, checked_on=today)
            pages = pages.exclude(pk__in=fresh.values("page_id"))
        lookups, done = look_up(every_alt=True), 0
        for page in pages.order_by("pk").iterator(chunk_size=200):
            model = page.specific_class
            if model is not None and issubclass(model, BasePage):
                checks.check_page(page=page, today=today, lookups=lookups)
                done += 1
        self.stdout.write(f"Checked {done} pages.")
