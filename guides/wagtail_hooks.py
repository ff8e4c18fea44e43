"""Guides in the admin."""

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.permissions import policy_registry
from wagtail.snippets.models import register_snippet

from guides import check_hooks  # noqa: F401  # its hooks
from guides.ageing import StaleHelplinesView
from guides.desk import filters, guards, registration  # noqa: F401  # the partners' desk registers itself
from guides.models import Helpline
from guides.viewsets import ReferenceViewSetGroup

register_snippet(ReferenceViewSetGroup)


@hooks.register("register_admin_urls")
def stale_helplines_urls() -> list[URLPattern]:
    return [
        path("reports/help-lines/", StaleHelplinesView.as_view(), name="stale_helplines"),
        path(
            "reports/help-lines/results/", StaleHelplinesView.as_view(results_only=True), name="stale_helplines_results"
        ),
    ]


class StaleHelplinesMenuItem(MenuItem):
    """Shown to those who may mend what it shows."""

    def is_shown(self, request: object) -> bool:
        policy = policy_registry.get_by_type(Helpline)
        return policy.user_has_any_permission(request.user, ["add", "change", "delete"])  # type: ignore[attr-defined]


@hooks.register("register_reports_menu_item")
def stale_helplines_menu_item() -> MenuItem:
    return StaleHelplinesMenuItem(
        _("Help lines to check again"), reverse("stale_helplines"), name="stale-helplines", icon_name="time", order=300
    )
