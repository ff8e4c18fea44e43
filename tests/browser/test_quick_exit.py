"""Quick exit, clause by clause, in a real browser. The ordinary site it leads to is a local one of another origin."""

import functools
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.waiting import until
from tests.plugins.serving import serving

pytestmark = pytest.mark.browser
PAGE = "/en/topics/harassment/"
LIGHTS = "[...document.querySelectorAll('.exit-status__lights span')].map(e => getComputedStyle(e).backgroundColor)"
STATUS = "[data-exit-status] [role=status]"
BLANK = """() => document.documentElement.innerText.trim() === "" || ![...document.body.querySelectorAll("*")]
  .some((e) => e.checkVisibility() && e.innerText?.trim() && !e.closest("[data-exit-status]"))"""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        if self.path == "/nothing":
            self.send_response(204)
            self.end_headers()
        else:
            super().do_GET()


@pytest.fixture
def elsewhere(tmp_path, settings):
    """An ordinary site, as ``QUICK_EXIT_URL``."""
    (tmp_path / "index.html").write_text("<!doctype html><title>Weather</title><h1>Weather</h1>", encoding="utf-8")
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(tmp_path)))
    with serving(server) as port:
        settings.QUICK_EXIT_URL = f"http://localhost:{port}/"
        yield settings.QUICK_EXIT_URL


@pytest.fixture
def held(elsewhere, settings):
    """An ordinary site that never shows anything: "204 No Content" leaves the browser on the page as it is by then."""
    settings.QUICK_EXIT_URL = elsewhere + "nothing"
    return settings.QUICK_EXIT_URL


def exit_button(page):
    return page.locator("[data-quick-exit]:visible").first


def test_a_plain_link_without_javascript(site, browser, elsewhere):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site.url + PAGE)
    assert exit_button(page).get_attribute("rel") == "nofollow noreferrer"
    exit_button(page).click()
    page.wait_for_url(elsewhere)
    context.close()


def test_the_screen_is_blank_before_the_other_site_answers(site, page, held):
    page.goto(site.url + PAGE)
    page.evaluate("document.querySelector('h1').scrollIntoView()")
    exit_button(page).click()
    until(page, "'leaving' in document.documentElement.dataset")
    assert page.evaluate(BLANK)
    assert page.title() == "localhost", "the tab and the history don’t name the page either"
    assert page.locator("link[rel=icon]").get_attribute("href") == "data:,"
    status = page.locator(STATUS)
    assert status.inner_text() == "Loading"
    assert status.get_attribute("aria-live") == "polite"


def test_the_status_speaks_the_pages_language(site, page, held):
    page.goto(site.url + "/fr/aide/")
    page.keyboard.press("Shift")
    assert page.locator(STATUS).inner_text() == "Maj\u202f: encore 2 appuis pour quitter cette page."
    page.keyboard.press("Shift")
    assert page.locator(STATUS).inner_text() == "Maj\u202f: encore 1 appui pour quitter cette page."
    page.keyboard.press("Shift")
    until(page, "'leaving' in document.documentElement.dataset")
    assert page.locator(STATUS).inner_text() == "Chargement"


def test_its_entry_in_the_history_is_replaced(site, page, elsewhere):
    page.goto("about:blank")
    page.goto(site.url + PAGE)
    length = page.evaluate("history.length")
    exit_button(page).click()
    page.wait_for_url(elsewhere)
    assert page.evaluate("history.length") == length
    page.go_back()
    assert page.url == "about:blank"


def test_back_to_an_earlier_page_of_ours_leaves_again(site, page, elsewhere):
    page.goto("about:blank")
    page.goto(site.url + "/en/topics/")
    page.goto(site.url + PAGE)
    for _ in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url(elsewhere)
    page.go_back(wait_until="commit")
    page.wait_for_url(elsewhere)
    page.go_back()
    assert page.url == "about:blank"
    # Whoever comes on purpose may read, in the same tab too, and go back from there.
    page.goto(site.url + "/en/topics/")
    page.goto(site.url + PAGE)
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.url == site.url + "/en/topics/"


def test_back_to_a_page_kept_alive_by_the_browser_leaves_too(site, browser_type, browser_type_launch_args, elsewhere):
    """With the back/forward cache that Playwright turns off: the page comes back as it was, without a request."""
    kept = "--disable-back-forward-cache"
    browser = browser_type.launch(**browser_type_launch_args, ignore_default_args=[kept])
    page = browser.new_page()
    page.goto("about:blank")
    page.goto(site.url + "/en/topics/")
    page.evaluate("addEventListener('pageshow', (event) => sessionStorage.setItem('kept', event.persisted))")
    page.locator(f'main a[href="{PAGE}"]').first.click()
    page.wait_for_url(site.url + PAGE)
    exit_button(page).click()
    page.wait_for_url(elsewhere)
    page.evaluate("setTimeout(() => history.back())")  # after the answer: going back ends this page's context
    page.wait_for_url(site.url + "/en/topics/", wait_until="commit")
    page.wait_for_url(elsewhere)
    browser.close()


def test_an_overlay_that_comes_back_alive_is_not_left_dead(site, page, elsewhere):
    page.goto(site.url + PAGE)
    page.evaluate("document.documentElement.dataset.leaving = ''; document.querySelector('main').hidden = true")
    with page.expect_navigation():
        page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_three_shifts_each_within_five_seconds(site, page, held):
    page.clock.install()
    page.goto(site.url + PAGE)
    off, on = page.evaluate(LIGHTS)[0], "rgb(34, 38, 43)"
    page.keyboard.press("Shift")
    assert page.evaluate(LIGHTS) == [on, off, off]
    page.clock.fast_forward(4900)
    page.keyboard.press("Shift")
    assert page.evaluate(LIGHTS) == [on, on, off]
    page.clock.fast_forward(4900)
    assert page.evaluate(LIGHTS) == [on, on, off], "each press starts its own five seconds"
    page.clock.fast_forward(200)
    assert page.evaluate(LIGHTS) == [off, off, off]
    assert page.locator(STATUS).inner_text() == "Time is up: you are still on this page."
    for _ in range(2):
        page.keyboard.press("Shift")
    assert not page.evaluate("'leaving' in document.documentElement.dataset"), "the count began anew"
    page.keyboard.press("Shift")
    page.wait_for_function("'leaving' in document.documentElement.dataset")


def test_shift_with_anything_else_is_ignored(site, page, elsewhere):
    page.goto(site.url + "/en/help/")
    for keys in ("Shift+A", "Shift+Tab", "Control+Shift", "Shift+ArrowDown", "Shift+F10"):
        for _ in range(3):
            page.keyboard.press(keys)
    page.keyboard.down("Shift")
    page.mouse.click(5, 400)
    page.keyboard.up("Shift")
    assert page.locator(STATUS).inner_text() == ""
    assert page.url.startswith(site.url)
    page.keyboard.press("Shift")
    page.keyboard.press("Shift+B")
    page.keyboard.press("Shift")
    assert page.locator("[data-exit-status]").get_attribute("data-count") == "2", "ignored, not counted anew"


def test_media_falls_silent_and_held_keys_count_once(site, page, held):
    page.goto(site.url + PAGE)
    page.evaluate("""() => { const audio = document.createElement("audio");
      window.paused = 0; audio.pause = () => { window.paused += 1; }; document.body.append(audio);
      document.querySelector("main").append(document.createElement("iframe")); }""")
    page.keyboard.down("Shift")
    page.keyboard.down("Shift")
    page.keyboard.down("Shift")
    page.keyboard.up("Shift")
    assert page.locator("[data-exit-status]").get_attribute("data-count") == "1"
    exit_button(page).click()
    until(page, "window.paused === 1 && !document.querySelector('iframe')")


@pytest.mark.parametrize("size", [(320, 480), (320, 256), (360, 740), (1280, 500)])
def test_the_bar_stays_in_sight_and_hides_no_focus(site, browser, size):
    """WCAG 2.4.11; 320 × 256 is a screen of 1280 × 1024 at 400 %."""
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, locale="en-GB")
    page = context.new_page()
    page.goto(site.url + "/en/help/?country=GB")
    covered, seen = [], 0
    for _ in range(200):
        page.keyboard.press("Tab")
        found = page.evaluate("""() => {
          const e = document.activeElement, box = e.getBoundingClientRect();
          const exit = [...document.querySelectorAll("[data-quick-exit]")].find((one) => one.checkVisibility());
          const shown = exit.getBoundingClientRect();
          const bar = exit.closest(".help-bar, .site-header__bar");
          const edge = bar.getBoundingClientRect();
          const over = !bar.contains(e) && !e.closest(".skip-link")
            && box.bottom > edge.top + 1 && box.top < edge.bottom - 1;
          return { end: e === document.body, over, name: e.outerHTML.slice(0, 90), high: box.height,
                   inSight: shown.top >= 0 && shown.bottom <= innerHeight,
                   visible: box.bottom > 0 && box.top < innerHeight };
        }""")
        if found["end"]:
            break
        seen += 1
        assert found["inSight"]
        if found["over"] or not found["visible"]:
            covered.append(found)
    context.close()
    assert seen > 30
    assert not covered, covered[:3]


@pytest.mark.parametrize("forced", ["active", "none"])
def test_axe_and_contrast_with_lights_on(site, browser, forced):
    context = browser.new_context(forced_colors=forced, reduced_motion="reduce", locale="en-GB")
    page = context.new_page()
    page.goto(site.url + "/en/help/")
    page.keyboard.press("Shift")
    first, _second, third = page.evaluate(LIGHTS)
    assert first != third, "a light that is on looks different"
    assert page.evaluate("getComputedStyle(document.querySelector('.exit-status')).animationName") == "none"
    assert Axe().run(page).violations_count == 0
    context.close()


def test_its_limits_are_one_link_away_and_nothing_promises_safety(site, page):
    page.set_viewport_size({"width": 1280, "height": 700})
    page.goto(site.url + PAGE)
    page.get_by_role("link", name="What “Leave this page” can’t do").first.click()
    page.wait_for_url("**/en/leave-fast/")
    text = page.locator("main").inner_text()
    assert "It doesn’t delete your browser’s history" in text
    for word in ("you are safe", "guarantee", "untraceable", "anonymous browsing"):
        assert word not in text.lower()


def test_no_page_lacks_it(site, page, elsewhere):
    for address in (
        "/fr/", "/en/help/", "/fr/nulle-part/", "/accounts/login/", "/en/prevention/", "/en/parents/?print=summary",
    ):  # fmt: skip
        page.goto(site.url + address)
        assert exit_button(page).get_attribute("href") == elsewhere, address


@pytest.mark.parametrize("address", ["/en/parents/?print=summary", "/en/search/?q=bullying", "/en/help/?country=GB"])
@pytest.mark.parametrize("way", ["button", "shift"])
def test_pages_of_another_make_leave_no_trace_either(site, page, elsewhere, address, way):
    """The printed summary has its own frame, results hold the reader's words, help was changed in place."""
    page.goto(elsewhere)
    page.goto(site.url + address)
    before = page.evaluate("history.length")
    if way == "button":
        exit_button(page).click()
    else:
        for _press in range(3):
            page.keyboard.press("Shift")
    page.wait_for_url(elsewhere)
    assert page.evaluate("history.length") == before, "its entry was replaced"
    page.go_back()
    assert page.url == elsewhere
