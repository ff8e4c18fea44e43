"""Small things that the account's templates need."""

from collections.abc import Iterable, Iterator

from django import template
from django.contrib.messages.storage.base import Message
from django.utils.translation import gettext as _

register = template.Library()

# What a browser calls itself, most telling first: Edge and Opera also say Chrome, and Chrome says Safari.
BROWSERS = {
    "Edg": "Edge",
    "OPR": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "Firefox": "Firefox",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
SYSTEMS = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac OS": "Mac",
    "Linux": "Linux",
}


@register.filter
def device(user_agent: str) -> str:
    """Return a browser and a system as a person knows them; what neither table knows is an unknown device."""
    found = [next((name for sign, name in table.items() if sign in user_agent), "") for table in (BROWSERS, SYSTEMS)]
    return ", ".join(filter(None, found)) or _("an unknown device")


@register.filter
def each_once(found: Iterable[Message]) -> Iterator[Message]:
    """Yield messages without repeating one: a phone that tapped twice reads its answer once."""
    seen = set()
    for message in found:
        if (message.level, str(message)) not in seen:
            seen.add((message.level, str(message)))
            yield message
