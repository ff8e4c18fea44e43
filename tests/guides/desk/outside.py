"""The world outside, played by a real HTTP server on this machine: each path answers as some site does."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.plugins.serving import serving

STATUSES = {"/good": 200, "/gone": 404, "/long-gone": 410, "/closed": 403, "/broken": 500}


class Outside:
    """``asked``: method, path and headers of each request. ``most_at_once``: how many it had in hand together."""

    def __init__(self) -> None:
        self.url = ""
        self.asked: list[tuple[str, str, dict[str, str]]] = []
        self.statuses = dict(STATUSES)
        self.redirects: dict[str, str] = {}
        self.most_at_once = self._at_once = 0
        self.let_go = threading.Event()
        self._lock = threading.Lock()

    def paths(self) -> list[str]:
        return [f"{method} {path}" for method, path, _headers in self.asked]

    def __enter__(self) -> None:
        with self._lock:
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)

    def __exit__(self, *args: object) -> None:
        with self._lock:
            self._at_once -= 1


@contextmanager
def running(outside: Outside, host: str = "127.0.0.1") -> Iterator[Outside]:
    """Serve ``outside`` on a free port of ``host`` for as long as the block runs."""

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            outside.asked.append((self.command, self.path, {k.lower(): v for k, v in self.headers.items()}))
            with outside:
                if self.path.startswith("/hangs"):
                    outside.let_go.wait(20)
                if self.path.startswith("/drips"):
                    self._drip()
                    return
                if self.path in outside.redirects:
                    self.send_response(302)
                    self.send_header("Location", outside.redirects[self.path])
                elif self.path.startswith("/no-head") and self.command == "HEAD":
                    self.send_response(405)
                else:
                    self.send_response(outside.statuses.get(self.path, 200))
                self.end_headers()

        do_GET = do_HEAD = _answer

        def _drip(self) -> None:
            """Answer a byte at a time: each comes in time, the whole never does."""
            began = time.monotonic()
            while not outside.let_go.wait(0.05) and time.monotonic() - began < 20:
                try:
                    self.wfile.write(b"H")
                except OSError:
                    return

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer((host, 0), Handler)
    server.daemon_threads = True
    outside.url = f"http://{host}:{server.server_port}"
    with serving(server):
        try:
            yield outside
        finally:
            outside.let_go.set()
