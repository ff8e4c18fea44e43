"""What a page's head says to search engines, link previews and machines: whole, true, escaped."""

import datetime as dt
import json
import re
import xml.etree.ElementTree as ET

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from PIL import Image

from guides.models import PartnerAssociation, TopicGuidePage
from safety_centre.pages.selectors import public_pages
from safety_centre.pages.structured_data import as_data_block
from tests.contracts.pages import one_of_each_type
from tests.contracts.test_every_page import VIEWS, Links, get, pages

pytestmark = pytest.mark.django_db
SITEMAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def head(url: str) -> Links:
    return Links(get(url).content.decode())


def meta(links: Links) -> dict[str, str]:
    return {a.get("property") or a.get("name"): a["content"] for a in links.of("meta") if "content" in a}


def graph(url: str) -> dict[str, dict]:
    """Return the nodes of a page's JSON-LD by type."""
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', get(url).content.decode(), re.DOTALL)
    assert len(blocks) == 1, url
    data = json.loads(blocks[0])
    assert data["@context"] == "https://schema.org"
    return {node["@type"]: node for node in data["@graph"]}


def guide(key: str = "depression", language: str = "fr") -> TopicGuidePage:
    return TopicGuidePage.objects.get(topic__key=key, locale__language_code=language)


def test_every_public_page_has_a_description_of_a_good_length_and_its_own_title():
    titles: dict[str, str] = {}
    for url in [page.url for page in pages()] + VIEWS:
        html = get(url).content.decode()
        description = meta(Links(html)).get("description", "")
        assert 40 <= len(description) <= 200, (url, description)
        title = re.search(r"<title>(.*?)</title>", html, re.DOTALL)[1]
        assert title not in titles, (url, titles.get(title))
        titles[title] = url


def test_x_default_is_the_default_language_and_the_root_for_home():
    for url, expected in {
        "/en/topics/depression/": f"{settings.SITE_URL}/fr/sujets/depression/",
        "/fr/sujets/depression/": f"{settings.SITE_URL}/fr/sujets/depression/",
        "/en/": f"{settings.SITE_URL}/",
        "/en/prevention/": f"{settings.SITE_URL}/fr/prevention/",
    }.items():
        assert [link["href"] for link in head(url).of("link", hreflang="x-default")] == [expected], url


def test_the_canonical_address_of_a_side_is_the_guides():
    links = head("/fr/sujets/depression/?for=parent").of("link", rel="canonical")
    assert [link["href"] for link in links] == [f"{settings.SITE_URL}/fr/sujets/depression/"]


def test_link_previews_are_whole():
    for page in one_of_each_type().values():
        said = meta(head(page.url))
        code = page.locale.language_code
        assert said["og:url"] == page.full_url
        assert said["og:title"]
        assert said["og:description"] == said["description"]
        assert said["og:locale"] == {"fr": "fr_FR", "en": "en_GB"}[code]
        assert said["og:locale:alternate"] == {"fr": "en_GB", "en": "fr_FR"}[code]
        assert said["twitter:card"] == "summary_large_image"
        assert said["og:site_name"].endswith(settings.PLATFORM_NAME)
        assert "{platform}" not in str(said)
        path = finders.find(said["og:image"].removeprefix(settings.SITE_URL + settings.STATIC_URL))
        assert path, said["og:image"]
        assert Image.open(path).size == (1200, 630) == (int(said["og:image:width"]), int(said["og:image:height"]))


def test_each_topic_has_its_own_picture_in_each_language():
    pictures = {meta(head(page.url))["og:image"] for page in public_pages(TopicGuidePage)}
    assert len(pictures) == 12
    assert all(re.search(r"/share/(fr|en)/topic-[a-z-]+\.png$", address) for address in pictures)


def test_the_pictures_are_light():
    files = list((settings.BASE_DIR / "static" / "share").rglob("*.png"))
    assert len(files) > 40
    assert {path.name for path in files if path.stat().st_size > 60_000} == set()


def test_a_language_without_pictures_gets_those_without_words():
    from safety_centre.pages.templatetags.head_tags import share_picture

    assert share_picture("topic-hate", "ar").endswith("/share/topic-hate.png")
    assert share_picture("nothing", "fr").endswith("/share/fr/home.png")


def test_health_guides_are_medical_pages_and_the_others_are_not():
    for page in public_pages(TopicGuidePage):
        found = graph(page.url)
        medical = page.topic.key in {"depression", "eating-disorders", "suicide-self-harm"}
        node = found["MedicalWebPage" if medical else "WebPage"]
        assert ("MedicalWebPage" in found) == medical, page.url
        assert node["lastReviewed"] == page.reviewed_on.isoformat()
        assert node["inLanguage"] == found["Article"]["inLanguage"] == page.locale.language_code
        assert node["@id"] == node["url"] == page.full_url
        assert dt.datetime.fromisoformat(node["dateModified"]).tzinfo
        assert found["Article"]["headline"] == page.title
        assert found["Article"]["mainEntityOfPage"] == {"@id": page.full_url}


def test_made_up_associations_are_not_said_to_have_reviewed_anything():
    found = graph(guide().url)
    assert "reviewedBy" not in found["MedicalWebPage"]
    assert found["Article"]["author"] == {"@id": f"{settings.SITE_URL}/#publisher"}
    assert "example" not in json.dumps(found).lower().replace("opensource", "")


def test_a_real_association_is():
    page = guide()
    PartnerAssociation.objects.filter(guides=page).update(is_example=False, website="https://asso.example.net/")
    found = graph(page.url)
    expected = [{"@type": "Organization", "name": page.partners.get().name, "url": "https://asso.example.net/"}]
    assert found["MedicalWebPage"]["reviewedBy"] == expected
    assert found["Article"]["author"] == expected


def test_breadcrumbs_lead_home():
    items = graph("/fr/sujets/depression/")["BreadcrumbList"]["itemListElement"]
    assert [item["position"] for item in items] == [1, 2, 3]
    assert [item["item"].removeprefix(settings.SITE_URL) for item in items] == [
        "/fr/",
        "/fr/sujets/",
        "/fr/sujets/depression/",
    ]
    assert "BreadcrumbList" not in graph("/fr/")


def test_every_page_of_the_tree_has_structured_data():
    for page in one_of_each_type().values():
        assert {"WebSite", "Organization"} < set(graph(page.url)), page.url


def test_no_text_ends_the_data_block(settings):
    settings.PLATFORM_NAME = 'A "quoted" & <b>bold</b>'
    page = guide()
    page.title = "</script><script>alert(1)</script>{platform}"
    page.search_description = "<!-- \u2028 & " + "x" * 60
    page.save_revision().publish()
    html = get(page.url).content.decode()
    assert "alert(1)</script>" not in html
    found = graph(page.url)
    assert found["Article"]["headline"] == page.title.replace("{platform}", settings.PLATFORM_NAME)
    assert "<b>bold" not in html


@pytest.mark.parametrize("text", ["</script>", "<!--", "]]>", "&amp;", "\u2028\u2029", '"\\', "é\x00"])
def test_the_data_block_reads_back_as_it_was(text):
    block = as_data_block({"a": [text]})
    assert not set(block) & {"<", ">", "&", "\u2028", "\u2029"}
    assert json.loads(block) == {"a": [text]}


def test_the_sitemap_is_whole_and_reciprocal():
    root = ET.fromstring(get("/sitemap.xml").content)
    entries = {}
    for node in root.findall("s:url", SITEMAP):
        links = {link.get("hreflang"): link.get("href") for link in node.findall("x:link", SITEMAP)}
        entries[node.findtext("s:loc", namespaces=SITEMAP)] = (node.findtext("s:lastmod", namespaces=SITEMAP), links)
    assert set(entries) == {page.full_url for page in pages()} | {settings.SITE_URL + view for view in VIEWS}
    for page in pages():
        lastmod, links = entries[page.full_url]
        assert dt.datetime.fromisoformat(lastmod) == page.last_published_at.replace(microsecond=0), page.url
        in_head = {
            link["hreflang"]: link["href"] for link in head(page.url).of("link", rel="alternate") if "hreflang" in link
        }
        assert links == in_head, page.url
        for code, other in links.items():
            assert code == "x-default" or entries[other][1] == links


def test_machines_are_told_where_to_go():
    text = get("/robots.txt").content.decode()
    assert f"Sitemap: {settings.SITE_URL}/sitemap.xml" in text
    for path in ("/admin/", "/accounts/", "/family/"):
        assert f"Disallow: {path}\n" in text
    assert "Disallow: /\n" not in text
