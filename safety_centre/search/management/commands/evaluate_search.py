"""``manage.py evaluate_search``: success among the first three results, on real queries, on the database in use."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection

from safety_centre.search.evaluation import evaluate, table


class Command(BaseCommand):
    help = "Prints the share of real queries that are answered among the first three results."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--data", type=Path, default=settings.BASE_DIR / "tests" / "search" / "evaluation")
        parser.add_argument("--mistakes", action="store_true", help="print each query that was not answered")

    def handle(self, *args: Any, **options: Any) -> None:
        scores = evaluate(options["data"])
        self.stdout.write(f"On {connection.vendor}:\n{table(scores)}")
        if options["mistakes"]:
            for name, score in scores.items():
                self.stdout.writelines(
                    f"{name}: {query} → {wanted}; got {got}\n" for query, wanted, got in score.missed
                )
