"""What two people chose to look at together again."""

from typing import Any

from django.db.models import QuerySet

from family_pairing.models import Agreement, SettingRequest


def to_review(**limits: Any) -> tuple[QuerySet[SettingRequest], QuerySet[Agreement]]:
    """Return the granted requests and the signed agreements within ``limits``: conditions that both models know."""
    requests = SettingRequest.objects.filter(state=SettingRequest.State.ACCEPTED, **limits)
    return requests, Agreement.objects.filter(state=Agreement.State.SIGNED, **limits)
