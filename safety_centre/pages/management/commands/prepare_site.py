"""``manage.py prepare_site``: all that a start needs, in one process, doing only what is still to do."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from safety_centre.accounts.collector import no_garbage_collected


class Command(BaseCommand):
    help = "Applies migrations, compiles translations, loads starter content and sample accounts. Repeatable."

    def handle(self, *args: Any, **options: Any) -> None:
        for folder in ("static", "media"):
            (settings.BASE_DIR / "var" / folder).mkdir(parents=True, exist_ok=True)
        call_command("compile_translations")
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("Preparing the database; this takes about twenty seconds…")
            with no_garbage_collected():
                call_command("migrate", verbosity=0, interactive=False)
        for command in settings.PREPARE_COMMANDS:
            call_command(command, stdout=self.stdout)
