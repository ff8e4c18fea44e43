"""The checks in Wagtail's admin: addresses, reports menu, the editor's script, and listings that publish many pages."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy  # menus are made once a process, whoever asks first
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.models import Page

from guides import check_reports, check_views
from guides.services import checks


@hooks.register("register_admin_urls")
def check_urls() -> list:
    findings, passed = check_reports.FindingsReport, check_reports.OverridesReport
    return [
        path("checks/<int:page_id>/panel/", check_views.panel, name="guides_check_panel"),
        path("checks/<int:page_id>/<slug:key>/let-pass/", check_views.override, name="guides_check_override"),
        path("checks/let-pass/<int:pk>/take-back/", check_views.withdraw, name="guides_check_withdraw"),
        path("reports/checks/", findings.as_view(), name="guides_check_report"),
        path("reports/checks/results/", findings.as_view(results_only=True), name="guides_check_report_results"),
        path("reports/checks-let-pass/", passed.as_view(), name="guides_check_overrides"),
        path(
            "reports/checks-let-pass/results/",
            passed.as_view(results_only=True),
            name="guides_check_overrides_results",
        ),
    ]


class _ForEditors(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return check_reports.has_pages(request)


@hooks.register("register_reports_menu_item")
def findings_menu() -> MenuItem:
    return _ForEditors(
        gettext_lazy("Safe messaging and clarity"),
        reverse("guides_check_report"),
        name="checks",
        icon_name="glasses",
        order=50,
    )


@hooks.register("register_reports_menu_item")
def overrides_menu() -> MenuItem:
    return _ForEditors(
        gettext_lazy("Must fixes that were let pass"),
        reverse("guides_check_overrides"),
        name="checks-let-pass",
        icon_name="warning",
        order=51,
    )


@hooks.register("insert_editor_js")
def checks_script() -> str:
    scripts = [(static(f"js/admin/{name}.js"),) for name in ("checks", "approving")]
    return format_html_join("", '<script type="module" src="{}"></script>', scripts)


@hooks.register("before_bulk_action")
def refuse_whole_selection(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    """Publish a selection whole or not at all, naming each page that stops it.

    Without this the first refused page would end the loop with some pages published and others not.
    """
    pages = [page for page in objects if isinstance(page, Page)]
    if action_type != "publish" or not pages:
        return None
    if request.POST.get("include_descendants"):
        pages += [below for page in pages for below in page.get_descendants().not_live()]
    refused = []
    for page in pages:
        try:
            newest = page.get_latest_revision()
            content = newest.content if newest else page.specific.serializable_data()
            checks.refuse_if_blocked(page=page, content=content)
        except checks.MustFixError as error:
            refused.append(error)
    for refusal in refused:
        button = messages.button(reverse("wagtailadmin_pages:edit", args=[refusal.page.pk]) + "#checks", _("Edit"))
        messages.error(request, refusal.summary(), buttons=[button])
    return redirect(action.next_url) if refused else None
