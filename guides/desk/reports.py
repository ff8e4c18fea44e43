"""Reports of the desk: guides by language, reviews due, dead links.

Each shows only what its reader works on, and asks a fixed number of queries for a screen, however many guides exist.
"""

import datetime as dt
from typing import Any

import django_filters
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext, gettext_lazy, pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page

from guides.desk import access
from guides.desk.exports import HarmlessExport
from guides.models import LinkCheck
from guides.selectors import translations
from guides.selectors.desk import DUE_SOON_DAYS
from guides.selectors.links import records_with
from guides.selectors.renewal import due_on, reviewable

STATES: dict[str, Any] = {
    translations.MISSING: gettext_lazy("Missing"),
    translations.DRAFT: gettext_lazy("Draft"),
    translations.BEHIND: gettext_lazy("Behind its source"),
    translations.LIVE: pgettext_lazy("page", "Live"),
}


class DeskReport(HarmlessExport, ReportView):
    """A report for whoever edits pages; a CSV and a spreadsheet beside it."""

    columns: list[Column] = []

    @cached_property
    def export_headings(self) -> dict[str, Any]:
        """A column reads the same in the file as on the page."""
        return {column.name: column.label for column in self.columns}

    breadcrumbs_items = [
        {"url": reverse_lazy("wagtailadmin_home"), "label": gettext_lazy("Home")},
        {"url": reverse_lazy("wagtailadmin_reports:site_history"), "label": gettext_lazy("Reports")},
    ]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not access.works_here(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict]:
        return [self.breadcrumbs_items[0], {"url": "", "label": self.page_title}]


class LanguageColumn(Column):
    """The state of a row's page in one language, with the way to mend it."""

    cell_template_name = "guides/desk/language_cell.html"

    def __init__(self, code: str, name: Any) -> None:
        super().__init__(f"state_{code}", label=name)
        self.code = code

    def get_cell_context_data(self, instance: Page, parent_context: dict) -> dict:
        context = super().get_cell_context_data(instance, parent_context)
        cell = next(cell for cell in instance.row.cells if cell.language == self.code)
        return {**context, "cell": cell, "state": STATES[cell.state], "source": instance}


class PageColumn(Column):
    cell_template_name = "guides/desk/page_cell.html"


class ReviewColumn(Column):
    cell_template_name = "guides/desk/review_cell.html"


class DayColumn(Column):
    """A day as it is written. Wagtail's own column tells how long ago it was: "just now" for any day ahead."""

    def get_value(self, instance: Any) -> str:
        day = super().get_value(instance)
        return date_format(day) if day else "–"


class TranslationsFilter(WagtailFilterSet):
    """Which pages of the report: one topic's guides, or those with a title."""

    title = django_filters.CharFilter(lookup_expr="icontains", label=gettext_lazy("Title"))

    class Meta:
        model = Page
        fields = ["title"]


class TranslationsReport(DeskReport):
    """Pages × languages: missing, draft, behind its source, live."""

    page_title = gettext_lazy("Guides by language")
    header_icon = "globe"
    filterset_class = TranslationsFilter
    index_url_name = "desk_translations"
    index_results_url_name = "desk_translations_results"
    model = Page
    paginate_by = 50
    default_ordering = "path"

    @cached_property
    def columns(self) -> list[Column]:  # type: ignore[override]
        languages = [LanguageColumn(code, name) for code, name in settings.LANGUAGES]
        return [PageColumn("title", label=gettext("Page")), *languages]

    @cached_property
    def list_export(self) -> list[str]:
        return ["title", *(f"state_{code}" for code, _name in settings.LANGUAGES)]

    def get_base_queryset(self) -> QuerySet:
        own = access.own_pages(self.request.user)
        # A page whose source belongs to others is the source's business: only own sources are rows.
        return translations.source_pages(own).select_related("locale").order_by("path")

    def get_filtered_queryset(self) -> QuerySet:
        return self.filter_queryset(self.get_base_queryset())

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        for row in translations.rows_of(object_list):
            page: Any = row.source
            page.row = row
            for cell in row.cells:
                setattr(page, f"state_{cell.language}", str(STATES[cell.state]))
        return object_list


class ReviewsReport(DeskReport):
    """Guides and chapters by the day on which somebody has to read them again."""

    page_title = gettext_lazy("Reviews due")
    header_icon = "calendar-check"
    index_url_name = "desk_reviews"
    index_results_url_name = "desk_reviews_results"
    model = Page
    columns = [
        PageColumn("title", label=gettext_lazy("Page")),
        Column("locale", label=gettext_lazy("Language")),
        DayColumn("due_date", label=gettext_lazy("Next review")),
        Column("review_state", label=gettext_lazy("State")),
        ReviewColumn("renew", label=gettext_lazy("Review")),
    ]

    list_export = ["title", "locale", "due_date", "review_state"]

    def get_filtered_queryset(self) -> QuerySet:
        return due_on(access.own_pages(self.request.user))

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        today, pages = timezone.localdate(), list(object_list)
        may_review = reviewable(self.request.user, pages)
        for page in pages:
            page.may_review = page.pk in may_review
            page.review_state = _review_state(page.due_date, today)
        return pages


def _review_state(due: dt.date | None, today: dt.date) -> str:
    if due is None:
        return gettext("No date set")
    if due < today:
        return gettext("Overdue")
    return gettext("Due soon") if due <= today + dt.timedelta(days=DUE_SOON_DAYS) else gettext("In time")


class LinksReport(DeskReport):
    """Addresses that no longer answer, with the pages that lead there."""

    page_title = gettext_lazy("Dead links")
    header_icon = "link-external"
    index_url_name = "desk_links"
    index_results_url_name = "desk_links_results"
    model = LinkCheck
    list_export = ["url", "problem_in_words", "status", "failing_since", "checked_at", "used_on_in_words"]
    columns = [
        Column("url", label=gettext_lazy("Address")),
        Column("problem_in_words", label=gettext_lazy("What happened")),
        DateColumn("failing_since", label=gettext_lazy("Since")),
        Column("used_on_in_words", label=gettext_lazy("Used on")),
    ]
    columns[3].cell_template_name = "guides/desk/pages_cell.html"

    def get_filtered_queryset(self) -> QuerySet:
        shown = Q(pages__in=access.own_pages(self.request.user).values("pk"))
        if access.is_safety_team(self.request.user):  # help lines' addresses stand on nobody's page
            shown |= Q(pages__isnull=True)
        failing = LinkCheck.objects.exclude(problem="").filter(shown).distinct()
        return failing.prefetch_related("pages").order_by("failing_since", "url")

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        shown = {page.pk for link in object_list for page in link.pages.all()}
        own = set(access.own_pages(self.request.user).filter(pk__in=shown).values_list("pk", flat=True))
        records = records_with([link.url for link in object_list]) if access.is_safety_team(self.request.user) else {}
        for link in object_list:
            link.used_on = [page for page in link.pages.all() if page.pk in own]
            link.records = records.get(link.url, [])
            link.problem_in_words = link.get_problem_display()
            link.used_on_in_words = ", ".join([*(page.title for page in link.used_on), *link.records])
        return object_list
