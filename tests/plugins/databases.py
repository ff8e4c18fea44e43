"""Databases and servers for tests that need real commits, threads or a browser.

``own_database`` clones the worker's database (starter content and all) in a fraction of a second, so that such a test
commits as production does and leaves nothing behind. ``site`` serves the shared database, for reading only.
"""

import fcntl
import functools
import gzip
import mimetypes
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.apps import apps
from django.contrib.staticfiles import finders
from django.core.cache import cache
from django.db import connection, connections
from django.http import Http404, HttpRequest, HttpResponse
from django.test.testcases import LiveServerThread, _StaticFilesHandler

from tests.plugins.serving import HEARS_WITHIN


def _administer(*statements: str) -> None:
    """Run statements that can't be in a transaction, on the server's own database."""
    import psycopg

    settings = connection.settings_dict
    address = f"host={settings['HOST']} user={settings['USER']} dbname=postgres"
    with psycopg.connect(address, autocommit=True) as maintenance:
        for statement in statements:
            maintenance.execute(statement)  # type: ignore[arg-type]


TEMPLATE = "starter_template"


def made_once(shared: Path, media: Path, *, make: Callable[[], None], meanwhile: Callable[[], None]) -> None:
    """Have ``make`` fill Django's test database and ``media`` in one worker of the run; copy both in the others.

    ``shared`` is a folder that all workers see; migrations and content take longer than any test, and whoever waits
    for them does ``meanwhile``.
    """
    from django.contrib.contenttypes.models import ContentType  # not before Django's settings are there

    kept = shared / "starter-media"
    name = connection.settings_dict["TEST"]["NAME"] or f"test_{connection.settings_dict['NAME']}"
    with (shared / "starter.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            meanwhile()
            fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            make()
            connections.close_all()
            _administer(f'CREATE DATABASE "{TEMPLATE}" TEMPLATE "{connection.settings_dict["NAME"]}"')
            shutil.copytree(media, kept)
            return
        _administer(f'CREATE DATABASE "{name}" TEMPLATE "{TEMPLATE}"')
    connection.settings_dict["NAME"] = name
    ContentType.objects.get_for_models(*apps.get_models())  # known once a process, as after a migration
    shutil.copytree(kept, media, dirs_exist_ok=True)


@contextmanager
def cloned_database() -> Iterator[str]:
    """Point Django at a fresh copy of the worker's database for as long as the block runs."""
    original = connection.settings_dict["NAME"]
    clone = f"{original}_clone"
    connections.close_all()
    _administer(
        f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname IN ('{original}', '{clone}')",
        f'DROP DATABASE IF EXISTS "{clone}"',
        f'CREATE DATABASE "{clone}" TEMPLATE "{original}"',
    )
    connection.settings_dict["NAME"] = clone
    cache.clear()
    try:
        yield clone
    finally:
        connections.close_all()
        connection.settings_dict["NAME"] = original
        cache.clear()
        _administer(
            f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{clone}'",
            f'DROP DATABASE IF EXISTS "{clone}"',
        )


@pytest.fixture
def own_database(django_db_setup, django_db_blocker) -> Iterator[str]:
    """A database of this test alone, where commits are real and threads see them."""
    with django_db_blocker.unblock(), cloned_database() as name:
        yield name


@dataclass(frozen=True)
class Site:
    """A running site: ``url`` without a slash at the end."""

    url: str


@functools.cache
def _static_file(name: str) -> tuple[bytes, bytes, str]:
    """Return a static file as it is and compressed, with its media type. Once a process: an admin page loads forty."""
    found = finders.find(name)
    if not found:
        raise Http404
    body = Path(found).read_bytes()
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return body, gzip.compress(body, 5) if kind.startswith(("text/", "application/", "image/svg")) else b"", kind


class _OwnMedia(_StaticFilesHandler):
    """Static files as production hands them out: compressed beforehand, to be kept. Media as our own address does."""

    def __init__(self, media_handler: object) -> None:
        super().__init__(media_handler.application)

    def serve(self, request: HttpRequest) -> HttpResponse:
        body, packed, kind = _static_file(unquote(self.file_path(request.path)))
        packs = packed and "gzip" in request.headers.get("accept-encoding", "")
        headers = {
            "Cache-Control": "public, max-age=3600",
            "Access-Control-Allow-Origin": "*",
            "Vary": "Accept-Encoding",
        }
        headers |= {"Content-Encoding": "gzip"} if packs else {}
        return HttpResponse(packed if packs else body, content_type=kind, headers=headers)


class Served(LiveServerThread):
    """Django's, which hears soon that it is to end."""

    def _create_server(self, *given: object, **more: object) -> object:
        server = super()._create_server(*given, **more)
        server.serve_forever = partial(server.serve_forever, poll_interval=HEARS_WITHIN)
        return server


@contextmanager
def served_here() -> Iterator[Site]:
    thread = Served("127.0.0.1", _OwnMedia)
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    if thread.error:
        raise thread.error
    try:
        yield Site(f"http://{thread.host}:{thread.port}")
    finally:
        thread.terminate()


@pytest.fixture(scope="session")
def site(django_db_setup, django_db_blocker) -> Iterator[Site]:
    """The site on the shared database. A test that writes uses ``own_site``."""
    with django_db_blocker.unblock(), served_here() as served:
        yield served


@pytest.fixture
def own_site(own_database) -> Iterator[Site]:
    """The site on a database of this test alone."""
    with served_here() as served:
        yield served
