"""Prevention in a real browser: the page that shows it working, and the panel on a foreign site."""

import functools
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings

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
    for _ in range(3):
        page.get_by_label("A post with hashtags").fill("i was #bullied")
        page.keyboard.press("Enter")
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


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def foreign_site(own_site, tmp_path):
    """The sample page of the documentation, served by a site of its own."""
    sample = (settings.BASE_DIR / "docs" / "embed" / "sample.html").read_text(encoding="utf-8")
    (tmp_path / "index.html").write_text(sample.replace("http://127.0.0.1:8000", own_site.url), encoding="utf-8")
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(tmp_path)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_port}/"
    server.shutdown()


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
    look(page)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.tagName") == "SAFETY-HELP"
    assert context.cookies() == []
    to_us = [request for request in asked if request.url.startswith(own_site.url)]
    assert len(to_us) == 2, "one script and one answer"
    assert all("cookie" not in request.all_headers() for request in to_us)
    assert all("referer" not in request.all_headers() for request in to_us if "embed" in request.url)
    context.close()


def test_without_an_answer_the_foreign_site_keeps_its_own_link(foreign_site, own_site, browser):
    context = browser.new_context()
    page = context.new_page()
    page.route("**/api/v1/embed/**", lambda route: route.abort())
    page.goto(foreign_site)
    assert page.get_by_role("link", name="Trouver quelqu’un à qui parler").is_visible()
    context.close()
