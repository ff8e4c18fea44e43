"""What holds on every public page: language, links between languages, headers, no cookie, no third party."""

import re
from html.parser import HTMLParser

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.test import Client, RequestFactory
from wagtail.models import Page

from safety_centre.pages.selectors import public_pages
from safety_centre.views import server_error

pytestmark = pytest.mark.django_db
MARKS = {"fr": ["Aller au contenu", "Quitter cette page"], "en": ["Skip to the content", "Leave this page"]}


class Links(HTMLParser):
    """Collects the tags that load or link something."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def of(self, tag: str, **wanted: str) -> list[dict[str, str]]:
        return [a for t, a in self.tags if t == tag and all(a.get(k) == v for k, v in wanted.items())]


def pages() -> list[Page]:
    return [page for page in public_pages().select_related("locale") if page.depth > 1]


def get(address: str):
    return Client().get(address, HTTP_HOST="127.0.0.1:8000")


def test_every_page_answers_in_its_own_language():
    found = pages()
    assert len(found) == 54
    for page in found:
        code = page.locale.language_code
        response = get(page.url)
        html = response.content.decode()
        assert response.status_code == 200, page.url
        assert f'<html lang="{code}" dir="ltr">' in html, page.url
        assert all(mark in html for mark in MARKS[code]), page.url
        assert page.title.split("{")[0] in html.replace("&#x27;", "'").replace("&amp;", "&"), page.url
        other = "en" if code == "fr" else "fr"
        assert not any(mark in html for mark in MARKS[other]), page.url
        assert "{platform}" not in html, page.url


VIEWS = [
    "/fr/recherche/",
    "/en/search/",
    "/fr/prevention/",
    "/en/prevention/",
    "/fr/transparence/",
    "/en/transparency/",
]
VIEWS += ["/fr/lexique/", "/en/glossary/"]


def test_canonical_and_alternates_are_reciprocal():
    alternates: dict[str, dict[str, str]] = {}
    found = [(page.url, page.full_url) for page in pages()]
    for url, full_url in [*found, *((address, f"http://127.0.0.1:8000{address}") for address in VIEWS)]:
        links = Links(get(url).content.decode())
        canonical = links.of("link", rel="canonical")
        assert [link["href"] for link in canonical] == [full_url], url
        others = {a["hreflang"]: a["href"] for a in links.of("link", rel="alternate") if "hreflang" in a}
        assert others.pop("x-default"), url
        alternates[full_url] = others
    for address, others in alternates.items():
        assert set(others) == {"fr", "en"}, address
        for other in others.values():
            assert alternates[other] == others, (address, other)


def test_headers_and_no_cookie():
    for page in pages():
        response = get(page.url)
        policy = response["Content-Security-Policy"]
        assert "unsafe-inline" not in policy, page.url
        assert "unsafe-eval" not in policy, page.url
        # No inline script or style at all, so no nonce: pages come from memory, where two readers would share it.
        assert re.search(r"script-src 'self'(;|$)", policy), page.url
        assert re.search(r"style-src 'self'(;|$)", policy), page.url
        assert "nonce" not in policy, page.url
        assert "nonce=" not in response.content.decode(), page.url
        assert "default-src 'none'" in policy, page.url
        assert response["Referrer-Policy"] == "same-origin"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert "camera=()" in response["Permissions-Policy"]
        assert not response.cookies, page.url
        assert "Cookie" not in response.get("Vary", ""), page.url
        assert response["Content-Language"] == page.locale.language_code


def test_nothing_loads_from_elsewhere():
    for page in pages():
        links = Links(get(page.url).content.decode())
        loaded = [
            a.get("src", "") for t, a in links.tags if t in {"script", "img", "iframe", "video", "source", "audio"}
        ]
        loaded += [a["href"] for a in links.of("link") if a.get("rel") in {"stylesheet", "preload", "icon", "manifest"}]
        foreign = [address for address in loaded if address.startswith(("http:", "https:", "//"))]
        assert not foreign, (page.url, foreign)
        assert not any("style" in a for _t, a in links.tags), page.url
        inline = [
            a for t, a in links.tags if t == "script" and not a.get("src") and a.get("type") != "application/ld+json"
        ]
        assert not inline, page.url


def test_links_inside_the_site_lead_somewhere():
    known: dict[str, int] = {}
    for page in pages():
        for link in Links(get(page.url).content.decode()).of("a"):
            address = link["href"].split("#")[0]
            if address.startswith("/") and address not in known:
                known[address] = get(address).status_code
    broken = {address: code for address, code in known.items() if code not in (200, 302)}
    assert not broken
    assert len(known) > 50


def words_of(html: bytes) -> str:
    soup = BeautifulSoup(html, "html.parser")
    for hidden in soup(["script", "style", "svg", "head"]):
        hidden.extract()
    return soup.get_text("|")


def french() -> list[Page]:
    return [page for page in pages() if page.locale.language_code == "fr"]


def test_french_keeps_its_signs_beside_their_words():
    """A narrow no-break space before ; : ! ? and inside guillemets: no line begins with a sign."""
    addresses = [page.url for page in french()] + [view for view in VIEWS if view.startswith("/fr/")]
    for address in [*addresses, "/fr/recherche/?q=suicide&show=1", "/fr/nulle-part/"]:
        words = words_of(get(address).content)
        loose = re.findall(r".{0,20}[^\s|][ \u00a0][;:!?»](?=[\s|]).{0,3}|«[^\u202f|].{0,20}", words)
        assert not loose, (address, loose[:3])
        assert not re.search(r"\w·\w", words), f"{address}: wording for everybody needs no middle dots"


def test_a_parent_is_spoken_to_as_a_parent():
    """*Vous* to parents: whatever isn't said to their child, on their side of a guide, its sheet and each chapter."""
    guides = [page.url for page in french() if page.content_type.model == "topicguidepage"]
    chapters = [page.url for page in french() if page.content_type.model == "guidechapterpage"]
    assert (len(guides), len(chapters)) == (6, 8)
    addresses = [f"{guide}?for=parent{sheet}" for guide in guides for sheet in ("", "&print=summary")]
    for address in addresses + chapters:
        soup = BeautifulSoup(get(address).content, "html.parser")
        for said in soup.select("script, style, svg, .starter, .sheet__words, blockquote, .quote"):
            said.extract()
        text = re.sub(r"«[^»]*»", "", soup.get_text(" "))
        assert not re.findall(r".{0,30}(?:\b(?:tu|toi|te|ton|ta|tes)\b|\bt’).{0,20}", text, re.IGNORECASE), address
    for guide in guides:
        sheet = BeautifulSoup(get(f"{guide}?for=parent&print=summary").content, "html.parser")
        brief = [line.text for line in sheet.select(".sheet__brief li")]
        page = BeautifulSoup(get(f"{guide}?for=parent").content, "html.parser")
        assert [line.text for line in page.select(".brief li")] == brief
        friend = BeautifulSoup(get(f"{guide}?for=friend").content, "html.parser").select(".brief li")
        teen = BeautifulSoup(get(guide).content, "html.parser").select_one(".brief").text
        assert len(brief) == 3
        assert not any(line in teen for line in [*brief, *(line.text for line in friend)])
        assert len(friend) == 3


def test_the_first_view_of_a_guide_is_light(client):
    import gzip

    page = next(page for page in pages() if page.slug == "harcelement")
    html = gzip.compress(get(page.url).content)
    files = ["css/site.css", "js/site.js", "js/quick-exit.js", "js/guide.js"]
    sizes = [len(gzip.compress((settings.BASE_DIR / "static" / name).read_bytes())) for name in files]
    font = len((settings.BASE_DIR / "static" / "fonts" / "atkinson-hyperlegible-next.woff2").read_bytes())
    assert len(html) + sum(sizes) + font < 60_000


def test_every_script_stays_under_three_kilobytes():
    """architecture.md. Those of the admin and the panel on other sites too."""
    scripts = list((settings.BASE_DIR / "static" / "js").rglob("*.js"))
    heavy = {script.name: size for script in scripts if (size := script.stat().st_size) >= 3 * 1024}
    assert len(scripts) > 15
    assert not heavy


@pytest.mark.parametrize(
    ("address", "language"),
    [
        ("/fr/nulle-part/", "fr"),
        ("/en/nowhere/", "en"),
        ("/en/sujets/harcelement/", "en"),
        ("/fr/topics/harassment/", "fr"),
    ],
)
def test_a_missing_page_says_so_in_its_language(address, language):
    response = get(address)
    html = response.content.decode()
    assert response.status_code == 404
    assert f'<html lang="{language}"' in html
    assert MARKS[language][0] in html


def test_an_unknown_language_is_a_404_in_a_known_one():
    response = Client(headers={"accept-language": "en"}).get("/zz/", follow=True)
    assert response.status_code == 404
    assert b"Skip to the content" in response.content


def test_without_its_home_a_language_is_missing_and_never_another():
    home = next(page for page in pages() if page.depth == 2 and page.locale.language_code == "en")
    home.unpublish()
    for address in ("/en/", "/en/topics/", "/en/sujets/"):
        response = get(address)
        assert response.status_code == 404, address
        assert b'<html lang="en"' in response.content
    assert "/en/" not in get("/sitemap.xml").content.decode()


@pytest.mark.parametrize(("address", "language"), [("/fr/aide/", "fr"), ("/en/help/", "en"), ("/nowhere/", "fr")])
def test_an_error_of_ours_blames_nobody_and_leads_out(address, language, django_assert_num_queries, settings):
    settings.QUICK_EXIT_URL = "https://weather.example/"
    with django_assert_num_queries(0):
        response = server_error(RequestFactory().get(address))
    soup = BeautifulSoup(response.content, "html.parser")
    assert (response.status_code, soup.html["lang"]) == (500, language)
    assert [section["lang"] for section in soup.select("section")] == [language, {"fr": "en", "en": "fr"}[language]]
    assert len(soup.select("h1")) == 1
    assert len(soup.select('a.quick-exit[href="https://weather.example/"]')) == 2
    assert soup.select_one('svg[aria-hidden="true"]')
    assert {link["href"] for link in soup.select('a[href^="tel:"]')} == {"tel:112", "tel:999", "tel:911"}
    assert "Set-Cookie" not in response
