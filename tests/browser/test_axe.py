"""axe finds nothing on any page type, in both languages, both themes and with the colours of a high-contrast theme."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.contracts.pages import one_of_each_type

pytestmark = pytest.mark.browser
DOORS = ["/accounts/login/", "/accounts/signup/", "/accounts/password/reset/", "/fr/nowhere/"]
SEARCHES = [
    "/fr/recherche/",
    "/fr/recherche/?q=harselement",
    "/en/search/?q=doxing&for=police",
    "/en/search/?q=xylophone",
]
VIEWS = [*SEARCHES, "/fr/prevention/", "/en/prevention/", "/fr/transparency/", "/en/transparency/", "/api/v1/docs/"]
VIEWS += [
    "/fr/lexique/",
    "/en/glossary/",
    "/fr/sujets/harcelement/?for=parent&print=summary",
    "/en/parents/?print=summary",
]
VIEWS += ["/fr/parents/regles-de-la-communaute/", "/en/topics/eating-disorders/?for=teen"]
OPTIONS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe(site, browser, scheme, django_db_blocker):
    with django_db_blocker.unblock():
        addresses = [page.url for page in one_of_each_type().values()] + DOORS + VIEWS
    context = browser.new_context(viewport={"width": 360, "height": 740}, color_scheme=scheme, reduced_motion="reduce")
    page = context.new_page()
    found = {}
    for address in addresses:
        page.goto(site.url + address)
        results = Axe().run(page, options=OPTIONS)
        if results.violations_count:
            found[address] = [
                (violation["id"], [node["target"] for node in violation["nodes"]][:3])
                for violation in results.response["violations"]
            ]
    context.close()
    assert not found, found


def test_no_page_scrolls_sideways_at_320_pixels(site, browser, django_db_blocker):
    with django_db_blocker.unblock():
        addresses = [page.url for page in one_of_each_type().values()] + DOORS + VIEWS
    context = browser.new_context(viewport={"width": 320, "height": 640})
    page = context.new_page()
    wide = []
    for address in addresses:
        page.goto(site.url + address)
        if page.evaluate("document.documentElement.scrollWidth") > 320:
            wide.append(address)
    context.close()
    assert not wide
