"""What every test may use. The starter content is loaded once a session and rolled back to after each test."""

import os
import shutil
from pathlib import Path

import hypothesis
import pytest
from django.core.cache import cache
from django.utils import translation

from safety_centre.accounts.collector import no_garbage_collected
from safety_centre.pages import counting, locales, page_cache
from tests.plugins.databases import made_once

# Two cores and a browser beside: how long an example took says nothing here.
hypothesis.settings.register_profile(
    "shared machine", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("shared machine")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's loop runs in the test's own thread


@pytest.fixture(autouse=True)
def _fresh_process_state():
    """Language and per-process caches leak from one test into the next: both start anew."""
    translation.activate("fr")
    cache.clear()
    _forget_all()
    yield
    translation.deactivate_all()
    cache.clear()
    _forget_all()


def _forget_all() -> None:
    """Drop what each process keeps between requests."""
    from safety_centre.platform_api import keys
    from safety_centre.prevention import compiled
    from safety_centre.prevention.selectors import help as help_selectors
    from safety_centre.prevention.services import feed

    for keeper in (locales, page_cache, keys, compiled, help_selectors, feed, counting):
        keeper.forget()


@pytest.fixture(scope="session")
def media_of_this_run(tmp_path_factory):
    """The folder of this run's media: those of the starter content, and what tests upload."""
    return tmp_path_factory.mktemp("media")


@pytest.fixture(scope="session", autouse=True)
def _media_of_this_run(media_of_this_run, django_db_setup):
    from django.test.utils import override_settings

    with override_settings(MEDIA_ROOT=media_of_this_run):
        yield


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment,
    django_db_modify_db_settings,
    django_db_keepdb,
    django_db_blocker,
    media_of_this_run,
    tmp_path_factory,
    worker_id,
):
    """The starter content in the database that all tests share: the site as a newcomer first sees it.

    pytest-django's own makes a database only where a test has its marker; tests with ``own_database`` or ``site``
    haven't, and need it too. The first worker makes it, the others copy it.
    """
    # Nothing is torn down: the server goes away whole (tests/plugins/postgres.py).
    with django_db_blocker.unblock():
        if worker_id == "master":
            _make_database(media_of_this_run, keep=django_db_keepdb)
        else:
            shared = tmp_path_factory.getbasetemp().parent  # of the run, not of this worker
            made_once(
                shared,
                media_of_this_run,
                make=lambda: _make_database(media_of_this_run, keep=django_db_keepdb),
                meanwhile=_compile_starter,
            )


def _compile_starter() -> None:
    """Have the starter lexicon compiled where every worker finds it."""
    from safety_centre.prevention import store
    from tests.prevention.conftest import starter

    terms, fingerprint, _rows = starter()
    store.matcher_of(fingerprint, lambda: terms)


def _make_database(media: Path, *, keep: bool) -> None:
    from django.test.utils import override_settings, setup_databases

    from guides.loading.load import load_starter_content

    with no_garbage_collected():
        setup_databases(verbosity=0, interactive=False, keepdb=keep, serialized_aliases=[])
    with override_settings(MEDIA_ROOT=media):
        load_starter_content()


PASSWORD = "a long password for tests"


@pytest.fixture
def people(db):
    """One account of each kind, by role: ``teen``, ``parent``, ``partner``, ``admin``."""
    import datetime as dt

    from django.contrib.auth.models import Group

    from guides.models import PartnerAssociation
    from guides.services import workspaces
    from safety_centre.accounts.models import User

    workspaces.ensure_workspace(partner=PartnerAssociation.objects.get(key="example-rempart"))
    made = {
        "teen": User.objects.create_user(
            "t@example.org", PASSWORD, kind="teen", birth_date=dt.date(2011, 5, 4), country="FR"
        ),
        "parent": User.objects.create_user(
            "p@example.org", PASSWORD, kind="parent", birth_date=dt.date(1980, 5, 4), country="FR"
        ),
        "partner": User.objects.create_user("e@example.org", PASSWORD, is_staff=True),
        "admin": User.objects.create_superuser("a@example.org", PASSWORD),
    }
    made["partner"].groups.add(Group.objects.get(name="example-rempart: editors"))
    return made


@pytest.fixture
def clients(people):
    """A client signed in as each of ``people``, and ``anonymous``."""
    from django.test import Client

    found = {"anonymous": Client()}
    for role, user in people.items():
        found[role] = Client()
        found[role].force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return found


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    chromium = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    assert chromium, "Chromium is missing: make test installs it when root, else install the chromium package."
    return {
        **browser_type_launch_args,
        "executable_path": chromium,
        "headless": True,
        "args": [
            "--no-sandbox",
            "--disable-dev-shm-usage",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ],
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict) -> dict:
    return {**browser_context_args, "viewport": {"width": 360, "height": 740}, "locale": "fr-FR"}
