"""``manage.py create_sample_accounts``: four people to look around as. Development only."""

import datetime as dt
import os
import secrets
from pathlib import Path
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from guides.models import PartnerAssociation
from guides.services import workspaces
from safety_centre.accounts.models import User

SAMPLES: dict[str, dict[str, Any]] = {
    "admin@example.org": {"first_name": "Alix", "kind": User.Kind.STAFF, "is_staff": True, "is_superuser": True},
    "partner@example.org": {"first_name": "Noor", "kind": User.Kind.STAFF, "is_staff": True},
    "parent@example.org": {"first_name": "Claude", "kind": User.Kind.PARENT, "birth_date": dt.date(1982, 4, 12)},
    "teen@example.org": {"first_name": "Sacha", "kind": User.Kind.TEEN},
}


class Command(BaseCommand):
    help = "Makes the sample accounts, with DEMO_PASSWORD or a generated password, and prints how to sign in."

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.ENVIRONMENT == "production":
            raise CommandError("Sample accounts are for development; production has none.")
        password = self.password()
        for address, fields in SAMPLES.items():
            self.ensure(address, password, fields)
        self.give_workspace()
        self.stdout.write(f"Sample accounts: {', '.join(SAMPLES)}")
        self.stdout.write(f"Their password: {password}")

    def password(self) -> str:
        """Return ``DEMO_PASSWORD``, or the one generated at the first run, kept beside the database."""
        if os.environ.get("DEMO_PASSWORD"):
            return os.environ["DEMO_PASSWORD"]
        kept: Path = settings.BASE_DIR / "var" / "demo-password"
        if not kept.exists():
            kept.parent.mkdir(exist_ok=True)
            kept.write_text(secrets.token_urlsafe(12))
            kept.chmod(0o600)
        return kept.read_text().strip()

    def ensure(self, address: str, password: str, fields: dict[str, Any]) -> None:
        """Make the account if it is missing, and let it have today's password."""
        user = User.objects.filter(email=address).first()
        if user is None:
            today = timezone.localdate()
            extra = {"birth_date": today.replace(year=today.year - 15, day=1)} if fields["kind"] == "teen" else {}
            user = User.objects.create_user(address, password, language="fr", country="FR", **fields, **extra)
        elif not user.check_password(password):
            user.set_password(password)
            user.save(update_fields=["password"])
        EmailAddress.objects.get_or_create(user=user, email=address, defaults={"verified": True, "primary": True})

    def give_workspace(self) -> None:
        """Let the sample partner edit for the first example association."""
        partner = PartnerAssociation.objects.filter(is_example=True).order_by("key").first()
        if partner is None:
            return
        for example in PartnerAssociation.objects.all():
            workspaces.ensure_workspace(partner=example)
        user = User.objects.get(email="partner@example.org")
        user.groups.add(Group.objects.get(name=f"{partner.key}: editors"))
