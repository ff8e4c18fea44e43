"""``manage.py load_starter_lexicon``: the starter's sensitive terms, added once, published, compiled. Repeatable."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from safety_centre.prevention import compiled
from safety_centre.prevention.services.lexicon import load_starter_lexicon


class Command(BaseCommand):
    help = "Adds the starter lexicon's terms that are missing and publishes them."

    def handle(self, *args: Any, **options: Any) -> None:
        new, version = load_starter_lexicon(now=timezone.now())
        if version is not None:
            compiled.keep(version)
        self.stdout.write(f"Sensitive terms: {new} new, {version.count if version else 0} published")
