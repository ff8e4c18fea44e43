"""Calling an address that somebody else chose, without being led into our own network.

The name is resolved once, every address it has must be public, and the connection goes to the address that was looked
at (a name that answers differently the second time gains nothing). No redirect is followed, no proxy used, and the
whole call has one deadline. Source: OWASP, *Server-Side Request Forgery Prevention Cheat Sheet*.
"""

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

CONNECT_SECONDS = 5.0
DEADLINE_SECONDS = 10.0
NAT64 = ipaddress.ip_network("64:ff9b::/96")


class Unreachable(Exception):
    """The call didn't come to an answer; the text says why in a few words, without the address."""


def check_url(url: str) -> None:
    """Raise :class:`ValidationError` for an address that may not be called, as far as it shows without resolving."""
    parts = urlsplit(url)
    try:
        port_is_right = parts.port is None or 0 < parts.port < 65536
    except ValueError:
        port_is_right = False
    schemes = {"https", "http"} if settings.WEBHOOK_PRIVATE_TARGETS else {"https"}
    if parts.scheme not in schemes or not parts.hostname or not port_is_right:
        raise ValidationError(_("A whole address is needed, as https://example.org/hook."))
    if parts.username or parts.password or parts.fragment:
        raise ValidationError(_("The address may hold no name, password or fragment."))
    with contextlib.suppress(ValueError):
        if not _may_call(ipaddress.ip_address(parts.hostname)):
            raise ValidationError(_("This address is not a public one."))


def _may_call(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    if settings.WEBHOOK_PRIVATE_TARGETS:
        return True
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo and address.teredo[1])
        if address in NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner:
            return _may_call(inner)
    return address.is_global and not address.is_multicast and not address.is_reserved


def resolve(host: str, port: int) -> tuple[str, int]:
    """Return the address to connect to. Raises :class:`Unreachable` where there is none or any of them isn't public."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unreachable("name not found") from error
    addresses = [str(entry[4][0]).split("%")[0] for entry in found]
    if not addresses or not all(_may_call(ipaddress.ip_address(address)) for address in addresses):
        raise Unreachable("not a public address")
    return addresses[0], port


def post(url: str, body: bytes, headers: dict[str, str]) -> int:
    """Send ``body`` and return the answer's status. Raises :class:`Unreachable` for everything that isn't an answer."""
    try:
        check_url(url)
    except ValidationError as error:
        raise Unreachable("not a permitted address") from error
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    try:
        connected = socket.create_connection(resolve(host, port), timeout=CONNECT_SECONDS)
    except OSError as error:
        raise Unreachable("no connection") from error
    # A receiver that answers a byte at a time would hold up everybody else's announcements.
    deadline = threading.Timer(DEADLINE_SECONDS, _hang_up, [connected])
    deadline.daemon = True
    deadline.start()
    try:
        if parts.scheme == "https":
            connected = ssl.create_default_context().wrap_socket(connected, server_hostname=host)
        connection = http.client.HTTPConnection(host, port)
        connection.sock = connected
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.putrequest("POST", path, skip_host=True, skip_accept_encoding=True)
        connection.putheader("Host", parts.netloc)
        for name, value in {**headers, "Content-Length": str(len(body)), "Connection": "close"}.items():
            connection.putheader(name, value)
        connection.endheaders(body)
        return connection.getresponse().status
    except ssl.SSLCertVerificationError as error:
        raise Unreachable("certificate refused") from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise Unreachable("no answer") from error
    finally:
        deadline.cancel()
        connected.close()


def _hang_up(connected: socket.socket) -> None:
    with contextlib.suppress(OSError):
        connected.shutdown(socket.SHUT_RDWR)
