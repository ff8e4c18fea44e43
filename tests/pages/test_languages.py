"""Another language: what it takes, what is absent until it is translated, and what stands in for it: help alone."""

import re
import xml.etree.ElementTree as ET

import pytest
from django.conf import settings
from django.test import Client
from wagtail.models import Locale, Page

from guides.models import HelpPage, TopicGuidePage
from safety_centre.pages import services
from safety_centre.pages.blocks.media import CaptionsBlock
from safety_centre.pages.models import HomePage
from safety_centre.pages.selectors import public_pages
from tests.contracts.test_every_page import Links
from tests.contracts.test_urls import own_names  # noqa: F401  # the module must import with one language more
from tests.pages.arabic import CODE, arabic, arabic_added, translate_tree

pytestmark = pytest.mark.django_db


@pytest.fixture
def with_arabic(tmp_path):
    with arabic_added(tmp_path):
        yield translate_tree({"fr", "sujets", "harcelement", "charte"})


def get(address: str):
    return Client().get(address, HTTP_HOST="127.0.0.1:8000")


def help_page(language: str) -> HelpPage:
    return HelpPage.objects.get(locale__language_code=language)


def test_words_keep_their_markup():
    assert re.fullmatch(
        r"<b>\w+</b> \w+ %\(name\)s, \w+ \{platform\} 3114\.", arabic("<b>Hello</b> you %(name)s, at {platform} 3114.")
    )


def test_a_language_is_configuration_and_translation(with_arabic):
    for page in with_arabic.values():
        response = get(page.url)
        html = response.content.decode()
        assert response.status_code == 200, page.url
        assert page.url.startswith("/ar/")
        assert '<html lang="ar" dir="rtl">' in html
        assert response["Content-Language"] == "ar"
        assert page.title.split("{")[0] in html
        assert "Aller au contenu" not in html
        links = Links(html)
        alternates = {a["hreflang"]: a["href"] for a in links.of("link", rel="alternate") if "hreflang" in a}
        assert set(alternates) == {"fr", "en", "ar", "x-default"}
        assert alternates["ar"] == page.full_url
        assert links.of("link", rel="canonical")[0]["href"] == page.full_url
    listed = ET.fromstring(get("/sitemap.xml").content)
    addresses = {node.text for node in listed.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")}
    assert {page.full_url for page in with_arabic.values()} <= addresses
    offered = dict(CaptionsBlock().child_blocks["language"].field.choices)
    assert {"fr", "en", "ar"} <= offered.keys(), "captions can be in any language of the site"


def test_the_switcher_says_where_a_page_isnt_translated(with_arabic):
    links = Links(get("/fr/parents/").content.decode())
    arabic_link = next(a for a in links.of("a", hreflang="ar"))
    assert (arabic_link["href"], arabic_link["dir"]) == ("/ar/", "rtl")
    found = Links(get("/fr/sujets/harcelement/").content.decode()).of("a", hreflang="ar")
    assert found[0]["href"] == "/ar/sujets/harcelement/"


def test_what_isnt_translated_is_absent_and_never_french(with_arabic):
    for address in ("/ar/parents/", "/ar/sujets/depression/", "/ar/partenaires/"):
        response = get(address)
        assert response.status_code == 404, address
        assert b'<html lang="ar" dir="rtl">' in response.content
    assert "/ar/parents/" not in get("/ar/").content.decode()
    assert get("/ar/feed.xml").status_code == 200


# --- Help stands in


def test_a_new_language_has_help_from_its_first_day(with_arabic):
    page = help_page(CODE)
    assert page.alias_of_id == help_page("fr").pk or page.alias_of_id == help_page("en").pk
    html = get(page.url).content.decode()
    assert '<html lang="ar" dir="rtl">' in html
    notice = html.index('class="not-translated"')
    content = html.index(f'<div lang="{page.content_language}" dir="ltr">')
    assert html.index("<main") < notice < content < html.index("<h1")
    main = html[content : html.index("</main>")]
    assert "3114" in main or "116" in main
    expected = "Pays" if page.content_language == "fr" else "Country"
    assert expected in main, "the words around the lines are in the lines' language"
    assert page.url in get("/ar/").content.decode(), "the help link of every page leads to it"


def test_the_stand_in_leaves_search_engines_the_original(with_arabic):
    page = help_page(CODE)
    links = Links(get(page.url).content.decode())
    assert links.of("link", rel="canonical")[0]["href"] == page.alias_of.full_url
    assert links.of("meta", name="robots")[0]["content"] == "noindex, follow"
    assert not [a for a in links.of("link", rel="alternate") if "hreflang" in a]
    original = Links(get(page.alias_of.url).content.decode())
    assert {a["hreflang"] for a in original.of("link", rel="alternate") if "hreflang" in a} == {"fr", "en", "x-default"}
    assert original.of("meta", name="robots") == []
    assert original.of("a", hreflang="ar")[0]["href"] == page.url
    assert page.full_url not in get("/sitemap.xml").content.decode()


def test_the_stand_in_follows_the_original(with_arabic):
    page = help_page(CODE)
    original = page.alias_of.specific
    original.intro = "Une phrase nouvelle"
    original.save_revision().publish()
    assert "Une phrase nouvelle" in get(page.url).content.decode()


def test_no_notice_where_the_language_is_right():
    for language in ("fr", "en"):
        html = get(help_page(language).url).content.decode()
        assert "not-translated" not in html
        assert "noindex" not in html


def test_a_translation_takes_the_stand_ins_place(with_arabic):
    """As wagtail-localize does when an editor begins to translate: the alias becomes the page."""
    page = help_page(CODE)
    page.alias_of = None
    page.title = "مساعدة"
    page.save_revision().publish()
    html = get(page.url).content.decode()
    assert "not-translated" not in html
    assert Links(html).of("link", rel="canonical")[0]["href"] == page.full_url


def test_only_help_may_stand_in(with_arabic):
    french = TopicGuidePage.objects.get(topic__key="hate", locale__language_code="fr")
    locale = Locale.objects.get(language_code=CODE)
    with pytest.raises(ValueError, match="stand in"):
        services.stand_in(page=french, locale=locale)
    alias = french.copy_for_translation(locale, alias=True)
    assert alias.live
    assert get(alias.url).status_code == 404
    for address in ("/ar/", "/ar/sujets/", "/sitemap.xml", "/fr/sujets/haine/", "/ar/guides.json"):
        assert f"/ar/sujets/{alias.slug}/" not in get(address).content.decode(), address
    assert alias.pk not in public_pages().values_list("pk", flat=True)


def test_an_alias_within_one_language_is_an_ordinary_page():
    source = Page.objects.get(slug="accessibilite", locale__language_code="fr").specific
    alias = source.create_alias(update_slug="accessibilite-2")
    response = get(alias.url)
    assert response.status_code == 200
    assert "not-translated" not in response.content.decode()


def test_a_language_without_a_home_has_no_place_for_help():
    locale = Locale.objects.create(language_code=CODE)
    assert services.stand_in(page=help_page("fr"), locale=locale) is None
    assert services.stand_in(page=help_page("fr"), locale=Locale.objects.get(language_code="en")) is None
    assert HomePage.objects.filter(locale=locale).count() == 0
    assert settings.LANGUAGE_CODE == "fr"
