"""Where the desk meets Wagtail: addresses, menu, dashboard, buttons, words of the audit log."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import AdminOnlyMenuItem, MenuItem
from wagtail.admin.widgets import Button
from wagtail.documents import wagtail_hooks as documents_hooks
from wagtail.images import wagtail_hooks as images_hooks
from wagtail.log_actions import LogFormatter
from wagtail.models import Page
from wagtail_localize.wagtail_hooks import page_listing_more_buttons as _localize_buttons

from guides.desk import access, reports, views
from guides.desk.dashboard import DeskPanel
from guides.desk.insight import TITLE, insight
from guides.models import TopicGuidePage
from guides.selectors.desk import partners_of
from guides.selectors.renewal import REVIEWED_MODELS, reviewable

REPORTS: list[tuple[Any, str, str, int]] = [
    (reports.TranslationsReport, "translations", "globe", 10),
    (reports.ReviewsReport, "reviews", "calendar-check", 20),
    (reports.LinksReport, "links", "link-external", 30),
]


@hooks.register("register_admin_urls")
def desk_urls() -> list:
    found = [
        path("desk/insight/", insight, name="desk_insight"),
        path("desk/<int:page_id>/reviewed/", views.mark_reviewed, name="desk_mark_reviewed"),
        path("desk/<int:page_id>/changes/", views.changes, name="desk_changes"),
        path("desk/<int:page_id>/submit/", views.submit_translation, name="desk_submit_translation"),
        path("desk/<int:page_id>/frame/", views.draft_frame, name="desk_draft_frame"),
        path("desk/<int:page_id>/side-by-side/", views.side_by_side, name="desk_side_by_side"),
    ]
    for view, name, _icon, _order in REPORTS:
        found += [
            path(f"desk/{name}/", view.as_view(), name=f"desk_{name}"),
            path(f"desk/{name}/results/", view.as_view(results_only=True), name=f"desk_{name}_results"),
        ]
    return found


class _ReportItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return access.works_here(request.user)


def _register(title: Any, name: str, icon: str, order: int) -> None:
    hooks.register(
        "register_reports_menu_item",
        lambda: _ReportItem(title, reverse(f"desk_{name}"), name=f"desk-{name}", icon_name=icon, order=order),
    )


_register(TITLE, "insight", "view", 5)
for _view, _name, _icon, _order in REPORTS:
    _register(_view.page_title, _name, _icon, _order)


@hooks.register("construct_homepage_panels")
def add_desk(request: HttpRequest, panels: list) -> None:
    user: Any = request.user
    if access.works_here(user) or partners_of(user):  # a new association has no guide yet, and most to learn
        panels.append(DeskPanel(request))


@hooks.register("construct_homepage_summary_items")
def no_counts_of_the_whole_site(request: HttpRequest, summary_items: list) -> None:
    """An association looks for its own guides, which stand below; how many pages the site has is no news to it."""
    if not access.is_safety_team(request.user):  # type: ignore[arg-type]
        summary_items.clear()


@hooks.register("register_page_header_buttons")
def side_by_side_button(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    if isinstance(page, TopicGuidePage) or page.specific_class is TopicGuidePage:
        yield Button(_("Side by side"), reverse("desk_side_by_side", args=[page.pk]), icon_name="view", priority=50)


@hooks.register("register_page_header_buttons")
def review_button(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    if page.live and issubclass(page.specific_class or Page, REVIEWED_MODELS) and page.pk in reviewable(user, [page]):
        yield Button(
            _("Mark as reviewed"), reverse("desk_mark_reviewed", args=[page.pk]), icon_name="check", priority=51
        )


@hooks.register("construct_reports_menu")
def hide_second_translation_report(request: HttpRequest, menu_items: list[AdminOnlyMenuItem]) -> None:
    """wagtail-localize's own report shows every association's pages to each of them; ours replaces it."""
    menu_items[:] = [item for item in menu_items if "localize/reports" not in item.url]
    if not access.is_safety_team(request.user):  # type: ignore[arg-type]
        menu_items[:] = [item for item in menu_items if item.name != "page-types-usage"]


@hooks.register("register_page_listing_more_buttons")
def translations_button(page: Page, user: Any, view_name: str = "", next_url: str | None = None) -> Iterator[Button]:
    """Lead from a row of the listing to the report of languages.

    wagtail-localize's own two buttons there ask the database twice a row, for pages that aren't one's own too; they
    stay in each page's header. Wagtail has no public way to take a hook back.
    """
    if not page.is_root() and user.has_perm("wagtail_localize.submit_translation"):
        yield Button(_("Guides by language"), reverse("desk_translations"), icon_name="globe", priority=60)


hooks._hooks["register_page_listing_more_buttons"] = [
    entry for entry in hooks._hooks["register_page_listing_more_buttons"] if entry[0] is not _localize_buttons
]
# Files have no tags here (pages.models.media); the two that would give them some are registered by these modules.
_with_tags = (images_hooks.AddTagsBulkAction, documents_hooks.AddTagsBulkAction)
hooks._hooks["register_bulk_action"] = [
    entry for entry in hooks._hooks["register_bulk_action"] if entry[0] not in _with_tags
]


@hooks.register("insert_global_admin_css")
def desk_style() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("css/desk.css"))


@hooks.register("register_log_actions")
def desk_log_actions(actions: Any) -> None:
    actions.register_action("guides.review", _("Mark as reviewed"), _("Marked as reviewed"))
    actions.register_action(
        "guides.translation_current", _("Mark translation as current"), _("Found the translation up to date")
    )
    actions.register_action("guides.check_let_pass")(LetPass)
    actions.register_action("guides.check_taken_back")(TakenBack)


class LetPass(LogFormatter):
    """What the log says of a *must fix* that was let pass: the sentence and why."""

    label = _("Let a “must fix” pass")
    words = _("Let a “must fix” pass: “%(sentence)s”. Reason: %(reason)s")

    def format_message(self, log_entry: Any) -> str:
        return self.words % {key: log_entry.data.get(key, "") for key in ("sentence", "reason")}


class TakenBack(LetPass):
    label = _("No longer let a “must fix” pass")
    words = _("No longer let a “must fix” pass: “%(sentence)s”. It had passed for this reason: %(reason)s")
