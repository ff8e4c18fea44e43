"""``manage.py revoke_api_key --name N``: switches a key off; without a name, lists the keys."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from safety_centre.platform_api.keys import revoke_api_key
from safety_centre.platform_api.models import ApiKey


class Command(BaseCommand):
    help = "Switches a platform's key off within seconds; without --name, lists the keys and their webhooks."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--name")

    def handle(self, *args: Any, name: str | None, **options: Any) -> None:
        if name is None:
            for key in ApiKey.objects.prefetch_related("webhooks"):
                state = "active" if key.is_active else "off"
                self.stdout.write(f"{key.name}: {state}, {', '.join(key.scopes)}")
                self.stdout.writelines(f"  webhook {hook.url}\n" for hook in key.webhooks.all() if hook.is_active)
        elif not revoke_api_key(name=name):
            raise CommandError(f"There is no active key named {name}.")
