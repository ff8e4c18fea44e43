"""A site as in production, for measuring: `python benchmarks/server.py COMMAND…` runs a command beside it.

Production's settings (no debugging, compressed static files with far-future names, pages from memory) on a fresh
SQLite database with the starter content, behind granian with two workers. Two things differ, because there is no web
server in front: plain HTTP, and media are served. The command finds the address in ``SITE_URL``. Everything is in a
temporary folder that goes away.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
SETTINGS = """
from safety_centre.settings.production import *
ENVIRONMENT = "measured"
STATIC_ROOT = {folder!r} + "/static"
MEDIA_ROOT = {folder!r} + "/media"
SECURE_SSL_REDIRECT = False
SECURE_PROXY_SSL_HEADER = None
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "safety_session", "safety_csrf"
LOGGING = {{"version": 1, "root": {{"level": "ERROR"}}}}
"""
START_SECONDS = 120


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def wait_for(url: str) -> None:
    until = time.monotonic() + START_SECONDS
    while True:
        try:
            with urllib.request.urlopen(url, timeout=10) as response:
                if response.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            if time.monotonic() > until:
                raise
            time.sleep(0.3)


@contextmanager
def granian(application: str, environment: dict[str, str], port: int, workers: int = 2) -> Iterator[None]:
    """Serve ``application`` for as long as the block runs."""
    command = [str(BIN / "granian"), "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--workers", str(workers), "--blocking-threads", "4", "--log-level", "error", application]
    server = subprocess.Popen(command, env=environment, cwd=ROOT)
    try:
        yield
    finally:
        server.terminate()
        server.wait(20)


@contextmanager
def measured_site(**settings: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Give the address of a running site and the environment that its commands need."""
    with tempfile.TemporaryDirectory(prefix="measured-site-") as folder:
        Path(folder, "measured_settings.py").write_text(SETTINGS.format(folder=folder))
        Path(folder, "static").mkdir()
        port = free_port()
        environment = {
            **os.environ,
            "PYTHONPATH": f"{folder}:{ROOT}",
            "DJANGO_SETTINGS_MODULE": "measured_settings",
            "SECRET_KEY": "measuring-only-" + "0123456789abcdef" * 4,
            "ALLOWED_HOSTS": "127.0.0.1",
            "DATABASE_URL": f"sqlite:///{folder}/site.sqlite3",
            "SITE_URL": f"http://127.0.0.1:{port}",
            "DEMO_PASSWORD": "measuring-only",
            **settings,
        }
        for command in (["prepare_site"], ["collectstatic", "--noinput", "-v0"]):
            done = subprocess.run(
                [str(BIN / "python"), "manage.py", *command], cwd=ROOT, env=environment, capture_output=True, text=True
            )
            if done.returncode:
                sys.exit(done.stdout + done.stderr)
        with granian("safety_centre.wsgi:application", environment, port):
            wait_for(f"{environment['SITE_URL']}/readyz")
            yield environment["SITE_URL"], environment


if __name__ == "__main__":
    with measured_site() as (_url, environment):
        sys.exit(subprocess.run(sys.argv[1:], env=environment, cwd=ROOT, check=False).returncode)
