"""What a person may always do with their own account: read all that is kept, correct it, delete it."""

import datetime as dt
import json
import uuid
from typing import Any, cast

from allauth.account.decorators import reauthentication_required
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from safety_centre.accounts import services
from safety_centre.accounts.ages import ADULT_AGE, age_on
from safety_centre.accounts.clock import all_zones, today_of, zone_of, zones_of
from safety_centre.accounts.models import BirthDateReview, User


class BirthDateForm(forms.Form):
    """Another date of birth, for a person of the team to look at."""

    birth_date = forms.DateField(
        label=gettext_lazy("Correct date of birth"),
        widget=forms.DateInput(attrs={"type": "date", "autocomplete": "bday"}, format="%Y-%m-%d"),
    )

    def clean_birth_date(self) -> dt.date:
        born: dt.date = self.cleaned_data["birth_date"]
        today = timezone.localdate()  # the account's own day: see accounts.middleware
        if born > today or age_on(born, today) > 120:
            raise ValidationError(_("Check the year: this can’t be a date of birth."))
        return born


class ProfileForm(forms.Form):
    """What one is called, the language of mail and pages, and the clock that days and nights follow."""

    first_name = forms.CharField(
        label=gettext_lazy("First name or nickname"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES)
    time_zone = forms.ChoiceField(
        label=gettext_lazy("Time zone"), help_text=gettext_lazy("Days, nights and limits follow this clock.")
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        now = {"first_name": user.first_name, "language": user.language, "time_zone": zone_of(user).key}
        super().__init__(*args, **{"initial": now, **kwargs})
        near = zones_of(str(user.country))
        others = sorted(all_zones() - set(near))
        self.fields["time_zone"].choices = [  # type: ignore[attr-defined]
            (_("In your country"), [(name, _readable(name)) for name in near]),
            (_("Elsewhere"), [(name, _readable(name)) for name in others]),
        ]


def _readable(zone: str) -> str:
    region, _slash, place = zone.partition("/")
    return f"{place.replace('_', ' ')} ({region})" if place else region


class DeleteForm(forms.Form):
    """Deleting needs a tick, so that a slip of the finger deletes nothing."""

    sure = forms.BooleanField(label=gettext_lazy("Yes, delete my account and everything in it"))


def _person(request: HttpRequest) -> User:
    """Return who is signed in. Staff accounts are the administrators' to end: their work has their name on it."""
    user = cast(User, request.user)
    if user.kind not in {User.Kind.PARENT, User.Kind.TEEN}:
        raise Http404
    return user


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def my_data(request: HttpRequest) -> HttpResponse:
    """What is kept, the date of birth and its correction, the download, the way out."""
    user, now = _person(request), timezone.now()
    is_profile = request.method == "POST" and "first_name" in request.POST
    profile = ProfileForm(request.POST if is_profile else None, user=user)
    if is_profile and profile.is_valid():
        try:
            services.set_profile(user=user, now=now, **profile.cleaned_data)
        except ValidationError as error:
            for name, problems in error.message_dict.items():
                profile.add_error(name, problems)
        else:
            messages.success(request, _("Saved."))
            return redirect("account_my_data")
    form = BirthDateForm(request.POST if request.method == "POST" and not is_profile else None)
    if request.method == "POST" and not is_profile and form.is_valid():
        try:
            services.ask_birth_date_review(user=user, wanted=form.cleaned_data["birth_date"], now=now)
        except ValidationError as error:
            form.add_error("birth_date", error.messages)
        else:
            messages.success(request, _("A person of the team will look at it. Until then nothing changes."))
            return redirect("account_my_data")
    context = {
        "form": form,
        "profile": profile,
        "waiting": BirthDateReview.objects.filter(user=user, state=BirthDateReview.State.OPEN).first(),
        "is_adult": user.birth_date is not None and age_on(user.birth_date, today_of(user, now)) >= ADULT_AGE,
    }
    return render(request, "account/my_data.html", context, status=422 if form.errors or profile.errors else 200)


@never_cache
@login_required
@reauthentication_required
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """All that is kept of the person, as a JSON file. Asks for the password again: an open phone isn't its owner."""
    data: dict[str, Any] = services.export_account(user=_person(request))
    body = json.dumps(data, ensure_ascii=False, indent=2, default=str)
    response = HttpResponse(body, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return response


_farewell = signing.TimestampSigner(salt="accounts.deleted")
ONE_FAREWELL = dt.timedelta(hours=1)


def _is_deleted(whose: str) -> bool:
    """Say whether the page of deleting was this account's and it is gone: a second tap comes from nobody any more."""
    try:
        account = uuid.UUID(_farewell.unsign(whose, max_age=ONE_FAREWELL))
    except (signing.BadSignature, ValueError):
        return False
    return not User.objects.filter(public_id=account).exists()


@never_cache
@require_http_methods(["GET", "POST"])
def delete(request: HttpRequest) -> HttpResponse:
    """Delete the account at once. The second of two taps reads the same farewell as the first."""
    is_posted = request.method == "POST"
    if is_posted and not request.user.is_authenticated and _is_deleted(request.POST.get("whose", "")):
        return redirect("account_deleted")
    return _delete(request)


@login_required
@reauthentication_required
def _delete(request: HttpRequest) -> HttpResponse:
    user = _person(request)
    form = DeleteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        services.erase_account(user=user, now=timezone.now())
        logout(request)
        return redirect("account_deleted")
    context = {"form": form, "whose": _farewell.sign(str(user.public_id))}
    return render(request, "account/delete.html", context, status=422 if form.errors else 200)


@never_cache
@require_GET
def deleted(request: HttpRequest) -> HttpResponse:
    """Say that it is done, and what stays open without an account."""
    return render(request, "account/deleted.html")
