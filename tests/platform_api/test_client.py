"""The client of docs/examples, which was written from the documentation, does its work on a running site."""

import importlib.util
import json
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.utils import timezone

from safety_centre.platform_api.keys import create_api_key
from safety_centre.platform_api.models import SCOPES
from tests.prevention.conftest import publish_rows

CLIENT = settings.BASE_DIR / "docs" / "examples" / "client.py"


@pytest.fixture
def module():
    spec = importlib.util.spec_from_file_location("client", CLIENT)
    found = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(found)
    return found


def test_the_documented_client_does_its_work(own_site, module):
    publish_rows()
    key = create_api_key(name="client", scopes=SCOPES, now=timezone.now())
    centre = module.SafetyCentre(own_site.url, key)
    for _ in range(3):
        found = centre.screen(text="i was bullied", trigger="share", language="en", country="GB", account="v1")
    assert found["help"]["line"]
    feed = centre.feed("v1", [{"id": "a", "text": "bullied"}, {"id": "b", "text": "cats"}], language="en")
    assert (feed["a"]["decision"], feed["b"]["decision"]) == ("cover", "show")
    assert centre.exposures("v1")["exposures"][0]["count"] == 3
    centre.forget("v1")
    assert centre.exposures("v1")["exposures"] == []
    lexicon = centre.lexicon()
    assert centre.lexicon() is lexicon, "the second answer was 304"
    assert "bullied" in [form for term in lexicon["terms"] for form in term["forms"]]
    with pytest.raises(module.Refused) as refused:
        centre.screen(text="x", trigger="like")
    assert (refused.value.status, list(refused.value.fields)) == (422, ["trigger"])
    printed = subprocess.run(
        [sys.executable, str(CLIENT), "i want to die"],
        env={**os.environ, "SAFETY_URL": own_site.url, "SAFETY_KEY": key},
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(printed.stdout)["help"]["results_opt_in"] is True
