"""What will change by itself: promises for a day or an age, and birthdays. Both sides read them in advance."""

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from family_pairing import access
from family_pairing.forms import PlanForm, PlanWhichForm
from family_pairing.policy.catalogue import CATALOGUE
from family_pairing.policy.plans import day_of_age
from family_pairing.services import choices
from family_pairing.views.base import attempt, family_view, person
from safety_centre.accounts.clock import today_of

PLANNED_AGES = (14, 15, 16, 17)


@family_view
@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest, pairing_id: uuid.UUID) -> HttpResponse:
    """Promise a setting from a day on: first which, then what and when."""
    user, now = person(request), timezone.now()
    pairing = access.pairing_of_guardian(user, pairing_id)
    teen = pairing.people[1]
    key = request.GET.get("key", "")
    if key not in CATALOGUE:
        return render(request, "family_pairing/plan.html", {"pairing": pairing, "which": PlanWhichForm()})
    form = PlanForm(request.POST if request.method == "POST" else None, setting=CATALOGUE[key], teen=teen)
    if not form.is_possible:
        raise Http404
    if request.method == "POST" and form.is_valid():
        try:
            choices.plan(
                pairing=pairing,
                user=user,
                key=key,
                value=form.chosen(),
                starts_on=form.cleaned_data["starts_on"],
                now=now,
            )
        except ValidationError as error:
            for name, problems in getattr(error, "message_dict", {"value": error.messages}).items():
                form.add_error(name if name in form.fields else None, problems)
        else:
            messages.success(request, _("Planned. Both sides see it."))
            return redirect("family_home")
    birthdays = []
    if teen.birth_date:
        birthdays = [(age, day_of_age(teen.birth_date, age)) for age in PLANNED_AGES]
    context = {
        "pairing": pairing,
        "form": form,
        "setting": CATALOGUE[key],
        "birthdays": [(age, day) for age, day in birthdays if day > today_of(teen, now)],
    }
    return render(request, "family_pairing/plan.html", context, status=422 if form.errors else 200)


@family_view
@require_POST
def unplan(request: HttpRequest, pairing_id: uuid.UUID, pk: int) -> HttpResponse:
    """Take a promise back before its day; once it is gone, there is nothing more to do."""
    user = person(request)
    found = access.plan_of_guardian(user, pairing_id, pk)
    return attempt(
        request,
        lambda: found and choices.remove_plan(plan=found, user=user, now=timezone.now()),
        _("Taken back. Both sides see it."),
        to="family_home",
    )
