"""Which addresses a webhook may have, and sending to one. The call itself is ``pages.outside``'s."""

import contextlib
import ipaddress
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from safety_centre.pages import outside
from safety_centre.pages.outside import CONNECT_SECONDS, Unreachable

__all__ = ["CONNECT_SECONDS", "DEADLINE_SECONDS", "Unreachable", "check_url", "post"]
DEADLINE_SECONDS = 10.0


def _schemes() -> set[str]:
    return {"https", "http"} if settings.WEBHOOK_PRIVATE_TARGETS else {"https"}


def _may_call(address: outside.Address) -> bool:
    return bool(settings.WEBHOOK_PRIVATE_TARGETS) or outside.is_public(address)


def check_url(url: str) -> None:
    """Raise :class:`ValidationError` for an address that may not be called, as far as it shows without resolving."""
    parts = urlsplit(url)
    try:
        port_is_right = parts.port is None or 0 < parts.port < 65536
    except ValueError:
        port_is_right = False
    if parts.scheme not in _schemes() or not parts.hostname or not port_is_right:
        raise ValidationError(_("A whole address is needed, as https://example.org/hook."))
    if parts.username or parts.password or parts.fragment:
        raise ValidationError(_("The address may hold no name, password or fragment."))
    with contextlib.suppress(ValueError):
        if not _may_call(ipaddress.ip_address(parts.hostname)):
            raise ValidationError(_("This address is not a public one."))


def post(url: str, body: bytes, headers: dict[str, str]) -> int:
    """Send ``body`` and return the answer's status. Raises :class:`Unreachable` for everything that isn't an answer."""
    try:
        check_url(url)
    except ValidationError as error:
        raise Unreachable("not a permitted address") from error
    answer = outside.call(
        "POST",
        url,
        headers=headers,
        body=body,
        deadline_seconds=DEADLINE_SECONDS,
        schemes=_schemes(),
        may_call=_may_call,
    )
    return answer.status
