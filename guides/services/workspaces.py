"""A partner association's place in the admin: its groups, permissions, collections and workflow."""

from dataclasses import dataclass

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.dispatch import Signal
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Task,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from guides.models import PartnerAssociation, TopicGuidePage

SAFETY_TEAM = "Safety team"
# Sent when the safety team's group is made or mended: ``group``. Apps above give it their own permissions.
safety_team_ready = Signal()


@dataclass(frozen=True)
class Workspace:
    """What belongs to one association."""

    partner: PartnerAssociation
    editors: Group
    reviewers: Group
    collection: Collection
    workflow: Workflow


def _permission(app_label: str, codename: str) -> Permission:
    return Permission.objects.get(content_type__app_label=app_label, codename=codename)


@transaction.atomic
def ensure_safety_team() -> Group:
    """Make the safety team's group, which approves and publishes everywhere. Repeatable."""
    group, _created = Group.objects.get_or_create(name=SAFETY_TEAM)
    group.permissions.add(_permission("wagtailadmin", "access_admin"))
    root = Page.get_first_root_node()
    for codename in ("add_page", "change_page", "publish_page", "lock_page", "unlock_page"):
        _allow(group, root, codename)
    group.permissions.add(_permission("accounts", "change_birthdatereview"))
    safety_team_ready.send(Group, group=group)
    return group


def _allow(group: Group, page: Page, codename: str) -> None:
    GroupPagePermission.objects.get_or_create(group=group, page=page, permission=_permission("wagtailcore", codename))


@transaction.atomic
def ensure_workspace(*, partner: PartnerAssociation) -> Workspace:
    """Make what ``partner`` needs to edit its own guides, or mend what is missing of it. Repeatable.

    Editors change and submit; reviewers approve for the association; the safety team approves last. Nobody of the
    association may publish.
    """
    editors, _created = Group.objects.get_or_create(name=f"{partner.key}: editors")
    reviewers, _created = Group.objects.get_or_create(name=f"{partner.key}: reviewers")
    collection = _ensure_collection(partner)
    for group in (editors, reviewers):
        group.permissions.add(_permission("wagtailadmin", "access_admin"))
        _allow_media(group, collection)
    workspace = Workspace(partner, editors, reviewers, collection, _ensure_workflow(partner, reviewers))
    sync_guides(workspace=workspace)
    return workspace


def _ensure_collection(partner: PartnerAssociation) -> Collection:
    root = Collection.get_first_root_node()
    return root.get_children().filter(name=partner.key).first() or root.add_child(name=partner.key)


def _allow_media(group: Group, collection: Collection) -> None:
    from django.contrib.contenttypes.models import ContentType
    from wagtail.documents import get_document_model
    from wagtail.images import get_image_model
    from wagtailmedia.models import get_media_model

    for model in (get_image_model(), get_document_model(), get_media_model()):
        content_type = ContentType.objects.get_for_model(model)
        name = model._meta.model_name
        for codename in (f"add_{name}", f"change_{name}", f"choose_{name}"):
            permission = Permission.objects.filter(content_type=content_type, codename=codename).first()
            if permission:
                GroupCollectionPermission.objects.get_or_create(
                    group=group, collection=collection, permission=permission
                )


def _ensure_workflow(partner: PartnerAssociation, reviewers: Group) -> Workflow:
    safety = ensure_safety_team()
    workflow, created = Workflow.objects.get_or_create(name=f"{partner.key}: review", defaults={"active": True})
    if created:
        own = _ensure_task(f"{partner.key}: partner review", reviewers)
        last = _ensure_task("Safety team approval", safety)
        WorkflowTask.objects.create(workflow=workflow, task=own, sort_order=0)
        WorkflowTask.objects.create(workflow=workflow, task=last, sort_order=1)
    return workflow


def _ensure_task(name: str, group: Group) -> Task:
    task = GroupApprovalTask.objects.filter(name=name).first() or GroupApprovalTask.objects.create(name=name)
    task.groups.add(group)
    return task


@transaction.atomic
def sync_guides(*, workspace: Workspace) -> None:
    """Let the association's groups change its guides, in every language, and no other page."""
    guides = Page.objects.filter(pk__in=TopicGuidePage.objects.filter(partners=workspace.partner).values("pk"))
    for group in (workspace.editors, workspace.reviewers):
        GroupPagePermission.objects.filter(group=group).exclude(page__in=guides).delete()
        for page in guides:
            _allow(group, page, "change_page")
    for page in guides:
        WorkflowPage.objects.get_or_create(page=page, defaults={"workflow": workspace.workflow})
