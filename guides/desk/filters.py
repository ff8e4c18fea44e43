"""Choices in Wagtail's filters that name people and workflows: those of one's own pages, not of the whole site.

Wagtail offers everybody who ever owned, edited, locked or submitted any page, by e-mail address: an association's
staff would be known to all others. Its filter sets have no hook, so their choices are narrowed where they are declared.
"""

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from wagtail.admin.views.pages.listing import PageFilterSet
from wagtail.admin.views.reports.audit_logging import SiteHistoryReportFilterSet, get_users_for_filter
from wagtail.admin.views.reports.locked_pages import LockedPagesReportFilterSet
from wagtail.admin.views.reports.workflows import WorkflowReportFilterSet, WorkflowTasksReportFilterSet
from wagtail.models import PageLogEntry, Task, Workflow, WorkflowPage

from guides.desk import access


def known_to(user: Any) -> QuerySet:
    """Return the people who own or did something on the pages that ``user`` works on."""
    own: Any = access.own_pages(user).values("pk")
    acted = PageLogEntry.objects.filter(page__in=own).values("user")
    return get_user_model().objects.filter(Q(pk__in=acted) | Q(pk__in=access.own_pages(user).values("owner")))


def _workflows_of(user: Any) -> QuerySet:
    assigned: Any = WorkflowPage.objects.filter(page__in=access.own_pages(user).values("pk"))
    return Workflow.objects.filter(pk__in=assigned.values("workflow"))


def _tasks_of(user: Any) -> QuerySet:
    return Task.objects.filter(workflow_tasks__workflow__in=_workflows_of(user).values("pk"))


def _narrow(filter_set: Any, name: str, shown_to: Any) -> None:
    declared = filter_set.base_filters[name]
    everything = declared.queryset

    def choices(request: HttpRequest) -> QuerySet:
        found = everything(request) if callable(everything) else everything.all()
        if access.is_safety_team(request.user):  # type: ignore[arg-type]
            return found
        return found.filter(pk__in=shown_to(request.user).values("pk"))

    declared.queryset = choices


# Wagtail's has the right people at hand, and forgets them since it gathers those of all entries.
SiteHistoryReportFilterSet.get_users_queryset = lambda self: get_users_for_filter(self.request.user)

for _set, _name in (
    (PageFilterSet, "owner"),
    (PageFilterSet, "edited_by"),
    (LockedPagesReportFilterSet, "locked_by"),
    (WorkflowReportFilterSet, "requested_by"),
):
    _narrow(_set, _name, known_to)
for _set in (WorkflowReportFilterSet, WorkflowTasksReportFilterSet):
    _narrow(_set, "workflow", _workflows_of)
_narrow(WorkflowTasksReportFilterSet, "task", _tasks_of)
