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

# 413 is a right refusal of good and bad bodies alike: JSON Schema has no word for the size of a whole body, which the
# document says in prose (200 items of 20,000 characters are more than 1 MB).
CHECKS = {
    "positive_data_acceptance": {"expected-statuses": ["2xx", "304", "401", "403", "404", "409", "413"]},
    "negative_data_rejection": {"expected-statuses": ["400", "401", "403", "404", "406", "413", "415", "422"]},
}
schema = schemathesis.openapi.from_dict(document(), config=schemathesis.Config.from_dict({"checks": CHECKS}))
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


def test_a_body_that_the_types_allow_and_the_size_does_not_is_refused_as_documented(key):
    """What schemathesis met once in thousands of cases: a page of long posts that is too large as a whole."""
    items = [{"id": str(number), "text": "x" * 20_000} for number in range(60)]
    case = schema["/api/v1/prevention/feed"]["POST"].Case(
        body={"account": "v", "items": items}, media_type="application/json"
    )
    response = case.call_and_validate(headers={"Authorization": f"Bearer {key}", "Accept-Encoding": "identity"})
    assert response.status_code == 413
