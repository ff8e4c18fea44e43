"""Minutes a day typed or pasted by the platform's staff, until its API reports them."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy, ngettext

from family_pairing.services import screen_time

PERMISSION = "family_pairing.add_usageday"


class UsageForm(forms.Form):
    """A report, one line a day."""

    lines = forms.CharField(
        label=gettext_lazy("One line a day: account, day, minutes"),
        help_text=gettext_lazy(
            "The account is its public id, the day is the teen’s own, as 2026-11-24. All lines are kept or none; a "
            "day reported again is replaced."
        ),
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 8, "cols": 60, "spellcheck": "false"}),
    )


def report_usage(request: HttpRequest) -> HttpResponse:
    """Take a report. Nothing about any account is shown: who may write minutes reads none."""
    if not request.user.has_perm(PERMISSION):
        raise PermissionDenied
    form = UsageForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            kept = screen_time.report_lines(lines=form.cleaned_data["lines"].splitlines(), now=timezone.now())
        except ValidationError as error:
            form.add_error("lines", error)
        else:
            done = ngettext("%(days)s day kept.", "%(days)s days kept.", kept) % {"days": kept}
            messages.success(request, done)
            return redirect("report_usage")
    title = gettext_lazy("Report screen time")
    context = {
        "form": form,
        "page_title": title,
        "header_icon": "time",
        "breadcrumbs_items": [{"url": "", "label": title}],
    }
    return render(request, "wagtailadmin/report_usage.html", context, status=422 if form.errors else 200)
