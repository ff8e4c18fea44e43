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
from wagtail.models import Task, Workflow, WorkflowPage

from guides.desk import access
from guides.models import PartnerWorkspace, TopicGuidePage
from guides.services.workspaces import SAFETY_TEAM


def _workspaces(user: Any) -> QuerySet:
    """Return the workspaces of the associations that write the same guides as those of ``user``, theirs among them."""
    groups = user.groups.values("pk")
    mine = PartnerWorkspace.objects.filter(Q(editors__in=groups) | Q(reviewers__in=groups))
    keys = TopicGuidePage.objects.filter(partners__workspace__in=mine.values("pk")).values("translation_key")
    return PartnerWorkspace.objects.filter(partner__guides__translation_key__in=keys)


def known_to(user: Any) -> QuerySet:
    """Return the people with whom ``user`` works: in the same groups, on the same guides, and the safety team."""
    together = _workspaces(user)
    groups = Q(groups__in=user.groups.values("pk")) | Q(groups__name=SAFETY_TEAM)
    for name in ("editors", "reviewers"):
        groups |= Q(groups__in=together.values(name))
    return get_user_model().objects.filter(groups)


def _workflows_of(user: Any) -> QuerySet:
    partners = _workspaces(user).values("partner")
    pages = TopicGuidePage.objects.filter(partners__in=partners).values("pk")
    return Workflow.objects.filter(pk__in=WorkflowPage.objects.filter(page__in=pages).values("workflow"))


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
