"""``manage.py rebuild_search_index``: puts into the index what is missing, takes out what isn't public. Repeatable."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from safety_centre.search import services


class Command(BaseCommand):
    help = "Brings the search index up to date; with --all it is made anew, as after a change of how words are cut."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--all", action="store_true", help="make the whole index anew")

    def handle(self, *args: Any, **options: Any) -> None:
        done = services.rebuild(everything=options["all"])
        if any(done.values()):
            self.stdout.write(
                "Search index: {pages} pages, {helplines} help lines and {terms} words of the glossary added,"
                " {words} old words dropped.".format(**done)
            )
