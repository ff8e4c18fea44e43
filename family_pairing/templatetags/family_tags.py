"""Small things that pairing's templates need."""

from typing import Any

from django import template

from family_pairing import forms
from family_pairing.models import Pairing
from family_pairing.selectors.dashboard import paired_with
from family_pairing.selectors.pairings import pairings_in_force
from family_pairing.services.pairing import is_joiner, is_starter
from family_pairing.transitions import State
from safety_centre.accounts.models import User

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
def is_turn_of(pairing: Pairing, user: User) -> bool:
    """Say whether a pairing that is being made waits for ``user``: to accept, or to confirm who accepted."""
    asks_joiner = pairing.state == State.REVIEWING
    return is_joiner(pairing, user) if asks_joiner else is_starter(pairing, user)


@register.filter
def window_presets(_unused: object) -> list[tuple[str, str]]:
    """Return the hours that one button can choose, for a setting made of weekly windows."""
    return forms.window_presets()


@register.filter
def window_days(_unused: object) -> list[tuple[str, object]]:
    """Return the groups of days for which hours can be typed."""
    return [(code, name) for code, (name, _days) in forms.DAYS.items()]


@register.simple_tag(takes_context=True)
def ways_out(context: template.Context) -> list[Pairing]:
    """Return the signed-in teen's pairings in force: each one's end page has the safe route."""
    return pairings_in_force(teen=context["request"].user)


@register.simple_tag(takes_context=True)
def paired_names(context: template.Context) -> list[str]:
    """Return whom the signed-in person is paired with, for the sign on every signed-in page."""
    user = getattr(context.get("request"), "user", None)
    return paired_with(user) if user is not None and user.is_authenticated else []
