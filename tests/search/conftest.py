"""What tests of search share: asking as a reader does, and the results as a reader sees them."""

import re
from html import unescape
from urllib.parse import urlencode

import pytest
from django.test import Client

from tests.prevention.conftest import publish_starter

ADDRESS = {"fr": "/fr/recherche/", "en": "/en/search/"}


def ask(language: str, text: str, **parameters: str):
    """Return the answer to a search, as an anonymous reader gets it."""
    return Client().get(f"{ADDRESS[language]}?{urlencode({'q': text, **parameters})}")


def links(response) -> list[str]:
    """Return where the results lead, best first."""
    return [
        unescape(link) for link in re.findall(r'class="result__title"><a href="([^"]+)"', response.content.decode())
    ]


@pytest.fixture
def lexicon(db):
    """The starter lexicon, published: what a new site screens with."""
    publish_starter()
