"""What must follow when a guide or a record that guides show changes, whoever changed it."""

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from guides import derived
from guides.models import GlossaryTerm


@receiver([post_save, post_delete], sender=GlossaryTerm)
def explain_words_anew(sender: type, **kwargs: Any) -> None:
    """Guides keep the definitions that they show: a new wording reaches them at once."""
    derived.refresh_words_after_commit()
