"""Small things that pairing's templates need."""

import json
from typing import Any

from django import template
from django.utils.translation import gettext as _

from family_pairing.policy import windows, words
from family_pairing.selectors.dashboard import SettingRow, paired_with

register = template.Library()


@register.filter
def split_words(text: str) -> list[str]:
    """Return the words of ``text``, to loop over."""
    return text.split()


@register.filter
def from_hundred(percent: int) -> int:
    """Return where a bar of ``percent`` height begins, counted from the top of a chart 100 high."""
    return 100 - percent


@register.filter
def lines(value: Any) -> str:
    """Return a list as text, one item a line."""
    return "\n".join(value) if isinstance(value, list) else ""


@register.filter
def window_presets(row: SettingRow) -> list[dict[str, str]]:
    """Return the hours that one button can choose, for a setting made of weekly windows."""
    import datetime as dt

    nights = [(dt.time(hour), dt.time(7)) for hour in (20, 21, 22)]
    found = [[list(window) for window in windows.daily(opens, closes)] for opens, closes in nights]
    presets = [{"value": json.dumps(value), "label": words.windows_in_words(value)} for value in found]
    return [*presets, {"value": "[]", "label": _("none")}]


@register.simple_tag(takes_context=True)
def paired_names(context: template.Context) -> list[str]:
    """Return whom the signed-in person is paired with, for the sign on every signed-in page."""
    user = getattr(context.get("request"), "user", None)
    return paired_with(user) if user is not None and user.is_authenticated else []
