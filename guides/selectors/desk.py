"""What the dashboard tells a person: their guides, in which state each is, and what is due."""

import datetime as dt
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from wagtail.models import Page, WorkflowState

from guides.models import PartnerAssociation, TopicGuidePage
from guides.selectors import translations
from safety_centre.accounts.models import User

DUE_SOON_DAYS = 30


@dataclass(frozen=True)
class DeskGuide:
    """One guide on the dashboard. ``comment``: what a reviewer wrote when it came back; ``due``: words, or empty."""

    page: TopicGuidePage
    state: str
    comment: str
    due: str
    is_behind: bool
    may_review: bool


def partners_of(user: User) -> list[PartnerAssociation]:
    """Return the associations whose editors or reviewers ``user`` is among."""
    groups = user.groups.values("pk")
    found = PartnerAssociation.objects.filter(is_active=True)
    return list(
        (found.filter(workspace__editors__in=groups) | found.filter(workspace__reviewers__in=groups)).distinct()
    )


def desk_guides(*, user: User, own: QuerySet, today: dt.date, at_most: int = 40) -> list[DeskGuide]:
    """Return ``user``'s guides among the pages ``own``, what needs them first; seven queries, however many guides."""
    guides = list(
        TopicGuidePage.objects.filter(pk__in=own.values("pk"))
        .select_related("locale", "topic", "translation_mark")
        .defer("teen", "parent", "friend", "sources", "in_brief", "parent_in_brief")
        .order_by("topic__sort_order", "translation_key", "pk")[:at_most]
    )
    states = _workflow_states(guides)
    sources = translations.originals(page.translation_key for page in guides)
    reviewing = set(
        PartnerAssociation.objects.filter(is_active=True, workspace__reviewers__in=user.groups.values("pk"))
        .values_list("guides__translation_key", flat=True)
        .distinct()
    )
    found = [
        DeskGuide(
            page=page,
            state=_state_in_words(page, states.get(page.pk)),
            comment=_comment(states.get(page.pk)),
            due=_due_in_words(page, today),
            is_behind=page.pk != sources[page.translation_key].pk
            and translations.is_behind(page, sources[page.translation_key]),
            may_review=page.live and (user.is_superuser or page.translation_key in reviewing),
        )
        for page in guides
    ]
    return sorted(found, key=lambda guide: not (guide.comment or guide.due or guide.is_behind))


def _workflow_states(guides: list[TopicGuidePage]) -> dict[int, WorkflowState]:
    """Return the newest workflow of each guide that is running or came back."""
    statuses = [WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES]
    found = WorkflowState.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        object_id__in=[str(page.pk) for page in guides],
        status__in=statuses,
    )
    return {int(one.object_id): one for one in found.select_related("current_task_state__task").order_by("created_at")}


def _state_in_words(page: TopicGuidePage, state: WorkflowState | None) -> str:
    if state is not None and state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        return _("Sent back to you with a comment")
    if state is not None and state.current_task_state is not None:
        return _("Waiting for: %(task)s") % {"task": state.current_task_state.task.name}
    if page.live and page.has_unpublished_changes:
        return _("Live, with changes that nobody has submitted yet")
    if page.live:
        return pgettext("page", "Live")
    if page.approved_schedule:
        return _("Approved, goes live by itself")
    return _("Draft, readers don’t see it")


def _comment(state: WorkflowState | None) -> str:
    if state is None or state.status != WorkflowState.STATUS_NEEDS_CHANGES or state.current_task_state is None:
        return ""
    return state.current_task_state.comment


def _due_in_words(page: TopicGuidePage, today: dt.date) -> str:
    if not page.live:
        return ""
    if page.next_review is None:
        return _("No review date: set one")
    days = (page.next_review - today).days
    day = date_format(page.next_review)
    if days < 0:
        return _("Its review was due on %(day)s") % {"day": day}
    return _("To be reviewed by %(day)s") % {"day": day} if days <= DUE_SOON_DAYS else ""
