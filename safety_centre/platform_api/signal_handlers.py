"""What the API does when something that platforms hear of is written below it."""

from typing import Any

from django.dispatch import receiver

from family_pairing.signals import policy_touched
from safety_centre.platform_api.webhooks import services


@receiver(policy_touched)
def note_the_change(sender: type, teen_id: int, **kwargs: Any) -> None:
    services.touch(teen_id=teen_id)
