"""The fields that signing up asks beside address and password. Nothing is asked that isn't needed."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from safety_centre.accounts import ages, clock
from safety_centre.accounts.models import User
from safety_centre.accounts.services import clean_name

OLDEST = 120


class SignUpForm(forms.Form):
    """Who you are: a parent or a teen, born when, where. Used by allauth as the base of its own form."""

    kind = forms.ChoiceField(
        label=_("I am"),
        choices=[(User.Kind.TEEN.value, _("a teen")), (User.Kind.PARENT.value, _("a parent or another adult"))],
        widget=forms.RadioSelect,
    )
    first_name = forms.CharField(
        label=_("First name or nickname"),
        max_length=40,
        help_text=_("What the people you pair with will read."),
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    birth_date = forms.DateField(
        label=_("Date of birth"),
        help_text=_("Asked once: it decides which protections your account has. Nobody else sees it."),
        widget=forms.DateInput(attrs={"type": "date", "autocomplete": "bday"}, format="%Y-%m-%d"),
    )
    country = forms.ChoiceField(label=_("Country"), choices=lambda: [("", "—"), *countries])
    # The device says it where it runs scripts (static/js/time-zone.js); else the country's main one holds.
    time_zone = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput(attrs={"data-time-zone": ""}))

    def clean_first_name(self) -> str:
        name = clean_name(self.cleaned_data["first_name"])
        if not name:
            raise forms.ValidationError(_("A name or nickname is needed."))
        return name

    def clean(self) -> dict[str, Any]:
        """Judge the age on the day that it is where this person lives, as every rule does from then on."""
        cleaned = super().clean() or {}
        born, kind, country = cleaned.get("birth_date"), cleaned.get("kind"), cleaned.get("country", "")
        if born is None or kind is None:
            return cleaned
        today = clock.today_in(cleaned.get("time_zone", ""), country, timezone.now())
        age = ages.age_on(born, today)
        if born > today or age > OLDEST:
            self.add_error("birth_date", _("Check the year: this can’t be a date of birth."))
        elif age < ages.rule_for(country).minimum_age:
            self.add_error("birth_date", self.too_young(country))
        elif kind == User.Kind.PARENT and age < ages.ADULT_AGE:
            self.add_error("kind", _("An adult’s account is for people of 18 and over. Choose “a teen”."))
        elif kind == User.Kind.TEEN and age >= ages.ADULT_AGE:
            self.add_error("kind", _("From 18 on, choose “a parent or another adult”."))
        return cleaned

    def too_young(self, country: str) -> str:
        """Say no to a child kindly, with what they can do: everything there is to read needs no account."""
        age = ages.rule_for(country).minimum_age
        return _(
            "An account is possible from %(age)s on. You can read everything here without one, and the help page is "
            "for you too."
        ) % {"age": age}

    def signup(self, request: HttpRequest, user: User) -> None:
        """Give the new account what was asked. allauth calls this after it made the user."""
        user.kind = self.cleaned_data["kind"]
        user.first_name = self.cleaned_data["first_name"]
        user.birth_date = self.cleaned_data["birth_date"]
        user.country = self.cleaned_data["country"]
        user.language = (get_language() or "")[:10]
        user.time_zone = clock.zone_named(self.cleaned_data["time_zone"], user.country).key
        user.save()
