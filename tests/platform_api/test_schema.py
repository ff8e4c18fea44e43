"""schemathesis reads the OpenAPI document and tries what it says, and what it forbids."""

import os

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.utils import timezone
from hypothesis import HealthCheck, settings

from safety_centre.platform_api.keys import create_api_key
from safety_centre.platform_api.models import SCOPES
from safety_centre.platform_api.openapi import document
from tests.prevention.conftest import small_lexicon  # noqa: F401  # a fixture

schema = schemathesis.openapi.from_dict(document())
schema.app = get_wsgi_application()


@pytest.fixture
def _one_connection():
    """Keep the test's connection over requests, as Django's own test client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def key(_one_connection, small_lexicon) -> str:  # noqa: F811
    return create_api_key(name="schema", scopes=SCOPES, now=timezone.now(), requests_a_minute=1_000_000)


@schema.parametrize()
@settings(
    max_examples=int(os.environ.get("SCHEMA_EXAMPLES", "40")),  # more by hand: SCHEMA_EXAMPLES=500 pytest …
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.filter_too_much],
)
def test_the_api_is_what_its_document_says(case, key):
    case.call_and_validate(headers={"Authorization": f"Bearer {key}", "Accept-Encoding": "identity"})
