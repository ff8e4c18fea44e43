"""What every test may use. The starter content is loaded once a session and rolled back to after each test."""

import pytest
from django.core.cache import cache
from django.utils import translation


@pytest.fixture(autouse=True)
def _fresh_process_state():
    """Language and per-process caches leak from one test into the next: both start anew."""
    translation.activate("fr")
    cache.clear()
    yield
    translation.deactivate_all()
    cache.clear()


@pytest.fixture(scope="session", autouse=True)
def _media_of_this_run(tmp_path_factory, django_db_setup):
    """Uploads of tests go to a folder of this run."""
    from django.test.utils import override_settings

    with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")):
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker, tmp_path_factory):
    """The starter content in the database that all tests share: the site as a newcomer first sees it."""
    from django.test.utils import override_settings

    from guides.loading.load import load_starter_content

    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("starter-media")):
        load_starter_content()
