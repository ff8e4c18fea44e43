"""Search in a real browser: by keyboard, without scripts, with what is left behind afterwards."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.prevention.conftest import publish_rows

pytestmark = pytest.mark.browser


def look(page) -> None:
    results = Axe().run(page)
    assert results.violations_count == 0, (page.url, results.generate_report())


def focused(page) -> str:
    return page.evaluate(
        "(document.activeElement.name || document.activeElement.innerText || document.activeElement.tagName).trim()"
    )


def tab_to(page, wanted: str, *, most: int = 40) -> None:
    """Press Tab until the focused element is called ``wanted``; it must be in sight and clear of the bars."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if focused(page).startswith(wanted):
            box = page.evaluate(
                """() => { const r = document.activeElement.getBoundingClientRect();
                const top = document.elementFromPoint(r.x + Math.min(8, r.width / 2), r.y + r.height / 2);
                return [r.top >= 0, r.bottom <= innerHeight, document.activeElement.contains(top)] }"""
            )
            assert all(box), f"{wanted} has the focus and is hidden"
            return
    raise AssertionError(f"{wanted} can't be reached by keyboard")


@pytest.mark.parametrize(
    ("scheme", "width", "scripts"), [("light", 360, True), ("dark", 1280, True), ("light", 768, False)]
)
def test_from_the_first_page_to_a_guide_by_keyboard(site, browser, scheme, width, scripts):
    context = browser.new_context(
        viewport={"width": width, "height": 740}, color_scheme=scheme, locale="fr-FR", java_script_enabled=scripts
    )
    page = context.new_page()
    page.goto(site.url + "/fr/")
    page.get_by_role("search").get_by_role("searchbox").first.focus()
    page.keyboard.type("harselement scolair")
    page.keyboard.press("Enter")
    page.wait_for_url("**/fr/recherche/?q=*")
    assert page.title().startswith("Recherche")
    assert page.get_by_role("searchbox").input_value() == "harselement scolair"
    if scripts:
        look(page)
        tab_to(page, "q")
        tab_to(page, "Chercher")
        tab_to(page, "Préciser")
        page.keyboard.press("Enter")
        tab_to(page, "for")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        tab_to(page, "topic")
        look(page)
        page.get_by_role("searchbox").focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**for=parent**")
        tab_to(page, "Harcèlement en ligne")
        page.keyboard.press("Enter")
    else:
        page.get_by_role("link", name="Harcèlement en ligne").first.click()
    page.wait_for_url("**/fr/sujets/harcelement/**")
    assert context.cookies() == []
    page.go_back()
    assert page.get_by_role("searchbox").input_value() == "harselement scolair"
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_urgent_search_by_keyboard(own_site, browser, scheme):
    publish_rows()
    context = browser.new_context(viewport={"width": 360, "height": 740}, color_scheme=scheme, locale="en-GB")
    page, referrers = context.new_page(), []
    page.on("request", lambda request: referrers.append(request.headers.get("referer", "")))
    page.goto(own_site.url + "/en/search/")
    page.get_by_role("searchbox").focus()
    page.keyboard.type("i want to die")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Thank you for saying it").wait_for()
    look(page)
    assert page.get_by_role("heading", name="may help").count() == 0
    tab_to(page, "Show me the pages")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="may help").wait_for()
    look(page)
    tab_to(page, "Suicide and self-harm")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/topics/suicide/**")
    assert not [referrer for referrer in referrers if "die" in referrer], "no request says where it came from"
    assert page.evaluate("document.referrer") == ""
    context.close()


@pytest.mark.parametrize("width", [320, 360, 768, 1024, 1280])
def test_one_box_in_sight_and_nothing_sideways(site, browser, width):
    context = browser.new_context(viewport={"width": width, "height": 740}, locale="en-GB")
    page = context.new_page()
    boxes = {"/en/": 1, "/en/nowhere/": 1, "/en/search/": 1, "/en/topics/": 0 if width < 1024 else 1}
    for address, wanted in boxes.items():
        page.goto(site.url + address)
        seen = [box for box in page.get_by_role("searchbox").all() if box.is_visible()]
        assert len(seen) == wanted, (address, width)
        link = page.locator(".site-search__link")
        assert (link.count() > 0 and link.is_visible()) == (wanted == 0), (address, width)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
    if width < 1024:
        box = page.locator(".site-search__link").bounding_box()
        assert min(box["width"], box["height"]) >= 24
        page.locator(".site-search__link").click()
        page.wait_for_url("**/en/search/")
    context.close()
