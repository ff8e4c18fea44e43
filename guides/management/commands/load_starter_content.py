"""``manage.py load_starter_content``: the content that a new site starts with."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from guides.loading.errors import StarterContentError
from guides.loading.load import load_starter_content


class Command(BaseCommand):
    help = "Loads the starter content. A second run changes nothing; what an editor changed stays."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--folder", type=Path, help="Another folder of starter files.")

    def handle(self, *args: Any, folder: Path | None = None, **options: Any) -> None:
        try:
            loaded = load_starter_content(folder=folder)
        except StarterContentError as error:
            raise CommandError(f"Nothing was loaded.\n{error}") from error
        self.stdout.write(f"{loaded.created} created, {loaded.updated} updated, {loaded.kept} kept")
