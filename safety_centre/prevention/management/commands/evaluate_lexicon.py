"""``manage.py evaluate_lexicon``: recall by topic and precision, on labelled sentences."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from safety_centre.prevention.evaluation import evaluate, table
from safety_centre.prevention.matching import Matcher, terms_from_folder
from safety_centre.prevention.services.lexicon import STARTER


class Command(BaseCommand):
    help = "Prints recall and precision of a lexicon folder on a folder of labelled sentences."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--data", type=Path, default=settings.BASE_DIR / "tests" / "prevention" / "evaluation")
        parser.add_argument("--lexicon", type=Path, default=STARTER)
        parser.add_argument(
            "--mistakes", action="store_true", help="print each post that was missed or matched wrongly"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        scores = evaluate(Matcher(terms_from_folder(options["lexicon"])), options["data"])
        self.stdout.write(table(scores))
        if options["mistakes"]:
            for language, score in scores.items():
                self.stdout.writelines(f"{language} missed {topic}: {post}\n" for topic, post in score.missed)
                self.stdout.writelines(f"{language} wrong {term}: {post}\n" for term, post in score.wrong)
