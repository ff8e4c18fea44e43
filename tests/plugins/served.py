"""The site as production serves it: granian in processes of its own, on a database of the caller's."""

import os
import signal
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from django.db import connection

ROOT = Path(__file__).resolve().parent.parent.parent
STARTS_WITHIN = 120


@dataclass(frozen=True)
class Served:
    """A running server: ``port`` on this machine and the process that leads its group."""

    port: int
    process: subprocess.Popen[bytes]

    def kill(self) -> None:
        """End every process of the server at once, as a machine that loses its power does."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def database_url() -> str:
    """Return the address of the database that Django uses here."""
    settings = connection.settings_dict
    return f"postgres://{settings['USER']}@{quote(settings['HOST'], safe='')}/{settings['NAME']}"


@contextmanager
def served(*, workers: int, settings: str = "safety_centre.settings.test", url: str | None = None) -> Iterator[Served]:
    """Start granian with ``workers`` processes and wait until it answers; kill it at the end."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        port = found.getsockname()[1]
    process = subprocess.Popen(
        [
            str(Path(sys.executable).parent / "granian"), "--interface", "wsgi", "--workers", str(workers),
            "--blocking-threads", "4", "--host", "127.0.0.1", "--port", str(port), "--no-ws", "--log-level", "error",
            "safety_centre.wsgi:application",
        ],
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": settings, "DATABASE_URL": url or database_url()},
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    server = Served(port, process)
    try:
        _wait_until_it_answers(server)
        yield server
    finally:
        server.kill()


def _wait_until_it_answers(server: Served) -> None:
    pause = threading.Event()
    for _ in range(STARTS_WITHIN * 10):
        assert server.process.poll() is None, "The server ended while starting."
        with suppress(urllib.error.URLError, OSError):
            urllib.request.urlopen(f"http://127.0.0.1:{server.port}/readyz", timeout=60).close()
            return
        pause.wait(0.1)
    raise AssertionError("The server doesn't answer.")
