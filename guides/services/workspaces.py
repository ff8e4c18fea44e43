"""A partner association's place in the admin: its groups, permissions, collection and workflow.

Everything here is repeatable: it makes what is missing and mends what differs, in one transaction.
"""

from collections.abc import Iterable
from contextlib import suppress

from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ValidationError
from django.db import transaction
from django.dispatch import Signal
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Task,
    Workflow,
    WorkflowPage,
    WorkflowState,
    WorkflowTask,
)
from wagtail.permissions import policy_registry
from wagtailmedia.permissions import permission_policy as media_policy

from guides.models import PartnerAssociation, PartnerWorkspace, TopicGuidePage
from guides.models.desk import SAFETY_APPROVAL

SAFETY_TEAM = "Safety team"
# Sent when the safety team's group is made or mended: ``group``. Apps above give it their own permissions.
safety_team_ready = Signal()


def _permission(app_label: str, codename: str) -> Permission:
    return Permission.objects.get(content_type__app_label=app_label, codename=codename)


@transaction.atomic
def ensure_safety_team() -> Group:
    """Make the safety team's group, which approves and publishes everywhere. Repeatable."""
    group, _created = Group.objects.get_or_create(name=SAFETY_TEAM)
    group.permissions.add(
        _permission("wagtailadmin", "access_admin"),
        _permission("accounts", "change_birthdatereview"),
        _permission("guides", "add_helpline"),
        _permission("guides", "change_helpline"),
        _permission("guides", "add_partnerassociation"),
        _permission("guides", "change_partnerassociation"),  # also: gives a guide to an association
        _permission("wagtail_localize", "submit_translation"),
    )
    _allow_files(group, Collection.get_first_root_node())
    root = Page.get_first_root_node()
    for codename in ("add_page", "change_page", "publish_page", "lock_page", "unlock_page"):
        _allow(group, root, codename)
    # Wagtail's own first workflow sends to "Moderators", whom this site doesn't have.
    approval = _workflow(f"{SAFETY_TEAM}: review", [], group)
    WorkflowPage.objects.update_or_create(page=root, defaults={"workflow": approval})
    safety_team_ready.send(Group, group=group)
    return group


def _allow(group: Group, page: Page, codename: str) -> None:
    GroupPagePermission.objects.get_or_create(group=group, page=page, permission=_permission("wagtailcore", codename))


@transaction.atomic
def ensure_workspace(*, partner: PartnerAssociation) -> PartnerWorkspace:
    """Make what ``partner`` needs to edit its own guides, or mend what is missing of it. Repeatable.

    Editors change, translate and submit; reviewers approve for the association; the safety team approves last. Nobody
    of the association may publish. A partner that no longer works here (``is_active`` off) keeps its rows and loses
    its permissions.
    """
    partner = PartnerAssociation.objects.select_for_update().get(pk=partner.pk)  # two saves at once make one workspace
    workspace = PartnerWorkspace.objects.filter(partner=partner).first() or _make(partner)
    _name_after(workspace, partner.key)
    for group in (workspace.editors, workspace.reviewers):
        _set_permissions(group, workspace.collection, active=partner.is_active)
    sync_guides(workspace=workspace)
    return workspace


def _make(partner: PartnerAssociation) -> PartnerWorkspace:
    """Make a new place. One that an association with the same key left behind goes by another name since."""
    editors, _created = Group.objects.get_or_create(name=f"{partner.key}: editors")
    reviewers, _created = Group.objects.get_or_create(name=f"{partner.key}: reviewers")
    root = Collection.get_first_root_node()
    collection = root.get_children().filter(name=partner.key).first() or root.add_child(name=partner.key)
    workflow = _workflow(f"{partner.key}: review", [_task(f"{partner.key}: partner review", reviewers)])
    return PartnerWorkspace.objects.create(
        partner=partner, editors=editors, reviewers=reviewers, collection=collection, workflow=workflow
    )


def _name_after(workspace: PartnerWorkspace, key: str) -> None:
    """Rename groups, collection, workflow and task after ``key``, where they carry another."""
    own_task = workspace.workflow.workflow_tasks.order_by("sort_order").first()
    wanted = [
        (workspace.editors, f"{key}: editors"),
        (workspace.reviewers, f"{key}: reviewers"),
        (workspace.collection, key),
        (workspace.workflow, f"{key}: review"),
        (own_task.task if own_task else None, f"{key}: partner review"),
    ]
    for row, name in wanted:
        if isinstance(row, Group) and Group.objects.filter(name=name).exclude(pk=row.pk).exists():
            name = f"{name} ({workspace.pk})"  # somebody made one by hand: two groups can't have one name
        if row is not None and row.name != name:
            row.name = name
            row.save(update_fields=["name"])


def _set_permissions(group: Group, collection: Collection, *, active: bool) -> None:
    general = [_permission("wagtailadmin", "access_admin"), _permission("wagtail_localize", "submit_translation")]
    if not active:
        group.permissions.remove(*general)
        GroupCollectionPermission.objects.filter(group=group).delete()
        return
    group.permissions.add(*general)
    _allow_files(group, collection)


def _allow_files(group: Group, collection: Collection) -> None:
    # Permissions for files hang on Wagtail's own models, not on ours: only the policies know which.
    files = [policy_registry.get_by_type(get()) for get in (get_image_model, get_document_model)]
    for policy in (*files, media_policy):
        for permission in policy._get_permission_objects_for_actions(["add", "change", "choose"]):
            GroupCollectionPermission.objects.get_or_create(group=group, collection=collection, permission=permission)


def _task(name: str, group: Group) -> Task:
    task = GroupApprovalTask.objects.filter(name=name).first() or GroupApprovalTask.objects.create(name=name)
    task.groups.add(group)
    return task


def _workflow(name: str, partner_tasks: list[Task], safety_team: Group | None = None) -> Workflow:
    """Return the workflow ``name``: the associations' own reviews in turn, then the safety team's approval."""
    return Workflow.objects.filter(name=name).first() or _new_workflow(name, partner_tasks, safety_team)


def _new_workflow(name: str, partner_tasks: list[Task], safety_team: Group | None = None) -> Workflow:
    workflow = Workflow.objects.create(name=name, active=True)
    last = _task(SAFETY_APPROVAL, safety_team or ensure_safety_team())
    for order, task in enumerate([*partner_tasks, last]):
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=order)
    return workflow


@transaction.atomic
def close_workspace(*, workspace: PartnerWorkspace) -> None:
    """Take the groups' permissions away, because the association was removed. Groups, files and history stay."""
    for group in (workspace.editors, workspace.reviewers):
        _set_permissions(group, workspace.collection, active=False)
        GroupPagePermission.objects.filter(group=group).delete()
    for page in list(_guides_of(workspace.partner)):  # others', or the safety team's own workflow, take over
        _assign_workflow(page, without=workspace.partner)
    _name_after(workspace, f"{workspace.editors.name.removesuffix(': editors')} (left, {workspace.pk})")


@transaction.atomic
def sync_guides(*, workspace: PartnerWorkspace) -> None:
    """Let the association's groups change its guides, in every language, and no other page."""
    guides = list(_guides_of(workspace.partner)) if workspace.partner else []
    active = workspace.partner is not None and workspace.partner.is_active
    _permit(workspace, guides if active else [])
    for page in guides:
        _assign_workflow(page)


def _guides_of(partner: PartnerAssociation | None) -> Iterable[TopicGuidePage]:
    """Return the guides that carry ``partner``, with all their translations."""
    own = TopicGuidePage.objects.filter(partners=partner).values("translation_key")
    return TopicGuidePage.objects.filter(translation_key__in=own)


def _permit(workspace: PartnerWorkspace, guides: list[TopicGuidePage]) -> None:
    change = _permission("wagtailcore", "change_page")
    for group in (workspace.editors, workspace.reviewers):
        held = GroupPagePermission.objects.filter(group=group)
        held.exclude(page__in=guides).delete()
        have = set(held.filter(permission=change).values_list("page_id", flat=True))
        missing = [page for page in guides if page.pk not in have]
        GroupPagePermission.objects.bulk_create(
            [GroupPagePermission(group=group, page=page, permission=change) for page in missing]
        )


def _assign_workflow(page: TopicGuidePage, *, without: PartnerAssociation | None = None) -> None:
    """Give ``page`` its associations' workflow: one's own, or one in which each of several reviews in turn."""
    partners = PartnerAssociation.objects.filter(guides__translation_key=page.translation_key, is_active=True)
    partners = partners.exclude(pk=without.pk) if without else partners
    found = list(PartnerWorkspace.objects.filter(partner__in=partners).order_by("partner__key").distinct())
    if not found:  # the safety team's own workflow holds
        changed, _rows = WorkflowPage.objects.filter(page=page).delete()
    else:
        workflow = found[0].workflow if len(found) == 1 else _joint_workflow(found)
        changed = not WorkflowPage.objects.filter(page=page, workflow=workflow).exists()
        WorkflowPage.objects.update_or_create(page=page, defaults={"workflow": workflow})
    if changed:
        _go_on(page)


def _go_on(page: TopicGuidePage) -> None:
    """Start a submission anew that waits for reviewers who have no more to do with the page: nobody would answer it."""
    page = TopicGuidePage.objects.get(pk=page.pk)  # what it knows of its workflow may be old
    state = page.current_workflow_state
    if state is None or state.status != WorkflowState.STATUS_IN_PROGRESS or state.current_task_state is None:
        return
    workflow = page.get_workflow()
    if workflow is None or workflow.workflow_tasks.filter(task=state.current_task_state.task_id).exists():
        return
    state.cancel()
    with suppress(ValidationError), transaction.atomic():  # stricter rules meanwhile? It is a draft again
        workflow.start(page, state.requested_by)


def _joint_workflow(workspaces: list[PartnerWorkspace]) -> Workflow:
    keys = " + ".join(workspace.partner.key for workspace in workspaces if workspace.partner)
    tasks = [workspace.workflow.workflow_tasks.order_by("sort_order")[0].task for workspace in workspaces]
    name = f"{keys}: review"
    for known in Workflow.objects.filter(name=name, active=True):  # its reviewers may go by other keys now
        if [row.task_id for row in known.workflow_tasks.order_by("sort_order")][:-1] == [task.pk for task in tasks]:
            return known
    return _new_workflow(name, tasks)


@transaction.atomic
def sync_guide(*, page: TopicGuidePage) -> None:
    """Bring the permissions and workflow of one guide and its translations in line with its associations.

    Only these pages are looked at, however many guides the associations have.
    """
    pages = list(TopicGuidePage.objects.filter(translation_key=page.translation_key))
    concerned = PartnerAssociation.objects.filter(guides__in=pages, is_active=True)
    workspaces = PartnerWorkspace.objects.all()
    groups = {pk for pair in workspaces.values_list("editors", "reviewers") for pk in pair}
    allowed = {
        pk for pair in workspaces.filter(partner__in=concerned).values_list("editors", "reviewers") for pk in pair
    }
    GroupPagePermission.objects.filter(group__in=groups - allowed, page__in=pages).delete()
    change = _permission("wagtailcore", "change_page")
    have = set(
        GroupPagePermission.objects.filter(group__in=allowed, page__in=pages, permission=change).values_list(
            "group_id", "page_id"
        )
    )
    GroupPagePermission.objects.bulk_create(
        GroupPagePermission(group_id=group, page=one, permission=change)
        for group in sorted(allowed)
        for one in pages
        if (group, one.pk) not in have
    )
    for one in pages:
        _assign_workflow(one)
