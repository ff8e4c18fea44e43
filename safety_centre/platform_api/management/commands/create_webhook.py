"""``manage.py create_webhook --key N --url https://…``."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from safety_centre.platform_api.models import ApiKey
from safety_centre.platform_api.webhooks import services, signing


class Command(BaseCommand):
    help = "Lets an address hear of changed policies and prints the secret that signs, once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--key", required=True, help="The name of an API key with the scope accounts:read")
        parser.add_argument("--url", required=True)

    def handle(self, *args: Any, key: str, url: str, **options: Any) -> None:
        api_key = ApiKey.objects.filter(name=key).first()
        if api_key is None:
            raise CommandError(f"There is no key named {key}.")
        try:
            webhook = services.subscribe(api_key=api_key, url=url, now=timezone.now())
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(signing.secret_of(webhook))
