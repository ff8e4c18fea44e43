"""Where the checks hold Wagtail: at every save of a text, before it is submitted, approved, scheduled or published.

Signals instead of views, so that buttons, bulk actions, the API, commands, translations and code pass the same gate.
"""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models.signals import post_save, pre_save
from django.dispatch import receiver
from django.utils import timezone
from wagtail.fields import StreamField
from wagtail.models import Page, Revision, TaskState, WorkflowState

from guides.services import checks
from guides.services.workspaces import safety_team_ready
from safety_centre.pages.models import BasePage


@receiver(safety_team_ready)
def let_the_safety_team_override(group: Any, **kwargs: Any) -> None:
    group.permissions.add(Permission.objects.get(content_type__app_label="guides", codename="override_check"))


def _model_of(revision: Revision) -> type[BasePage] | None:
    model = revision.content_type.model_class()
    return model if isinstance(model, type) and issubclass(model, BasePage) else None


@receiver(post_save, sender=Revision)
def check_at_save(instance: Revision, update_fields: Any = None, raw: bool = False, **kwargs: Any) -> None:
    """Autosave writes over the newest revision: that is a save like any other."""
    if raw or (update_fields is not None and "content" not in update_fields) or _model_of(instance) is None:
        return
    checks.check_revision(revision=instance, today=timezone.localdate())


@receiver(pre_save)
def gate_readers(sender: Any, instance: Any, update_fields: Any = None, raw: bool = False, **kwargs: Any) -> None:
    """Refuse to write a *must fix* onto a page that readers see: publishing, and saving a live page by code."""
    if raw or not isinstance(instance, BasePage) or not instance.live or instance.alias_of_id:
        return
    if update_fields is not None and not _shows(type(instance), set(update_fields)):
        return
    try:
        checks.refuse_if_blocked(page=instance, content=instance.serializable_data())
    except checks.MustFixError:
        before = _seen_now(instance)
        if before is None:
            raise
        # A live page saved without being published anew may keep what it has (rules grow stricter), nothing worse.
        model = type(before)
        seen = checks.findings_in(model, before.serializable_data(), today=timezone.localdate())
        keys = [finding.key for finding in seen]
        checks.refuse_if_blocked(page=instance, content=instance.serializable_data(), already=keys)


def _shows(model: type[BasePage], names: set[str]) -> bool:
    """Do these fields reach readers? Wagtail's own housekeeping of a draft doesn't."""
    streams = {field.name for field in model._meta.get_fields() if isinstance(field, StreamField)}
    return bool(names & (streams | {"live", *model.typeset_fields}))


def _seen_now(instance: BasePage) -> BasePage | None:
    """Return the page as readers see it, where this save is no publishing."""
    before = type(instance)._default_manager.filter(pk=instance.pk, live=True).first() if instance.pk else None
    return before if before and before.live_revision_id == instance.live_revision_id else None


@receiver(pre_save, sender=Revision)
def gate_scheduling(instance: Revision, update_fields: Any = None, raw: bool = False, **kwargs: Any) -> None:
    """A schedule is a promise to publish: refused at once, and looked at again when the hour comes."""
    scheduling = update_fields is not None and "approved_go_live_at" in update_fields and instance.approved_go_live_at
    if raw or not scheduling or _model_of(instance) is None:
        return
    checks.refuse_if_blocked(page=instance.content_object, content=instance.content)


@receiver(pre_save, sender=WorkflowState)
def gate_submission(instance: WorkflowState, raw: bool = False, **kwargs: Any) -> None:
    """Submitting makes a workflow state, or takes up one that came back; both are without a task for a moment."""
    if raw or instance.status != WorkflowState.STATUS_IN_PROGRESS or instance.current_task_state_id:
        return
    page = instance.content_object
    if isinstance(page, Page):
        _gate_newest(page)


@receiver(pre_save)
def gate_approval(sender: Any, instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """Approving passes on, or publishes, the newest text."""
    if raw or not isinstance(instance, TaskState) or instance._state.adding:
        return
    if instance.status == TaskState.STATUS_APPROVED and _model_of(instance.revision) is not None:
        page = instance.workflow_state.content_object
        if isinstance(page, Page):
            _gate_newest(page)


def _gate_newest(page: Page) -> None:
    revision = Revision.objects.for_instance(page).order_by("-created_at", "-pk").first()
    if revision is not None and _model_of(revision) is not None:
        checks.refuse_if_blocked(page=page, content=revision.content)
