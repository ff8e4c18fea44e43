"""What must follow when a guide changes, whoever changed it."""

from typing import Any

from django.dispatch import receiver
from wagtail.signals import page_published

from guides.models import (
    CharterCommitment,
    GlossaryTerm,
    Helpline,
    HelplineHours,
    HelpPage,
    PartnerAssociation,
    Topic,
)
from safety_centre.pages import services
from safety_centre.pages.models import HomePage
from safety_centre.pages.page_cache import follow

# Pages show these records: kept pages are dropped when one of them changes.
follow(CharterCommitment, GlossaryTerm, Helpline, HelplineHours, PartnerAssociation, Topic)


@receiver(page_published, sender=HomePage)
def give_a_new_language_its_help(sender: type, instance: HomePage, **kwargs: Any) -> None:
    """A language has help from its first day: the default language's page stands in until it is translated."""
    for page in HelpPage.objects.filter(alias_of__isnull=True, live=True).exclude(locale=instance.locale):
        services.stand_in(page=page, locale=instance.locale)
