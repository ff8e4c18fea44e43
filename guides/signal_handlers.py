"""What must follow when a guide, an association or a record that guides show changes, whoever changed it."""

from typing import Any

from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete
from django.dispatch import receiver
from wagtail.signals import page_published

from guides import derived
from guides.models import (
    CharterCommitment,
    GlossaryTerm,
    Helpline,
    HelplineHours,
    HelpPage,
    PartnerAssociation,
    PartnerWorkspace,
    Topic,
    TopicGuidePage,
)
from guides.selectors.pages import LOGO_FILTER
from guides.services import workspaces
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


@receiver(post_save, sender=PartnerAssociation)
def make_workspace(sender: type, instance: PartnerAssociation, raw: bool = False, **kwargs: Any) -> None:
    """An association has its place from the moment it exists, in the transaction that saved it."""
    if not raw:
        workspaces.ensure_workspace(partner=instance)


@receiver(pre_delete, sender=PartnerAssociation)
def close_workspace(sender: type, instance: PartnerAssociation, **kwargs: Any) -> None:
    for workspace in PartnerWorkspace.objects.filter(partner=instance):
        workspaces.close_workspace(workspace=workspace)


@receiver(post_save, sender=TopicGuidePage)
def sync_new_guide(sender: type, instance: TopicGuidePage, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """A new translation belongs to the associations of the guide that it translates."""
    if created and not raw:
        workspaces.sync_guide(page=instance)


@receiver(m2m_changed, sender=TopicGuidePage.partners.through)
def sync_changed_partners(sender: type, instance: Any, action: str, **kwargs: Any) -> None:
    if action.startswith("post_") and isinstance(instance, TopicGuidePage):
        workspaces.sync_guide(page=instance)


@receiver([post_save, post_delete], sender=GlossaryTerm)
def explain_words_anew(sender: type, **kwargs: Any) -> None:
    """Guides keep the definitions that they show: a new wording reaches them at once."""
    derived.refresh_words_after_commit()
