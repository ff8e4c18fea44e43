"""Calling an address that somebody else chose, without being led into our own network.

The one way out of this site, for webhooks and for checks of links. The name is resolved once, every address it has must
be public, and the connection goes to the address that was looked at (a name that answers differently the second time
gains nothing). No redirect is followed, no proxy used, no cookie or credential sent, the answer's body isn't read, and
the whole call has one deadline. Source: OWASP, *Server-Side Request Forgery Prevention Cheat Sheet*.
"""

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

CONNECT_SECONDS = 5.0
NAT64 = ipaddress.ip_network("64:ff9b::/96")
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Unreachable(Exception):
    """The call didn't come to an answer; the text says why in a few words, without the address."""


class NotPermitted(Unreachable):
    """The address is one that may not be called: another scheme, a password in it, our own network."""


@dataclass(frozen=True)
class Answer:
    """What came back: the status, and for a redirect where to (as it was written there), else empty."""

    status: int
    location: str


def is_public(address: Address) -> bool:
    """Say whether an IP address is one of the public internet, also where it wraps an IPv4 one (NAT64, 6to4, …)."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo and address.teredo[1])
        if address in NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner:
            return is_public(inner)
    return address.is_global and not address.is_multicast and not address.is_reserved


def resolve(host: str, port: int, may_call: Callable[[Address], bool] = is_public) -> tuple[str, int]:
    """Return the address to connect to. Raises :class:`Unreachable` where there is none or any of them isn't public."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unreachable("name not found") from error
    addresses = [str(entry[4][0]).split("%")[0] for entry in found]
    if not addresses or not all(may_call(ipaddress.ip_address(address)) for address in addresses):
        raise NotPermitted("not a public address")
    return addresses[0], port


def call(
    method: str,
    url: str,
    *,
    headers: Mapping[str, str],
    deadline_seconds: float,
    body: bytes | None = None,
    schemes: Collection[str] = ("https",),
    may_call: Callable[[Address], bool] = is_public,
) -> Answer:
    """Ask ``url`` once and return its answer. Raises :class:`Unreachable` for everything that isn't an answer.

    ``deadline_seconds`` counts from the connection on; making it takes :data:`CONNECT_SECONDS` at most.
    """
    try:
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError as error:
        raise NotPermitted("not a permitted address") from error
    host = parts.hostname or ""
    if parts.scheme not in schemes or not host or parts.username or parts.password:
        raise NotPermitted("not a permitted address")
    try:
        connected = socket.create_connection(resolve(host, port, may_call), timeout=CONNECT_SECONDS)
    except OSError as error:
        raise Unreachable("no connection") from error
    # Who answers a byte at a time would hold up everybody else.
    deadline = threading.Timer(deadline_seconds, _hang_up, [connected])
    deadline.daemon = True
    deadline.start()
    try:
        if parts.scheme == "https":
            connected = ssl.create_default_context().wrap_socket(connected, server_hostname=host)
        connection = http.client.HTTPConnection(host, port)
        connection.sock = connected
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        connection.putheader("Host", parts.netloc)
        length = {} if body is None else {"Content-Length": str(len(body))}
        for name, value in {**headers, **length, "Connection": "close"}.items():
            connection.putheader(name, value)
        connection.endheaders(body)
        answer = connection.getresponse()
        return Answer(answer.status, answer.headers.get("Location", "") if 300 <= answer.status < 400 else "")
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
