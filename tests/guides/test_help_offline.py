"""What a phone may keep: help pages only, and nothing that tells who read what."""

import json
import re

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.test import Client

from guides import offline
from guides.models import Helpline

pytestmark = pytest.mark.django_db


def config() -> dict:
    script = Client().get("/sw.js").content.decode()
    return json.loads(re.match(r"const CONFIG = (.*);\n", script)[1])


def test_the_script_is_served_as_a_worker_and_never_cached():
    response = Client().get("/sw.js")
    assert response["Content-Type"] == "text/javascript; charset=utf-8"
    assert response["Service-Worker-Allowed"] == "/"
    assert "no-cache" in response["Cache-Control"]
    assert not response.cookies
    assert "worker-src 'self'" in Client().get("/fr/")["Content-Security-Policy"]


def test_it_keeps_the_help_page_of_each_language_and_files_that_exist():
    pages = config()["pages"]
    assert set(pages) == {"/fr/aide/", "/en/help/"}
    for address, kept in pages.items():
        html = Client().get(address).content.decode()
        loaded = set(re.findall(r'(?:src|href)="(/static/[^"]+)"', html))
        assert loaded <= set(kept["files"]), "the saved page must not lack a file"
        assert Client().get(kept["lines"]).status_code == 200


def test_the_version_follows_the_files(monkeypatch):
    before = offline.version()
    offline.version.cache_clear()
    real = offline._source
    monkeypatch.setattr(offline, "_source", lambda name: real(name) + b" ")
    assert offline.version() != before
    offline.version.cache_clear()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_saved_lines_are_those_of_the_page(language):
    saved = Client().get(f"/offline/{language}.json").json()
    address = {"fr": "/fr/aide/", "en": "/en/help/"}[language]

    def ids(html: str) -> list[str]:
        return [card["id"] for card in BeautifulSoup(html, "html.parser").select("#help-results [id^=line-]")]

    for country in ("FR", "BE", "CH", "LU", "CA", "GB", "IE", "US", "DE", "JP"):
        code = country if country in saved["results"] else "EU" if country in saved["union"] else "*"
        assert ids(saved["results"][code]) == ids(Client().get(address, {"country": country}).content.decode()), country
    assert saved["same"] == settings.SAME_LINES_AS


@pytest.mark.parametrize("country", ["FR", "RE", "BE", "DE", "JP", "ZZ", "\x00", "*", "x" * 5000])
def test_one_countrys_lines_are_those_of_the_whole_list(country):
    whole = Client().get("/offline/en.json").json()
    answer = Client().get("/offline/en.json", {"country": country})
    part = answer.json()
    code = {"RE": "FR", "DE": "EU"}.get(country, country if country in whole["results"] else "*")
    asked = country if country in {"FR", "RE", "BE", "DE", "JP"} else "*"
    assert part == {"results": {asked: whole["results"][code]}}
    assert "max-age=60" in answer["Cache-Control"]
    assert not answer.cookies


def test_an_unknown_language_is_missing():
    assert Client().get("/offline/xx.json").status_code == 404


def test_readers_see_no_unchecked_line_offline_either():
    text = Client().get("/offline/fr.json").content.decode()
    for line in Helpline.objects.filter(status="unchecked"):
        assert f"line-{line.key}\\" not in text


def test_doors_and_family_pages_register_nothing(clients):
    for role, address in (("anonymous", "/accounts/login/"), ("teen", "/family/"), ("parent", "/accounts/my-data/")):
        assert 'rel="help"' not in clients[role].get(address).content.decode(), address
    assert 'rel="help" href="/fr/aide/"' in Client().get("/fr/").content.decode()


def test_the_privacy_page_explains_and_removes():
    soup = BeautifulSoup(Client().get("/fr/vie-privee/").content, "html.parser")
    assert soup.select_one("details[data-saved][open] [data-saved-remove]")
    assert "Ce qui reste sur ton appareil" in soup.text
    for address, facts in {
        "/fr/vie-privee/": ("60 caractères", "sans chiffre", "dix fois", "90 jours", "Un nombre sous dix n’est jamais"),
        "/en/privacy/": ("60 characters", "no digit", "ten times", "90 days", "A number under ten is never shown"),
    }.items():
        text = BeautifulSoup(Client().get(address).content, "html.parser").text
        assert not [fact for fact in facts if fact not in text], address
    assert not BeautifulSoup(Client().get("/fr/accessibilite/").content, "html.parser").select("[data-saved]")
