"""Two reports: what is open on which page, and what was let pass and why. Both as CSV too."""

from collections.abc import Sequence
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Locale, Page
from wagtail.permissions import policy_registry

from guides.checks import rules
from guides.desk.exports import HarmlessExport
from guides.models import CheckFinding, CheckOverride, PartnerAssociation, TopicGuidePage
from guides.selectors import checks
from guides.services.checks import MAY_OVERRIDE


def _rule_choices() -> list[tuple[str, str]]:
    return [(one.id, one.title[checks.spoken()]) for one in rules().values()]


class FindingFilterSet(WagtailFilterSet):
    level = django_filters.ChoiceFilter(label=gettext_lazy("Level"), choices=CheckFinding.Level.choices)
    rule = django_filters.ChoiceFilter(label=gettext_lazy("Rule"), choices=_rule_choices)
    language = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Language"), field_name="page__locale", queryset=Locale.objects.all()
    )
    partner = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Partner association"), queryset=PartnerAssociation.objects.all(), method="of_partner"
    )

    class Meta:
        model = CheckFinding
        fields = ["level", "rule"]

    def of_partner(self, queryset: QuerySet, name: str, value: PartnerAssociation) -> QuerySet:
        return queryset.filter(page__in=TopicGuidePage.objects.filter(partners=value).values("pk"))


class _PageColumn(Column):
    """The page's title, leading to its form, at the remark where there is one."""

    cell_template_name = "wagtailadmin/checks/page_cell.html"

    def get_cell_context_data(self, instance: Any, parent_context: dict) -> dict:
        context = super().get_cell_context_data(instance, parent_context)
        context["address"] = reverse("wagtailadmin_pages:edit", args=[instance.page_id]) + "#checks"
        context["title"] = instance.page.draft_title or instance.page.title
        return context


def rule_title(row: Any) -> str:
    """The rule's title in the admin's language; an old row may name a rule that is gone."""
    return rules()[row.rule].title[checks.spoken()] if row.rule in rules() else row.rule


class FindingsReport(HarmlessExport, ReportView):
    """Pages and what is open on them: only pages that the reader may change."""

    model = CheckFinding
    page_title = gettext_lazy("Safe messaging and clarity")
    header_icon = "glasses"
    filterset_class = FindingFilterSet
    index_url_name = "guides_check_report"
    index_results_url_name = "guides_check_report_results"
    list_export = ["page.draft_title", "page.locale.language_code", "level", "rule", "excerpt", "better", "partners"]
    export_headings = {
        "page.draft_title": gettext_lazy("Page"),
        "page.locale.language_code": gettext_lazy("Language"),
        "level": gettext_lazy("Level"),
        "rule": gettext_lazy("Rule"),
        "excerpt": gettext_lazy("Sentence"),
        "better": gettext_lazy("Better"),
        "partners": gettext_lazy("Partner associations"),
    }
    columns: Sequence[Column] = [
        _PageColumn("page", label=gettext_lazy("Page")),
        Column("language", label=gettext_lazy("Language"), accessor="page.locale"),
        Column("level", label=gettext_lazy("Level"), accessor="get_level_display"),
        Column("rule", label=gettext_lazy("Rule"), accessor=rule_title),
        Column("excerpt", label=gettext_lazy("Sentence"), accessor="excerpt"),
        Column("partners", label=gettext_lazy("Partner associations"), accessor="partners"),
    ]

    def get_filename(self) -> str:
        return "checks"

    def get_queryset(self) -> QuerySet[CheckFinding]:
        self.queryset = checks.open_findings(self.request.user)
        return super().get_queryset()

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        """Add the partners of the rows on this page of the report, in one query."""
        rows = list(object_list)
        partners: dict[int, list[str]] = {}
        links = TopicGuidePage.partners.through.objects.filter(topicguidepage_id__in={row.page_id for row in rows})
        for link in links.select_related("partnerassociation"):
            partners.setdefault(link.topicguidepage_id, []).append(str(link.partnerassociation))
        for row in rows:
            row.partners = ", ".join(sorted(partners.get(row.page_id, [])))
            row.better = checks.better(row.rule, row.detail, row.page.locale.language_code)
        return rows


class OverridesReport(HarmlessExport, ReportView):
    """What was let pass: sentence, reason, who, when, and whether it still holds."""

    model = CheckOverride
    page_title = gettext_lazy("Must fixes that were let pass")
    header_icon = "warning"
    index_url_name = "guides_check_overrides"
    index_results_url_name = "guides_check_overrides_results"
    list_export = [
        "page.draft_title",
        "page.locale.language_code",
        "rule",
        "excerpt",
        "reason",
        "made_by",
        "made_at",
        "withdrawn_at",
    ]
    export_headings = {
        "page.draft_title": gettext_lazy("Page"),
        "page.locale.language_code": gettext_lazy("Language"),
        "rule": gettext_lazy("Rule"),
        "excerpt": gettext_lazy("Sentence"),
        "reason": gettext_lazy("Reason"),
        "made_by": gettext_lazy("By"),
        "made_at": gettext_lazy("When"),
        "withdrawn_at": gettext_lazy("Taken back"),
    }

    @property
    def columns(self) -> list[Column]:
        return [
            _PageColumn("page", label=_("Page")),
            Column("rule", label=_("Rule"), accessor=rule_title),
            Column("excerpt", label=_("Sentence"), accessor="excerpt"),
            Column("reason", label=_("Reason"), accessor="reason"),
            Column("made_by", label=_("By"), accessor=lambda row: row.made_by or "–"),
            DateColumn("made_at", label=_("When"), accessor="made_at"),
            Column("state", label=_("Holds"), accessor=self.state_of),
        ]

    def state_of(self, row: CheckOverride) -> str:
        if row.withdrawn_at:
            return _("Taken back by %(who)s") % {"who": row.withdrawn_by or "–"}
        if not self.request.user.has_perm(MAY_OVERRIDE):
            return _("Yes")
        return format_html(
            '<form method="post" action="{}"><input type="hidden" name="csrfmiddlewaretoken" value="{}">'
            '<button type="submit" class="button button-small button-secondary">{}</button></form>',
            reverse("guides_check_withdraw", args=[row.pk]),
            get_token(self.request),
            _("Take back"),
        )

    def get_filename(self) -> str:
        return "let-pass"

    def get_queryset(self) -> QuerySet[CheckOverride]:
        self.queryset = checks.overrides(self.request.user)
        return super().get_queryset()


def has_pages(request: HttpRequest) -> bool:
    """May this person change any page? Reports are shown to them alone."""
    return policy_registry.get_by_type(Page).user_has_any_permission(request.user, {"change"})
