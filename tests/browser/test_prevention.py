"""Prevention in a real browser: the page that shows it working, and the panel on a foreign site."""

import functools
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import expect

from safety_centre.prevention import compiled
from tests.browser.waiting import until
from tests.plugins.serving import serving
from tests.prevention.conftest import publish_rows

pytestmark = pytest.mark.browser


def look(page) -> None:
    results = Axe().run(page)
    assert results.violations_count == 0, (page.url, results.generate_report())


@pytest.mark.parametrize(("scheme", "scripts"), [("light", True), ("dark", False)])
def test_see_it_working_by_keyboard(own_site, browser, scheme, scripts):
    publish_rows()
    # axe needs scripts; without them the same walk is done and not looked at.
    context = browser.new_context(
        viewport={"width": 360, "height": 740}, locale="en-GB", color_scheme=scheme, java_script_enabled=scripts
    )
    page = context.new_page()
    page.goto(own_site.url + "/en/prevention/")
    for number in (1, 2, 3):
        page.get_by_label("A post with hashtags").fill("i was #bullied")
        page.keyboard.press("Enter")
        page.get_by_text(f"Harassment, {number} of 3").wait_for()
    page.get_by_role("heading", name="You can make it stop, with help").wait_for()
    covered = page.locator(".cover")
    assert covered.count() >= 3
    assert not page.get_by_text("More mean messages in the class group").count()
    assert page.locator(".cover img, .cover svg, .cover video").count() == 0
    if scripts:
        look(page)
    first = page.get_by_role("button", name="Show", exact=True).first
    first.focus()
    page.keyboard.press("Enter")
    page.get_by_text("More mean messages in the class group").first.wait_for()
    page.get_by_role("button", name="Clear: as if nothing had happened").focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="The feed").wait_for()
    assert page.locator(".cover").count() == 0
    assert context.cookies() == []
    if scripts:
        look(page)
    context.close()


def test_covered_media_stop_leave_the_keyboard_and_the_reading_and_come_back_still(own_site, browser):
    publish_rows()
    context = browser.new_context(viewport={"width": 768, "height": 1000}, locale="en-GB")
    page, asked = context.new_page(), []
    page.goto(own_site.url + "/en/prevention/")
    assert page.locator("[data-post=p8] video").count() == 1
    until(page, "!document.querySelector('[data-post=p8] video').paused")
    page.evaluate("window.playing = document.querySelector('[data-post=p8] video')")
    # Everything may be covered in this test: the cap would swap the post out.
    from safety_centre.prevention.models import PreventionRule

    PreventionRule.objects.update(cap_percent=100)
    compiled.forget()
    page.on("request", lambda request: asked.append(request))
    for number in (1, 2, 3):
        page.get_by_label("A post with hashtags").fill("i was #bullied")
        page.keyboard.press("Enter")
        page.get_by_text(f"Harassment, {number} of 3").wait_for()
    # A video that plays may ask for its next part meanwhile.
    sent = {(request.method, request.url) for request in asked if request.resource_type != "media"}
    assert sent == {("POST", own_site.url + "/en/prevention/")}
    assert all("bullied" not in request.url for request in asked)
    cover = page.locator("[data-post=p8]")
    assert cover.locator("video").count() == 0
    assert page.evaluate("window.playing.paused && !window.playing.isConnected")
    assert "The comments under my video" not in page.content()
    for place in page.locator("[data-post=p2]").all():  # feed, search result, profile, notification
        assert place.get_by_role("button", name="Show", exact=True).count() == 1
    assert page.locator("[data-post=p2]").count() == 4
    assert page.locator("blockquote [data-post=p6] .cover").count() == 1
    tree = page.locator("#places").aria_snapshot()
    assert "The comments under my video" not in tree
    assert "A phone, and comments" not in tree
    stops = page.locator("#places").evaluate(
        """place => [...place.querySelectorAll('*')].filter(e => e.tabIndex >= 0 && e.type !== 'hidden')
            .map(e => e.closest('.cover') ? e.tagName : e.tagName + ' outside')"""
    )
    assert set(stops) <= {"BUTTON", "A", "VIDEO outside"}
    box = page.locator("[data-post=p8] .cover").evaluate(
        """cover => {
            const style = getComputedStyle(cover);
            return [style.backgroundColor, style.opacity, style.filter];
        }"""
    )
    assert box[1:] == ["1", "none"]
    assert "rgba" not in box[0], "opaque"
    before = len(asked)
    cover.get_by_role("button", name="Show", exact=True).focus()
    page.keyboard.press("Enter")
    page.get_by_text("The comments under my video").wait_for()
    assert page.evaluate("document.activeElement.dataset.post") == "p8"
    assert page.evaluate("document.querySelector('[data-post=p8] video').paused"), "showing isn't starting"
    page.locator("[data-post=p2]").first.get_by_role("button", name="Show", exact=True).click()
    assert page.locator("[data-post=p2] .cover").count() == 0, "shown once is shown everywhere"
    page.get_by_role("button", name="Fewer like this").first.click()
    assert page.locator("[data-topic=harassment]").count() == 0
    assert page.evaluate("document.activeElement.id") == "feed"
    page.get_by_role("button", name="Clear: as if nothing had happened").click()
    assert page.locator("[data-post=p2]").count() == 4
    assert page.locator(".cover").count() == 0
    assert {request.resource_type for request in asked[before:]} <= {"media"}, "all this needed no answer of the site"
    kept = "[localStorage.length, sessionStorage.length, document.cookie, history.state]"
    assert page.evaluate(kept) == [0, 0, "", None]
    assert page.evaluate("indexedDB.databases().then(found => found.length)") == 0
    assert "bullied" not in page.evaluate("location.href")
    look(page)
    context.close()


def test_nothing_plays_for_whoever_wants_stillness(own_site, browser):
    context = browser.new_context(locale="en-GB", reduced_motion="reduce")
    page = context.new_page()
    page.goto(own_site.url + "/en/prevention/")
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.querySelector('[data-post=p8] video').paused")
    context.close()


class _Quiet(SimpleHTTPRequestHandler):
    policy = ""

    def end_headers(self) -> None:
        if self.policy:
            self.send_header("Content-Security-Policy", self.policy)
        super().end_headers()

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def foreign_site(own_site, tmp_path):
    """The sample page of the documentation, served by a site of its own."""
    sample = (settings.BASE_DIR / "docs" / "embed" / "sample.html").read_text(encoding="utf-8")
    (tmp_path / "index.html").write_text(sample.replace("http://127.0.0.1:8000", own_site.url), encoding="utf-8")
    # As strict as a careful site is: our script and our answer, no inline style at all.
    strict = f"default-src 'none'; script-src {own_site.url}; connect-src {own_site.url}; style-src 'none'"
    handler = type("Strict", (_Quiet,), {"policy": strict})
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(handler, directory=str(tmp_path)))
    with serving(server) as port:
        yield f"http://localhost:{port}/"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_panel_on_a_foreign_site(foreign_site, own_site, browser, scheme):
    context = browser.new_context(color_scheme=scheme, locale="fr-FR")
    page, asked = context.new_page(), []
    page.on("request", lambda request: asked.append(request))
    page.goto(foreign_site)
    panel = page.locator("safety-help section")
    panel.wait_for()
    assert panel.get_by_role("link", name="Appeler").first.get_attribute("href").startswith("tel:")
    assert panel.get_attribute("lang") == "fr"
    assert panel.evaluate("panel => getComputedStyle(panel).borderTopWidth") == "2px", "styled despite the policy"
    assert "Appeler" in page.locator("safety-help").aria_snapshot()
    assert not panel.locator("a").evaluate_all("links => links.filter(one => one.getBoundingClientRect().height < 24)")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.tagName") == "SAFETY-HELP"
    assert context.cookies() == []
    to_us = [request for request in asked if request.url.startswith(own_site.url)]
    assert len(to_us) == 3, "a script in two parts and one answer"
    assert all("cookie" not in request.all_headers() for request in to_us)
    assert all("referer" not in request.all_headers() for request in to_us if "embed" in request.url)
    context.close()


def test_the_panel_reads_from_right_to_left_and_in_two_languages(foreign_site, own_site, browser, settings):
    settings.LANGUAGES = [*settings.LANGUAGES, ("ar", "Arabic")]
    page = browser.new_context().new_page()
    page.goto(foreign_site)
    panel = page.locator("safety-help section")
    panel.wait_for()
    for language, direction in (("ar", "rtl"), ("en", "ltr"), ("fr", "ltr")):
        page.evaluate("language => document.querySelector('safety-help').setAttribute('language', language)", language)
        page.locator(f"safety-help section[lang={language}]").wait_for()
        assert panel.evaluate("panel => getComputedStyle(panel).direction") == direction
        assert panel.locator("bdi").first.get_attribute("dir") == "ltr"
    page.context.close()


def test_the_panel_by_itself_has_nothing_that_axe_minds(own_site, browser):
    """axe needs inline scripts, which the strict foreign site forbids."""
    for scheme in ("light", "dark"):
        page = browser.new_context(color_scheme=scheme).new_page()
        page.goto(own_site.url + "/en/prevention/")
        page.evaluate("""async () => {
            await import('/static/js/help-panel.js');
            const panel = document.createElement('safety-help');
            panel.setAttribute('topic', 'suicide-self-harm');
            panel.setAttribute('level', 'urgent');
            panel.setAttribute('country', 'GB');
            document.querySelector('main').replaceChildren(document.createElement('h1'), panel);
            document.querySelector('h1').textContent = 'Panel';
        }""")
        page.locator("safety-help section").wait_for()
        text = page.locator("safety-help a[href='sms:85258?body=SHOUT']")
        assert text.inner_text() == "Text SHOUT → 85258", "the word to send stands beside its number"
        look(page)
        page.context.close()


def test_without_an_answer_the_foreign_site_keeps_its_own_link(foreign_site, own_site, browser):
    context = browser.new_context()
    page = context.new_page()
    page.route("**/api/v1/embed/**", lambda route: route.abort())
    page.goto(foreign_site)
    expect(page.get_by_role("link", name="Trouver quelqu’un à qui parler")).to_be_visible()
    context.close()
