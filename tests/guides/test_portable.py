"""Feeds and portable documents: well-formed, true, open to all, and gone when the guide is."""

import datetime as dt
import json
import re
import xml.etree.ElementTree as ET
from email.utils import parsedate_to_datetime
from html.parser import HTMLParser

import jsonschema_rs
import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.utils import timezone
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Locale, Page, PageViewRestriction

from guides.models import GuideChapterPage, PartnerAssociation, TopicGuidePage
from safety_centre.pages.blocks import BodyBlock
from safety_centre.pages.models import CustomDocument, CustomImage, CustomMedia
from safety_centre.pages.selectors import public_pages
from tests.contracts.test_every_page import Links

pytestmark = pytest.mark.django_db
ATOM = {"a": "http://www.w3.org/2005/Atom"}
SCHEMA = json.loads((settings.BASE_DIR / "docs" / "portable-guide.schema.json").read_text())
ALLOWED_TAGS = {
    *("a", "aside", "b", "blockquote", "br", "figcaption", "figure", "h2", "h3", "i", "img", "li", "ol", "p"),
    *("section", "small", "strong", "ul"),
}


def guide(key: str = "depression", language: str = "fr") -> TopicGuidePage:
    return TopicGuidePage.objects.get(topic__key=key, locale__language_code=language)


def guides() -> list[Page]:
    return [*public_pages(TopicGuidePage), *public_pages(GuideChapterPage)]


def address(page: Page, language: str = "") -> str:
    return f"/{language or page.locale.language_code}/guides/{page.translation_key}.json"


def read(url: str) -> dict:
    response = Client().get(url)
    assert response.status_code == 200, url
    assert response["Content-Type"] == "application/json; charset=utf-8"
    return json.loads(response.content)


class Tags(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _value in attrs}


def test_every_guide_is_a_valid_document():
    validator = jsonschema_rs.Draft202012Validator(SCHEMA, validate_formats=True)
    found = guides()
    assert len(found) == 28
    for page in found:
        data = read(address(page))
        validator.validate(data)
        assert "{platform}" not in json.dumps(data), page.url
        assert data["url"] == page.full_url
        assert data["title"].startswith(page.title.split("{")[0])
        assert data["language"] == page.locale.language_code
        assert data["reviewed_on"] == page.reviewed_on.isoformat()
        assert set(data["sides"]) == ({"parent"} if data["kind"] == "chapter" else {"teen", "parent", "friend"})
        for side in data["sides"].values():
            assert side["blocks"], page.url
            seen = Tags(side["html"])
            assert seen.tags <= ALLOWED_TAGS, page.url
            assert seen.attributes <= {"href", "id", "alt", "src", "width", "height"}, page.url
            assert 'href="/' not in side["html"], page.url
            assert len(side["blocks"]) == len(getattr(page, "teen", None) or page.body) or data["kind"] != "chapter"


def test_the_document_says_all_that_the_page_says():
    page = guide()
    data = read(address(page))
    for name in ("teen", "parent", "friend"):
        words = re.sub(r"[ \n]+", " ", re.sub(r"<[^>]+>", " ", data["sides"][name]["html"]))
        for block in getattr(page, name):
            if block.block_type == "heading":
                assert block.value.replace("{platform}", settings.PLATFORM_NAME) in words.replace("&#x27;", "'")
    assert data["topic"] == {"key": "depression", "name": page.topic.name}
    assert data["in_brief"] == [line.value for line in page.in_brief]
    assert len(data["sources"]) == len(page.sources)
    assert data["licence"] == {"name": settings.CONTENT_LICENCE, "url": settings.CONTENT_LICENCE_URL}
    assert data["help_url"].endswith("/fr/aide/") or "/fr/" in data["help_url"]
    english = guide(language="en")
    assert data["alternates"] == [
        {"language": "en", "url": english.full_url, "document_url": settings.SITE_URL + address(english)}
    ]


def test_made_up_associations_are_marked_and_not_credited():
    data = read(address(guide()))
    assert [partner["is_example"] for partner in data["credit"]["partners"]] == [True]
    assert data["credit"]["line"] == data["credit"]["publisher"]
    PartnerAssociation.objects.filter(guides=guide()).update(is_example=False)
    data = read(address(guide()))
    assert data["credit"]["line"].startswith(data["credit"]["partners"][0]["name"])


def test_every_kind_of_block_is_converted(settings):
    settings.PLATFORM_NAME = "A&B <c>"
    image = CustomImage.objects.create(title="x", file=get_test_image_file(size=(1600, 900)), description="Une porte")
    document = CustomDocument.objects.create(title="x", file=ContentFile(b"x", name="x.vtt"))
    media = CustomMedia.objects.create(title="x", file=ContentFile(b"x", name="x.mp4"), type="video", duration=1)
    blocks = BodyBlock()
    values = {
        name: block.get_preview_value()
        for name, block in blocks.child_blocks.items()
        if hasattr(block.meta, "preview_value")
    }
    raw = [{"type": name, "value": blocks.child_blocks[name].get_prep_value(value)} for name, value in values.items()]
    raw += [
        {"type": "image", "value": {"image": image.pk, "caption": "Chez {platform}"}},
        {"type": "download", "value": {"document": document.pk, "title": "Une fiche", "text": "<b>"}},
        {
            "type": "video",
            "value": {
                "video": media.pk,
                "title": "Un film",
                "captions": [{"language": "fr", "kind": "captions", "file": document.pk}],
                "described": None,
                "transcript": "<p>Bonjour {platform}</p>",
            },
        },
    ]
    assert {one["type"] for one in raw} == set(blocks.child_blocks), "a block that the format doesn't know"
    page = guide()
    page.teen = raw
    page.save_revision().publish()
    data = read(address(page))
    jsonschema_rs.Draft202012Validator(SCHEMA, validate_formats=True).validate(data)
    teen = data["sides"]["teen"]
    assert [block["type"] for block in teen["blocks"]] == [one["type"] for one in raw]
    found = {block["type"]: block for block in teen["blocks"]}
    assert found["image"]["caption"] == "Chez A&B <c>"
    assert found["image"]["url"].startswith("http://")
    assert found["video"]["transcript_html"] == "<p>Bonjour A&amp;B &lt;c&gt;</p>"
    assert "<c>" not in teen["html"]
    assert "&lt;b&gt;" in teen["html"]


def test_the_translation_is_behind_once_the_original_was_published_again():
    french, english = guide(), guide(language="en")
    assert read(address(english))["translation"] == {"original_language": "fr", "is_original": False, "behind": False}
    assert read(address(french))["translation"] == {"original_language": "fr", "is_original": True, "behind": False}
    french.save_revision().publish()
    assert read(address(english))["translation"]["behind"] is True
    assert read(address(french))["translation"]["behind"] is False
    listed = {one["url"]: one["translation_behind"] for one in read("/en/guides.json")["guides"]}
    assert listed[english.full_url] is True
    assert sum(listed.values()) == 1
    english.save_revision().publish()
    assert read(address(english))["translation"]["behind"] is False


def test_the_original_is_what_was_translated_from():
    """With wagtail-localize the source may be English, whatever the site's default language is."""
    from wagtail_localize.models import TranslationSource

    english = guide(language="en")
    TranslationSource.get_or_create_from_instance(english)
    english.save_revision().publish()
    assert read(address(guide()))["translation"] == {"original_language": "en", "is_original": False, "behind": True}
    assert read(address(english))["translation"]["is_original"] is True


def test_an_overdue_review_is_said():
    page = guide()
    page.next_review = timezone.localdate() - dt.timedelta(days=1)
    page.save_revision().publish()
    assert read(address(page))["review_overdue"] is True
    assert read(address(guide(language="en")))["review_overdue"] is False


@pytest.mark.parametrize("hide", ["unpublish", "restrict", "expire", "delete"])
def test_what_isnt_public_is_in_none_of_them(hide):
    page = guide()
    url, title = address(page), page.title
    if hide == "unpublish":
        page.unpublish()
    elif hide == "restrict":
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.GROUPS)
    elif hide == "expire":
        Page.objects.filter(pk=page.pk).update(expire_at=timezone.now())
    else:
        page.delete()
    assert Client().get(url).status_code == 404
    assert title not in Client().get("/fr/guides.json").content.decode()
    assert title not in Client().get("/fr/feed.xml").content.decode()
    assert read(address(guide(language="en")))["alternates"] == []


def test_other_languages_and_other_pages_are_missing():
    page = guide()
    guide(language="en").unpublish()
    assert Client().get(address(page, "en")).status_code == 404
    home = Page.objects.get(depth=2, locale=Locale.objects.get(language_code="fr"))
    assert Client().get(address(home)).status_code == 404
    assert Client().get("/fr/guides/not-a-key.json").status_code == 404


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_feed_is_well_formed_atom(language):
    response = Client().get(f"/{language}/feed.xml")
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert b"{platform}" not in response.content
    root = ET.fromstring(response.content)
    assert root.tag == "{http://www.w3.org/2005/Atom}feed"
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == language
    for name in ("id", "title", "updated", "author/a:name"):
        assert root.findtext(f"a:{name}", namespaces=ATOM), name
    entries = root.findall("a:entry", ATOM)
    assert len(entries) == 14
    ids = [entry.findtext("a:id", namespaces=ATOM) for entry in entries]
    assert len(set(ids)) == 14
    updated = []
    for entry in entries:
        assert entry.findtext("a:title", namespaces=ATOM)
        assert entry.findtext("a:summary", namespaces=ATOM)
        updated.append(dt.datetime.fromisoformat(entry.findtext("a:updated", namespaces=ATOM)))
        dt.datetime.fromisoformat(entry.findtext("a:published", namespaces=ATOM))
        links = {link.get("type"): link.get("href") for link in entry.findall("a:link[@rel='alternate']", ATOM)}
        path = links["application/json"].removeprefix(settings.SITE_URL)
        data = read(path)
        assert data["id"] == entry.findtext("a:id", namespaces=ATOM)
        assert data["url"] == links["text/html"]
    assert updated == sorted(updated, reverse=True)
    assert root.findtext("a:updated", namespaces=ATOM) == entries[0].findtext("a:updated", namespaces=ATOM)
    other = ET.fromstring(Client().get(f"/{'en' if language == 'fr' else 'fr'}/feed.xml").content)
    assert not set(ids) & {entry.findtext("a:id", namespaces=ATOM) for entry in other.findall("a:entry", ATOM)}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_same_is_there_as_rss(language):
    response = Client().get(f"/{language}/rss.xml")
    assert response["Content-Type"] == "application/rss+xml; charset=utf-8"
    assert b"{platform}" not in response.content
    channel = ET.fromstring(response.content).find("channel")
    assert channel.findtext("language") == language
    assert all(channel.findtext(name) for name in ("title", "link", "description", "lastBuildDate"))
    items = [
        [item.findtext(name) for name in ("guid", "title", "link", "description")] for item in channel.iter("item")
    ]
    atom = ET.fromstring(Client().get(f"/{language}/feed.xml").content)
    entries = atom.findall("a:entry", ATOM)
    assert items == [
        [
            *(entry.findtext(f"a:{name}", namespaces=ATOM) for name in ("id", "title")),
            entry.find("a:link[@type='text/html']", ATOM).get("href"),
            entry.findtext("a:summary", namespaces=ATOM),
        ]
        for entry in entries
    ]
    for item, entry in zip(channel.iter("item"), entries, strict=True):
        told = parsedate_to_datetime(item.findtext("pubDate"))
        assert told == dt.datetime.fromisoformat(entry.findtext("a:updated", namespaces=ATOM))


def test_a_review_brings_a_guide_to_the_top():
    Page.objects.update(last_published_at=timezone.now() - dt.timedelta(days=30))
    TopicGuidePage.objects.update(reviewed_on=timezone.localdate() - dt.timedelta(days=20))
    GuideChapterPage.objects.update(reviewed_on=timezone.localdate() - dt.timedelta(days=20))
    TopicGuidePage.objects.filter(pk=guide("hate").pk).update(reviewed_on=timezone.localdate() - dt.timedelta(days=1))
    root = ET.fromstring(Client().get("/fr/feed.xml").content)
    assert root.findtext("a:entry/a:title", namespaces=ATOM) == guide("hate").title


def test_real_associations_are_the_entrys_authors():
    assert b"<author><name>Association" not in Client().get("/fr/feed.xml").content
    partner = PartnerAssociation.objects.filter(guides=guide()).get()
    PartnerAssociation.objects.filter(pk=partner.pk).update(is_example=False)
    assert f"<author><name>{partner.name}</name></author>" in Client().get("/fr/feed.xml").content.decode()


def test_pages_announce_them():
    links = Links(Client().get("/fr/sujets/depression/").content.decode())
    assert [a["href"] for a in links.of("link", type="application/json")] == [address(guide())]
    assert [a["href"] for a in links.of("link", type="application/atom+xml")] == ["/fr/feed.xml"]
    home = Links(Client().get("/en/").content.decode())
    assert [a["href"] for a in home.of("link", type="application/atom+xml")] == ["/en/feed.xml"]
    assert home.of("link", type="application/json") == []


@pytest.mark.parametrize("kept", [0, 8_000_000])
def test_open_to_any_site_and_cheap_to_ask_again(kept):
    with override_settings(PAGE_CACHE_BYTES=kept):
        for url in ("/fr/feed.xml", "/fr/rss.xml", "/fr/guides.json", address(guide())):
            response = Client().get(url)
            assert response["Access-Control-Allow-Origin"] == "*"
            assert "max-age=300" in response["Cache-Control"]
            assert not response.cookies
            again = Client().get(url, headers={"if-none-match": response["ETag"]})
            assert (again.status_code, again.content) == (304, b""), url
            assert Client().head(url).status_code == 200
            assert Client().post(url).status_code == 405


def test_they_ask_the_same_however_many_guides_there_are():
    from tests.contracts.test_queries import add_guides

    def asked(url: str) -> int:
        Client().get(url)
        with CaptureQueriesContext(connection) as captured:
            assert Client().get(url).status_code == 200
        return len(captured)

    urls = ("/fr/feed.xml", "/fr/guides.json", address(guide()))
    few = [asked(url) for url in urls]
    add_guides(12)
    assert [asked(url) for url in urls] == few
    assert max(few) <= 18


def test_reading_a_document_is_no_view_of_the_page():
    from safety_centre.pages.views_count import views

    Client(headers={"user-agent": "Mozilla/5.0 (Android 9)"}).get(address(guide()))
    assert views.flush() == 0
