"""What must follow when a guide or a record that guides show changes, whoever changed it."""

from contextlib import suppress
from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.images.models import SourceImageIOError

from guides import derived
from guides.models import GlossaryTerm, PartnerAssociation
from guides.selectors.pages import LOGO_FILTER


@receiver([post_save, post_delete], sender=GlossaryTerm)
def explain_words_anew(sender: type, **kwargs: Any) -> None:
    """Guides keep the definitions that they show: a new wording reaches them at once."""
    derived.refresh_words_after_commit()


@receiver(post_save, sender=PartnerAssociation)
def draw_logo_in_its_size(sender: type, instance: PartnerAssociation, **kwargs: Any) -> None:
    """Make the size of the logo that pages use now, so that no reader's visit has to write it."""
    if instance.logo:
        with suppress(SourceImageIOError):
            instance.logo.get_rendition(LOGO_FILTER)
