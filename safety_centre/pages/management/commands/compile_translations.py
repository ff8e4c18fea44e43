"""``manage.py compile_translations``: .po to .mo without GNU gettext, which a newcomer may not have."""

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Compiles every translation file that is newer than its compiled form."

    def handle(self, *args: Any, **options: Any) -> None:
        for folder in settings.LOCALE_PATHS:
            for source in sorted(Path(folder).glob("*/LC_MESSAGES/*.po")):
                self.compile(source)

    def compile(self, source: Path) -> None:
        """Write ``source``'s compiled form beside it, whole or not at all."""
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime > source.stat().st_mtime:
            return
        with source.open("rb") as file:
            catalog = read_po(file, locale=source.parts[-3])
        unfinished = target.with_suffix(".mo.part")
        with unfinished.open("wb") as file:
            write_mo(file, catalog)
        unfinished.replace(target)
