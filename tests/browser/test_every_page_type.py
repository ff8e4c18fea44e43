"""Every type of public page on a poor day: no script, no font, 320 pixels, 400 %, a slow line. Nothing moves."""

from dataclasses import dataclass

import pytest
from playwright.sync_api import expect

from tests.browser.test_axe import VIEWS
from tests.contracts.pages import one_of_each_type

pytestmark = pytest.mark.browser
SHIFTS = """() => new Promise((done) => {
  let sum = 0; const where = [];
  new PerformanceObserver((list) => { for (const entry of list.getEntries()) {
    sum += entry.value;
    where.push(...entry.sources.map((source) => source.node?.outerHTML?.slice(0, 90) ?? String(source.node)));
  } }).observe({ type: "layout-shift", buffered: true });
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done([sum, where]), 50)));
})"""
SMALL_TARGETS = """() => [...document.querySelectorAll("a, button, summary, input:not([type=hidden]), select")]
  .filter((element) => !element.closest(".prose, p, .visually-hidden, .skip-link") && element.checkVisibility())
  .map((element) => [element.getBoundingClientRect(), element.outerHTML.slice(0, 90)])
  .filter(([box]) => box.width && (box.width < 24 || box.height < 24))
  .map(([box, html]) => `${box.width}×${box.height} ${html}`)"""
OWN_FONTS = """[...document.fonts].filter((font) =>
  font.status == "loaded" && !font.family.includes("fallback")).length"""
BLOCKING = """performance.getEntriesByType("resource")
  .filter((entry) => entry.renderBlockingStatus == "blocking").map((entry) => entry.name)"""
COVERED = """() => {
  const bar = [...document.querySelectorAll(".help-bar, .site-header__bar")].filter((element) =>
    element.checkVisibility() && ["fixed", "sticky"].includes(getComputedStyle(element).position));
  return bar.reduce((sum, element) => sum + element.getBoundingClientRect().height, 0) / innerHeight;
}"""
PHONE = {"width": 360, "height": 740}
FOUR_HUNDRED_PERCENT = {"width": 320, "height": 256}  # 1280 × 1024 at 400 % (WCAG 2.2, 1.4.10)
LATE_FONT = 120  # milliseconds that the font is held back, so that the swap happens after the first paint


@pytest.fixture(scope="module")
def addresses(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        return [page.url for page in one_of_each_type().values()] + VIEWS[:4]


@pytest.mark.parametrize("viewport", [PHONE, {"width": 1280, "height": 800}], ids=["phone", "desk"])
def test_nothing_moves_while_a_page_comes_in(site, browser, addresses, viewport):
    context = browser.new_context(viewport=viewport)
    page = context.new_page()

    def late(route):
        page.wait_for_timeout(LATE_FONT)
        route.continue_()

    page.route("**/*.woff2", late)
    moved = {}
    for address in addresses:
        page.goto(site.url + address)
        page.evaluate("document.fonts.ready")
        shift, where = page.evaluate(SHIFTS)
        if shift > 0.001:
            moved[address] = (round(shift, 4), where[:4])
    context.close()
    assert not moved, moved


def test_without_the_font_nothing_is_lost(site, browser, addresses):
    # The help pages' worker would bring the font from what it kept, past the route that blocks it.
    context = browser.new_context(viewport={"width": 320, "height": 640}, service_workers="block")
    page = context.new_page()
    page.route("**/*.woff2", lambda route: route.abort())
    for address in addresses:
        page.goto(site.url + address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, address
        expect(page.locator("h1"), address).to_be_visible()
        assert page.evaluate(OWN_FONTS) == 0, address
    context.close()


def test_without_scripts_every_page_says_and_links_the_same(site, browser, addresses):
    context = browser.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=False)
    page = context.new_page()
    for address in addresses:
        page.goto(site.url + address)
        expect(page.locator("h1"), address).to_be_visible()
        expect(page.locator(".help-bar .help-link"), address).to_be_visible()
        leave = page.locator(".help-bar [data-quick-exit]")
        expect(leave, address).to_be_visible()
        assert leave.get_attribute("href").startswith("https://"), address
        expect(page.locator(".menu"), address).to_be_visible()
        page.locator(".menu > summary").click()
        expect(page.locator(".main-nav a").first, address).to_be_visible()
    context.close()


@dataclass
class Measured:
    """What one visit of a page on a phone showed."""

    blocking: list[str]
    small_targets: list[str]
    width_of_large_text: int
    width_at_four_hundred_percent: int
    covered_at_four_hundred_percent: float
    errors: list[str]


@pytest.fixture(scope="module")
def measured(site, browser, addresses) -> dict[str, Measured]:
    """Each page, visited once: on a phone, then with its text at 200 %, then at 400 %."""
    context = browser.new_context(viewport=PHONE, has_touch=True)
    page = context.new_page()
    errors: list[str] = []
    # Pictures of the starter content lie in another folder while tests run.
    page.on(
        "console",
        lambda message: (
            errors.append(message.text)
            if message.type == "error" and "/media/" not in message.location["url"]
            else None
        ),
    )
    page.on("pageerror", lambda error: errors.append(str(error)))
    found = {}
    for address in addresses:
        errors.clear()
        page.set_viewport_size(PHONE)
        page.goto(site.url + address)
        blocking, small_targets = page.evaluate(BLOCKING), page.evaluate(SMALL_TARGETS)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        large = page.evaluate("document.documentElement.scrollWidth")
        page.evaluate("document.documentElement.style.fontSize = ''")
        page.set_viewport_size(FOUR_HUNDRED_PERCENT)
        width, covered = page.evaluate("document.documentElement.scrollWidth"), page.evaluate(COVERED)
        found[address] = Measured(blocking, small_targets, large, width, covered, [*errors])
    context.close()
    return found


@pytest.mark.xdist_group("measured pages")
def test_at_four_hundred_percent_one_column_and_room_to_read(measured):
    """No sideways scrolling, bars take a third at most."""
    wide = {address: one for address, one in measured.items() if one.width_at_four_hundred_percent > 320}
    covered = {address: one for address, one in measured.items() if one.covered_at_four_hundred_percent > 0.34}
    assert not wide
    assert not covered


@pytest.mark.xdist_group("measured pages")
def test_text_at_two_hundred_percent_is_whole(measured):
    assert not {address: one for address, one in measured.items() if one.width_of_large_text > 360}


@pytest.mark.xdist_group("measured pages")
def test_targets_are_large_enough(measured):
    assert not {address: one.small_targets for address, one in measured.items() if one.small_targets}


@pytest.mark.xdist_group("measured pages")
def test_one_style_sheet_blocks_and_nothing_else(measured):
    for address, one in measured.items():
        assert len(one.blocking) == 1, (address, one.blocking)
        assert "/css/site" in one.blocking[0]
        assert not one.errors, (address, one.errors)
