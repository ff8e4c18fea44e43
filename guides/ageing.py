"""Help lines that nobody checked for a while: flagged to editors at 12 months, hidden from readers at 24.

product.md, "Help finder". The list of help lines in the admin has the flag and a filter; the report has all of them.
"""

import datetime as dt
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permissions import policy_registry

from guides.desk.exports import HarmlessExport
from guides.models import Helpline
from guides.selectors.helplines import FLAG_AFTER_MONTHS, HIDE_AFTER_MONTHS, months_before

LABELS = {
    "fresh": _("checked within 12 months"),
    "stale": _("check again: over 12 months"),
    "hidden": _("hidden from readers: over 24 months"),
}


def age_of(line: Helpline, today: dt.date | None = None) -> str:
    """Return ``fresh``, ``stale`` (flagged) or ``hidden`` by the day on which ``line`` was last checked."""
    today = today or timezone.localdate()
    if line.checked_on < months_before(today, HIDE_AFTER_MONTHS):
        return "hidden"
    return "stale" if line.checked_on < months_before(today, FLAG_AFTER_MONTHS) else "fresh"


def with_age(lines: QuerySet, age: str, today: dt.date | None = None) -> QuerySet:
    """Return the ``lines`` of one of the three ages."""
    today = today or timezone.localdate()
    flagged, hidden = months_before(today, FLAG_AFTER_MONTHS), months_before(today, HIDE_AFTER_MONTHS)
    wanted = {
        "fresh": Q(checked_on__gte=flagged),
        "stale": Q(checked_on__lt=flagged, checked_on__gte=hidden),
        "hidden": Q(checked_on__lt=hidden),
    }
    return lines.filter(wanted[age])


class HelplineFilterSet(WagtailFilterSet):
    """The filters of the list of help lines, by age of the check among them."""

    age = django_filters.ChoiceFilter(label=_("last check"), choices=list(LABELS.items()), method="of_age")

    class Meta:
        model = Helpline
        fields = ["status", "kind", "audience"]

    def of_age(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return with_age(queryset, value)


def age_column() -> Column:
    """The column that flags a line whose check is old."""
    return StatusTagColumn(
        "age",
        label=_("last check"),
        accessor=lambda line: LABELS[age_of(line)],
        primary=lambda line: age_of(line) != "fresh",
    )


def _edit_url(line: Helpline) -> str | None:
    return AdminURLFinder().get_edit_url(line)


class StaleHelplinesView(HarmlessExport, ReportView):
    """The published help lines to check again, the oldest check first."""

    page_title = _("Help lines to check again")
    header_icon = "time"
    index_url_name = "stale_helplines"
    index_results_url_name = "stale_helplines_results"
    model = Helpline
    is_searchable = False
    any_permission_required = ["add", "change", "delete"]
    list_export = ["name", "phone", "checked_on", "source"]
    columns = [
        TitleColumn("name", label=_("name"), get_url=_edit_url),
        Column("phone", label=_("number as shown")),
        Column("checked_on", label=_("checked on")),
        age_column(),
        Column("source", label=_("source")),
    ]

    @property
    def permission_policy(self) -> Any:
        return policy_registry.get_by_type(Helpline)

    def get_queryset(self) -> QuerySet:
        flagged = months_before(timezone.localdate(), FLAG_AFTER_MONTHS)
        old = Helpline.objects.filter(status=Helpline.Status.PUBLISHED, checked_on__lt=flagged)
        self.queryset = old.order_by("checked_on", "sort_order")
        return super().get_queryset()
