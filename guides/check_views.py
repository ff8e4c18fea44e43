"""The checks' own admin pages: the panel anew after a save, and letting a *must fix* pass or taking that back."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from wagtail.models import Page

from guides.checks import rule
from guides.models import CheckFinding, CheckOverride
from guides.selectors.checks import Item, report_on
from guides.services import checks


def _editable(request: HttpRequest, page_id: int) -> Page:
    """Return the page in its newest text. What one may not edit looks forbidden, as everywhere in the admin."""
    page = get_object_or_404(Page, pk=page_id)
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    return page


@require_GET
def panel(request: HttpRequest, page_id: int) -> HttpResponse:
    """The list in the Checks panel, for the text that was just saved."""
    page = _editable(request, page_id).get_latest_revision_as_object()
    context = {"report": report_on(page, request.user), "page": page}  # type: ignore[arg-type]
    return HttpResponse(render_to_string("wagtailadmin/checks/panel.html", context, request))


@require_http_methods(["GET", "POST"])
def override(request: HttpRequest, page_id: int, key: str) -> HttpResponse:
    """Ask for the reason, then let one *must fix* pass."""
    page = _editable(request, page_id)
    if not request.user.has_perm(checks.MAY_OVERRIDE):
        raise PermissionDenied
    back = reverse("wagtailadmin_pages:edit", args=[page.pk])
    row = CheckFinding.objects.filter(page_id=page.pk, key=key, level=CheckFinding.Level.MUST).first()
    if row is None:
        messages.info(request, _("This point is no longer there: the text has changed."))
        return redirect(back)
    reason = request.POST.get("reason", "")
    if request.method == "POST":
        try:
            checks.override(page=page, key=key, reason=reason, by=request.user, now=timezone.now())  # type: ignore[arg-type]
        except ValidationError as error:
            for message in error.messages:
                messages.error(request, message)
        else:
            messages.success(request, _("This sentence may be published. Your reason is kept in the report."))
            return redirect(back)
    context = {
        "page": page,
        "row": row,
        "item": Item(row, rule(row.rule), page.locale.language_code),  # type: ignore[arg-type]
        "reason": reason,
        "back": back,
        "page_title": _("Let a “must fix” pass"),
        "header_icon": "warning",
    }
    return render(request, "wagtailadmin/checks/override.html", context)


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an override back."""
    row = get_object_or_404(CheckOverride, pk=pk)
    _editable(request, row.page_id)
    checks.withdraw(override=row, by=request.user, now=timezone.now())  # type: ignore[arg-type]
    messages.success(request, _("Taken back: the sentence must be mended before the page is published again."))
    return redirect("guides_check_overrides")
