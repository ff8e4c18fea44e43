"""What must follow when a guide changes, whoever changed it."""

from typing import Any

from django.db.models.signals import post_save
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
from guides.selectors.pages import LOGO_FILTER
from safety_centre.pages import services
from safety_centre.pages.models import HomePage
from safety_centre.pages.page_cache import follow
from safety_centre.pages.renditions import make_renditions

# Pages show these records: kept pages are dropped when one of them changes.
follow(CharterCommitment, GlossaryTerm, Helpline, HelplineHours, PartnerAssociation, Topic)


@receiver(post_save, sender=PartnerAssociation)
def make_sizes_of_the_logo(sender: type, instance: PartnerAssociation, **kwargs: Any) -> None:
    """The one size that pages show of a logo: readers never wait for it to be made."""
    if instance.logo:
        make_renditions(instance.logo, [LOGO_FILTER])


@receiver(page_published, sender=HomePage)
def give_a_new_language_its_help(sender: type, instance: HomePage, **kwargs: Any) -> None:
    """A language has help from its first day: the default language's page stands in until it is translated."""
    for page in HelpPage.objects.filter(alias_of__isnull=True, live=True).exclude(locale=instance.locale):
        services.stand_in(page=page, locale=instance.locale)
