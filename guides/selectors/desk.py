"""What the dashboard tells a person: their guides, in which state each is, and what is due."""

import datetime as dt
from collections.abc import Container, Iterable
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, When
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from wagtail.models import GroupApprovalTask, Page, WorkflowState

from guides.models import CheckFinding, LinkCheck, PartnerAssociation, TopicGuidePage
from guides.models.desk import SAFETY_APPROVAL
from guides.selectors import translations
from guides.selectors.renewal import REVIEWED_MODELS, reviewable
from safety_centre.accounts.models import User

DUE_SOON_DAYS = 30
MOVING = [WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES]


@dataclass(frozen=True)
class DeskGuide:
    """One guide on the dashboard. ``comment``: what a reviewer wrote when it came back; ``due``: words, or empty."""

    page: TopicGuidePage
    state: str
    comment: str
    due: str
    is_behind: bool
    may_review: bool
    awaits_user: bool


@dataclass(frozen=True)
class Due:
    """How many things wait on somebody's pages: reviews due within a month, points that must be fixed, dead links."""

    reviews: int
    must_fix: int
    dead_links: int


def _due_soon(today: dt.date) -> Q:
    """A page without a date is due: nobody would ever be reminded of it."""
    return Q(next_review=None) | Q(next_review__lte=today + dt.timedelta(days=DUE_SOON_DAYS))


def due_for(own: QuerySet, today: dt.date) -> Due:
    """Count what waits on the pages ``own``; four queries, however many pages."""
    keys = own.values("pk")
    return Due(
        reviews=sum(
            model.objects.filter(_due_soon(today), live=True, pk__in=keys).count() for model in REVIEWED_MODELS
        ),
        must_fix=CheckFinding.objects.filter(is_open=True, level=CheckFinding.Level.MUST, page__in=keys).count(),
        dead_links=LinkCheck.objects.exclude(problem="").filter(pages__in=keys).distinct().count(),
    )


def partners_of(user: User) -> list[PartnerAssociation]:
    """Return the associations whose editors or reviewers ``user`` is among."""
    groups = user.groups.values("pk")
    found = PartnerAssociation.objects.filter(is_active=True)
    return list(
        (found.filter(workspace__editors__in=groups) | found.filter(workspace__reviewers__in=groups)).distinct()
    )


def desk_guides(*, user: User, own: QuerySet, today: dt.date, at_most: int = 40) -> list[DeskGuide]:
    """Return ``user``'s guides among the pages ``own``, what needs them first; eleven queries, however many guides."""
    guides = list(
        _by_need(TopicGuidePage.objects.filter(pk__in=own.values("pk")), today)
        .select_related("locale", "topic", "translation_mark")
        .defer("teen", "parent", "friend", "sources", "in_brief", "parent_in_brief", "friend_in_brief")[:at_most]
    )
    states = _workflow_states(guides)
    awaited = _tasks_of(user, states.values())
    unattended = _tasks_of_nobody(states.values())
    sources = translations.originals(page.translation_key for page in guides)
    may_review = reviewable(user, guides)
    found = []
    for page in guides:
        state, source = states.get(page.pk), sources[page.translation_key]
        task = state.current_task_state if state and state.status == WorkflowState.STATUS_IN_PROGRESS else None
        awaits_user = task is not None and task.task_id in awaited
        found.append(
            DeskGuide(
                page=page,
                state=_state_in_words(page, state, awaits_user, unattended),
                comment=_comment(state),
                due=_due_in_words(page, today),
                is_behind=page.live and page.pk != source.pk and translations.is_behind(page, source),
                may_review=page.live and page.pk in may_review,
                awaits_user=awaits_user,
            )
        )
    return sorted(found, key=lambda guide: not (guide.awaits_user or guide.comment or guide.due or guide.is_behind))


def _by_need(guides: QuerySet, today: dt.date) -> QuerySet:
    """Put first what is under way or came back, then what is due or behind its source: only some of many are shown."""
    moving = WorkflowState.objects.filter(base_content_type=ContentType.objects.get_for_model(Page), status__in=MOVING)
    source_moved = Page.objects.filter(
        translation_key=OuterRef("translation_key"),
        pk__lt=OuterRef("pk"),
        live=True,
        last_published_at__gt=OuterRef("last_published_at"),
    )
    under_way = When(pk__in=[int(pk) for pk in moving.values_list("object_id", flat=True)], then=0)
    need = Case(under_way, When(Q(live=True) & (_due_soon(today) | Exists(source_moved)), then=1), default=2)
    return guides.order_by(need, "topic__sort_order", "translation_key", "pk")


def _workflow_states(guides: list[TopicGuidePage]) -> dict[int, WorkflowState]:
    """Return the newest workflow of each guide that is running or came back."""
    found = WorkflowState.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        object_id__in=[str(page.pk) for page in guides],
        status__in=MOVING,
    )
    return {int(one.object_id): one for one in found.select_related("current_task_state__task").order_by("created_at")}


def _tasks_of(user: User, states: Iterable[WorkflowState]) -> set[int]:
    """Return which of the tasks that ``states`` wait for are ``user``'s to do."""
    tasks = [state.current_task_state.task_id for state in states if state.current_task_state]
    mine = GroupApprovalTask.objects.filter(pk__in=tasks, groups__in=user.groups.values("pk"))
    return set(mine.values_list("pk", flat=True))


def _tasks_of_nobody(states: Iterable[WorkflowState]) -> set[int]:
    """Return which of the tasks that ``states`` wait for have nobody to do them."""
    tasks = [state.current_task_state.task_id for state in states if state.current_task_state]
    found = GroupApprovalTask.objects.filter(pk__in=tasks).exclude(groups__user__is_active=True)
    return set(found.values_list("pk", flat=True))


def _state_in_words(
    page: TopicGuidePage, state: WorkflowState | None, awaits_user: bool, unattended: Container[int]
) -> str:
    if state is not None and state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        return _("Sent back with a comment")
    if awaits_user:
        return _("Waiting for you: read it, then approve it or send it back")
    if state is not None and state.current_task_state is not None:
        if state.current_task_state.task.name == SAFETY_APPROVAL:
            return _("Waiting for the safety team")
        if state.current_task_state.task_id in unattended:
            return _("Waiting for the association’s reviewer, but it has none yet: write to the safety team")
        return _("Waiting for the association’s reviewer")
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
