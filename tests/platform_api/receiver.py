"""A platform's receiver, written from docs/webhooks.md alone: a real HTTP server that checks what it gets."""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.plugins.serving import serving

OLDEST = 5 * 60


def check(secret: str, headers, body: bytes, now: float, seen: set[str]) -> dict:
    """Return the event, or raise ValueError for whatever isn't fresh, new and signed."""
    event_id, timestamp = headers["webhook-id"], headers["webhook-timestamp"]
    if abs(now - int(timestamp)) > OLDEST:
        raise ValueError("too old")
    signed = f"{event_id}.{timestamp}.".encode() + body
    digest = hmac.new(base64.b64decode(secret.removeprefix("whsec_")), signed, hashlib.sha256).digest()
    wanted = "v1," + base64.b64encode(digest).decode()
    if not any(hmac.compare_digest(one, wanted) for one in headers["webhook-signature"].split(" ")):
        raise ValueError("not signed")
    if event_id in seen:
        raise ValueError("had it")
    seen.add(event_id)
    return json.loads(body)


class Receiver:
    """What came, and what is answered: ``answers`` are used up one by one, then 204."""

    def __init__(self) -> None:
        self.url = ""
        self.answers: list[int] = []
        self.requests: list[tuple[dict[str, str], bytes]] = []


@contextmanager
def running(receiver: Receiver) -> Iterator[Receiver]:
    """Serve ``receiver`` on a free port for as long as the block runs."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            receiver.requests.append(({k.lower(): v for k, v in self.headers.items()}, body))
            status = receiver.answers.pop(0) if receiver.answers else 204
            self.send_response(status)
            if 300 <= status < 400:
                self.send_header("Location", receiver.url + "elsewhere")
            self.end_headers()

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    receiver.url = f"http://127.0.0.1:{server.server_port}/hook"
    with serving(server):
        yield receiver
