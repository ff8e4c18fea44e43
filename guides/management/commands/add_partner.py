"""``manage.py add_partner KEY --name fr=… --name en=…``: an association with its whole workspace. Repeatable."""

import argparse
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from guides.models import PartnerAssociation, Topic
from guides.services.people import ensure_editor
from guides.services.workspaces import ensure_workspace


class Command(BaseCommand):
    help = "Adds a partner association, or mends it: groups, permissions, collection, workflow, and its people."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        codes = ", ".join(code for code, _name in settings.LANGUAGES)
        parser.add_argument("key", help="short and stable, as in an address: example-rempart")
        parser.add_argument("--name", action="append", default=[], metavar="LANGUAGE=NAME", help=f"one of {codes}")
        parser.add_argument("--website", default="")
        parser.add_argument("--topic", action="append", default=[], metavar="KEY")
        parser.add_argument("--editor", action="append", default=[], metavar="ADDRESS", help="an editor's e-mail")
        parser.add_argument("--reviewer", action="append", default=[], metavar="ADDRESS", help="a reviewer's e-mail")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        partner = PartnerAssociation.objects.filter(key=options["key"]).first() or PartnerAssociation(
            key=options["key"]
        )
        for pair in options["name"]:
            language, _equals, name = pair.partition("=")
            if language not in dict(settings.LANGUAGES) or not name:
                raise CommandError(f"--name {pair}: give it as LANGUAGE=NAME, with one of the site's languages.")
            setattr(partner, f"name_{language}", name)
        if not partner.name:
            raise CommandError("A new association needs a name: --name fr=…")
        partner.website = options["website"] or partner.website
        topics = list(Topic.objects.filter(key__in=options["topic"]))
        unknown = set(options["topic"]) - {topic.key for topic in topics}
        if unknown:
            raise CommandError(f"No such topic: {', '.join(sorted(unknown))}.")
        try:
            partner.full_clean()
            partner.save()  # makes the workspace
            partner.topics.add(*topics)
            workspace = ensure_workspace(partner=partner)
            for address in options["editor"]:
                ensure_editor(address=address, group=workspace.editors)
            for address in options["reviewer"]:
                ensure_editor(address=address, group=workspace.reviewers)
        except ValidationError as error:
            raise CommandError("; ".join(error.messages)) from error
        self.stdout.write(f"{partner.key}: groups, permissions, collection and workflow are in place.")
        if options["editor"] or options["reviewer"]:
            self.stdout.write("Its people choose their password at /accounts/password/reset/.")
