"""``manage.py create_api_key --name N --scopes a,b``."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from safety_centre.platform_api.keys import create_api_key
from safety_centre.platform_api.models import SCOPES


class Command(BaseCommand):
    help = "Makes a key for a platform and prints it, once: only its hash is kept."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--name", required=True)
        parser.add_argument("--scopes", required=True, help=f"Comma-separated: {', '.join(SCOPES)}")
        parser.add_argument("--requests-a-minute", type=int, default=6000)

    def handle(self, *args: Any, name: str, scopes: str, requests_a_minute: int, **options: Any) -> None:
        wanted = [scope.strip() for scope in scopes.split(",") if scope.strip()]
        try:
            key = create_api_key(name=name, scopes=wanted, now=timezone.now(), requests_a_minute=requests_a_minute)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(key)
