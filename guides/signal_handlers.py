"""What must follow when a guide or an association changes, whoever changed it."""

from typing import Any

from django.db.models.signals import m2m_changed, post_save, pre_delete
from django.dispatch import receiver

from guides.models import PartnerAssociation, PartnerWorkspace, TopicGuidePage
from guides.services import workspaces


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
