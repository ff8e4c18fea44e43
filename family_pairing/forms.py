"""Forms of the pairing pages. A setting's value is asked in the same way wherever it is asked: here."""

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from family_pairing.policy import bands, windows, words
from family_pairing.policy.catalogue import CATALOGUE, SETTINGS, Setting
from family_pairing.policy.kinds import Choice, FromTime, Keywords, WeekdayMinutes, WeeklyWindows
from guides.models import CharterCommitment
from safety_centre.accounts.models import User

EVERY_DAY, SCHOOL_DAYS, SCHOOL_NIGHTS, WEEKEND = range(7), range(5), (6, 0, 1, 2, 3), (5, 6)
DAYS: dict[str, tuple[Any, Iterable[int]]] = {
    "all": (gettext_lazy("every day"), EVERY_DAY),
    "school": (gettext_lazy("Monday to Friday"), SCHOOL_DAYS),
    "school-nights": (gettext_lazy("nights before school"), SCHOOL_NIGHTS),
    "weekend": (gettext_lazy("Saturday and Sunday"), WEEKEND),
}


def _plain(found: windows.Windows) -> list[list[int]]:
    return [list(window) for window in found]


def window_presets() -> list[tuple[str, str]]:
    """Return the hours that one choice can set, as ``(JSON of the windows, words)``."""
    nights = [windows.daily(dt.time(hour), dt.time(7)) for hour in (20, 21, 22)]
    school = windows.daily(dt.time(8, 30), dt.time(16, 30), SCHOOL_DAYS)
    found = [*nights, windows.daily(dt.time(21), dt.time(7), SCHOOL_NIGHTS), school]
    return [(json.dumps(_plain(one)), words.windows_in_words(_plain(one))) for one in found] + [("[]", _("none"))]


def _number(raw: str) -> Any:
    return int(raw) if raw.isdecimal() and len(raw) < 6 else raw


def _posted_windows(data: Mapping[str, Any], prefix: str) -> Any:
    opens, closes = data.get(f"{prefix}from", ""), data.get(f"{prefix}to", "")
    if opens or closes:
        _name, days = DAYS.get(data.get(f"{prefix}days", "all"), DAYS["all"])
        try:
            return _plain(windows.daily(dt.time.fromisoformat(opens), dt.time.fromisoformat(closes), days))
        except ValueError:
            raise ValidationError({"value": _("Give a beginning and an end, as 21:00 and 07:00.")}) from None
    try:
        return json.loads(data.get(f"{prefix}value") or "[]")
    except json.JSONDecodeError:
        raise ValidationError({"value": _("Give a beginning and an end for each window.")}) from None


def posted_value(key: str, data: Mapping[str, Any], prefix: str = "") -> Any:
    """Return what a form or a button says for a setting, in the shape that its kind reads.

    Raises :class:`ValidationError` for windows without a readable beginning and end; all else is the kind's to judge.
    """
    setting = CATALOGUE.get(key)
    raw = data.get(f"{prefix}value", "")
    if setting is None or isinstance(setting.kind, Choice | FromTime):
        return raw
    if isinstance(setting.kind, WeekdayMinutes):
        weekend = data.get(f"{prefix}weekend", "")
        return [_number(raw)] * 5 + [_number(weekend)] * 2 if weekend else _number(raw)
    if isinstance(setting.kind, Keywords):
        return [line for line in raw.replace(",", "\n").splitlines() if line.strip()]
    return _posted_windows(data, prefix)


def posted_day(raw: str, field: str) -> dt.date | None:
    """Return a day as a browser's field gives it, None where it was left empty.

    Raises :class:`ValidationError` naming ``field`` for a day that isn't in the calendar.
    """
    try:
        return dt.date.fromisoformat(raw) if raw else None
    except ValueError:
        raise ValidationError({field: _("Give a day that is in the calendar.")}) from None


def allowed_values(setting: Setting, band: str) -> list[tuple[str, str]]:
    """Return the choices of a setting that the platform allows in ``band``, with their words."""
    floor, kind = setting.floor(band), setting.kind
    if not isinstance(kind, Choice):
        return []
    return [
        (value, words.value_in_words(setting.key, value))
        for value in kind.values
        if floor is None or kind.at_least_as_strict(value, floor)
    ]


def value_field(setting: Setting, band: str, *, required: bool, label: Any) -> forms.Field | None:
    """Return a form field for one setting, or None where nothing can be chosen at this age."""
    kind = setting.kind
    empty = [] if required else [("", _("not in the agreement"))]
    if isinstance(kind, Choice):
        allowed = allowed_values(setting, band)
        return forms.ChoiceField(choices=[*empty, *allowed], required=required, label=label) if allowed[1:] else None
    if isinstance(kind, WeekdayMinutes):
        return forms.IntegerField(min_value=0, max_value=windows.DAY, required=required, label=label)
    if isinstance(kind, FromTime):
        widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
        return forms.TimeField(widget=widget, required=required, label=label)
    if isinstance(kind, WeeklyWindows):
        return forms.ChoiceField(choices=[*empty, *window_presets()], required=required, label=label)
    return None


def to_value(setting: Setting, cleaned: Any) -> Any:
    """Return a field's cleaned answer in the shape that the setting's kind reads."""
    if isinstance(setting.kind, WeeklyWindows):
        return json.loads(cleaned)
    if isinstance(cleaned, dt.time):
        return cleaned.strftime("%H:%M")
    return cleaned


def to_initial(setting: Setting, value: Any) -> Any:
    """Return a value as the field of :func:`value_field` shows it."""
    if isinstance(setting.kind, WeeklyWindows):
        return json.dumps(value)
    return value[0] if isinstance(setting.kind, WeekdayMinutes) else value


def date_input() -> forms.DateInput:
    """Return a day's field as browsers show it best."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class AgreementForm(forms.Form):
    """The agreement's content: promises of the charter, settings, and when to look at it again."""

    commitments = forms.MultipleChoiceField(
        label=gettext_lazy("Our promises"), widget=forms.CheckboxSelectMultiple, required=False
    )
    review_on = forms.DateField(
        label=gettext_lazy("We look at it together again on"), widget=date_input(), required=False
    )

    def __init__(self, *args: Any, charter: list[CharterCommitment], band: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        whose = {
            "teen": _("The teen promises"),
            "adult": _("The adult promises"),
            "both": _("Both promise"),
        }
        self.fields["commitments"].choices = [  # type: ignore[attr-defined]
            (whose[side], [(one.key, one.title) for one in charter if one.audience == side]) for side in whose
        ]
        self.charter, self.setting_names = charter, []
        for setting in SETTINGS:
            field = value_field(setting, band, required=False, label=setting.name)
            if field is not None:
                self.fields[f"set_{setting.key}"] = field
                self.setting_names.append(f"set_{setting.key}")

    def setting_fields(self) -> list[forms.BoundField]:
        """Return the fields of settings, to group them on the page."""
        return [self[name] for name in self.setting_names]

    def chosen_commitments(self) -> list[CharterCommitment]:
        """Return the promises that were ticked, in the charter's order."""
        return [one for one in self.charter if one.key in self.cleaned_data["commitments"]]

    def chosen_settings(self) -> dict[str, Any]:
        """Return the settings that the agreement is to have, by key."""
        answers = {name.removeprefix("set_"): self.cleaned_data.get(name) for name in self.setting_names}
        return {key: to_value(CATALOGUE[key], given) for key, given in answers.items() if given not in (None, "")}


class PlanForm(forms.Form):
    """A guardian promises a value from a day on."""

    value = forms.Field()
    starts_on = forms.DateField(label=gettext_lazy("From"), widget=date_input())

    def __init__(self, *args: Any, setting: Setting, teen: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Older teens' values: a promise is for later, and the service checks it against the band of its day.
        is_minutes = isinstance(setting.kind, WeekdayMinutes)
        label = gettext_lazy("Minutes a day") if is_minutes else gettext_lazy("What will hold")
        field = value_field(setting, bands.OLDER, required=True, label=label)
        self.is_possible, self.setting = field is not None, setting
        if field is not None:
            self.fields["value"] = field

    def chosen(self) -> Any:
        """Return the promised value in the setting's shape."""
        return to_value(self.setting, self.cleaned_data["value"])


class PlanWhichForm(forms.Form):
    """Which setting a plan is about."""

    key = forms.ChoiceField(label=gettext_lazy("Which setting"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].choices = [  # type: ignore[attr-defined]
            (setting.key, setting.name)
            for setting in SETTINGS
            if value_field(setting, bands.OLDER, required=True, label="") is not None
        ]
