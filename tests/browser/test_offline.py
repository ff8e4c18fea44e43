"""Help without network, and the weight of the crisis page, in a real browser."""

from contextlib import contextmanager

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from django.test import override_settings
from playwright.sync_api import expect

from safety_centre.settings import base
from tests.plugins.databases import Served, Site

pytestmark = pytest.mark.browser
ACTIVE = """async () => { for (;;) {
  const [one] = await navigator.serviceWorker.getRegistrations();
  if (one?.active?.state === "activated") return one.scope;
  await new Promise((done) => setTimeout(done, 50));
} }"""
KEPT = """async () => {
  const found = [];
  for (const name of await caches.keys())
    for (const request of await (await caches.open(name)).keys()) {
      const { pathname, search } = new URL(request.url);
      found.push(pathname + search);
    }
  return found;
}"""


@pytest.fixture
def phone(site, browser):
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="fr-BE", timezone_id="Europe/Brussels")
    yield context.new_page()
    context.close()


def visited(page, site, address="/fr/"):
    page.goto(site.url + address)
    assert page.evaluate(ACTIVE) == site.url + "/fr/aide/"
    return page


def test_after_one_visit_to_home_help_opens_offline(site, phone):
    page = visited(phone, site)
    page.context.set_offline(True)
    page.goto(site.url + "/fr/aide/")
    page.get_by_text("Tu es hors ligne.").wait_for()
    assert " à " in page.locator("[data-saved-on]").inner_text(), "day and time of saving"
    page.get_by_role("heading", name="Belgique").wait_for()  # guessed from the clock, shown to be changed
    expect(page.locator('a[href="tel:103"]')).to_be_visible()
    page.get_by_label("Pays").select_option("FR")
    page.get_by_role("heading", name="France").wait_for()
    expect(page.locator('#line-fr-3114 a[href="tel:3114"]')).to_be_visible()
    assert page.locator("#line-fr-3018 [data-state]").inner_text()
    page.get_by_label("Pays").select_option("JP")
    page.get_by_text("Nous n’avons pas encore vérifié de ligne dans ce pays").wait_for()
    expect(page.locator('.panel--help a[href="tel:112"]')).to_be_visible()
    page.get_by_label("Pays").select_option("DE")
    page.locator("#line-eu-112").wait_for()
    page.goto(site.url + "/fr/aide/?topic=depression")
    page.locator("#line-eu-112").wait_for()
    assert page.get_by_label("Pays").input_value() == "DE", "remembered on the device"
    assert page.evaluate("document.fonts.check('16px Hyperlegible')")
    assert Axe().run(page).violations_count == 0
    page.context.set_offline(False)


def test_offline_a_topic_in_the_address_is_sorted_out_on_the_device(site, phone):
    page = visited(phone, site)
    page.context.set_offline(True)
    page.goto(site.url + "/fr/aide/?country=FR&topic=eating-disorders")
    page.locator("#line-fr-anorexie-boulimie").wait_for()
    assert page.locator("#line-fr-3018").is_hidden()
    page.context.set_offline(False)


def test_only_help_is_kept_whatever_is_read(site, phone):
    page = visited(phone, site)
    before = sorted(page.evaluate(KEPT))
    for address in (
        "/fr/sujets/suicide/", "/fr/aide/?topic=suicide-self-harm&country=FR", "/fr/aide/?country=BE&channel=chat",
        "/accounts/login/", "/fr/vie-privee/", "/fr/parents/",
    ):  # fmt: skip
        page.goto(site.url + address)
    assert sorted(page.evaluate(KEPT)) == before
    outside = [name for name in before if not name.startswith("/static/")]
    assert outside == ["/fr/aide/", "/offline/fr.json"]
    assert page.evaluate("Object.keys(localStorage)") == []


def test_the_worker_controls_help_pages_only(site, phone):
    page = visited(phone, site)
    page.goto(site.url + "/fr/sujets/suicide/")
    assert page.evaluate("navigator.serviceWorker.controller") is None
    page.goto(site.url + "/fr/aide/")
    assert page.evaluate("Boolean(navigator.serviceWorker.controller)")
    assert page.evaluate("document.documentElement.dataset.saved === undefined"), "the network comes first"


def test_removed_for_good_and_kept_again(site, phone):
    page = visited(phone, site, "/fr/vie-privee/")
    page.get_by_text("La liste des lignes d’écoute est gardée sur cet appareil.").wait_for()
    page.get_by_role("button", name="Effacer ce qui est gardé").click()
    page.get_by_text("Effacé. Plus rien n’est gardé sur cet appareil.").wait_for()
    assert page.evaluate("caches.keys()") == []
    page.goto(site.url + "/fr/")
    page.evaluate("new Promise((done) => setTimeout(done, 0))")
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0
    page.goto(site.url + "/fr/aide/")
    page.locator("#saved summary").click()
    page.get_by_role("button", name="Garder l’aide sur ce téléphone").click()
    page.get_by_text("La liste des lignes d’écoute est gardée").wait_for()
    assert page.evaluate(ACTIVE)


def test_a_slow_or_broken_server_is_no_wall(site, phone):
    page = visited(phone, site)
    page.context.route("**/fr/aide/**", lambda route: route.fulfill(status=502, body="Bad gateway"))
    page.goto(site.url + "/fr/aide/")
    expect(page.locator("#help-results")).to_be_visible()


@contextmanager
def as_production_serves(folder):
    """The site with static files compressed and named by content, by WhiteNoise, as in production."""
    changed = {
        "STATIC_ROOT": folder,
        "STATICFILES_FINDERS": ["django.contrib.staticfiles.finders.FileSystemFinder"],  # ours only; not the admin's
        "WHITENOISE_USE_FINDERS": False,
        "PAGE_CACHE_BYTES": base.PAGE_CACHE_BYTES,  # pages come from memory, and compressed as they lie there
        "STORAGES": {
            "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
            "staticfiles": {"BACKEND": "safety_centre.pages.static_files.StaticFiles"},
        },
    }
    with override_settings(**changed):
        call_command("collectstatic", interactive=False, verbosity=0)
        thread = Served("127.0.0.1", lambda application: application)
        thread.daemon = True
        thread.start()
        thread.is_ready.wait()
        assert not thread.error
        try:
            yield Site(f"http://{thread.host}:{thread.port}")
        finally:
            thread.terminate()


@pytest.fixture
def production(django_db_setup, django_db_blocker, tmp_path):
    with django_db_blocker.unblock(), as_production_serves(tmp_path / "static") as served:
        yield served


@pytest.mark.parametrize(
    ("address", "zone", "requests"),
    [
        ("/fr/aide/", "Europe/Paris", 8),
        ("/en/help/?country=GB", "Europe/Paris", 8),
        # Guessed on the device: that country's lines come on top of those that the page came with.
        ("/fr/aide/", "Europe/Brussels", 9),
    ],
)
def test_the_crisis_page_weighs_under_50_kilobytes(production, browser, address, zone, requests, record_property):
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="fr-FR", timezone_id=zone)
    page = context.new_page()
    network = context.new_cdp_session(page)
    sizes: dict[str, float] = {}
    names: dict[str, str] = {}
    network.on("Network.requestWillBeSent", lambda sent: names.update({sent["requestId"]: sent["request"]["url"]}))
    network.on("Network.loadingFinished", lambda got: sizes.update({got["requestId"]: got["encodedDataLength"]}))
    network.send("Network.enable")
    network.send("Network.setCacheDisabled", {"cacheDisabled": True})
    page.goto(production.url + address, wait_until="networkidle")
    weights = {names[one]: size for one, size in sizes.items() if "/sw.js" not in names[one]}
    total = sum(weights.values())
    record_property("bytes", total)
    print(address, int(total), {name.rsplit("/", 1)[-1] or "page": int(size) for name, size in weights.items()})
    assert len(weights) <= requests, weights
    assert any("woff2" in name for name in weights), "the font is counted"
    assert total < 50_000, weights
    context.close()


def test_the_production_names_work_offline_too(production, browser):
    context = browser.new_context(locale="en-GB", timezone_id="Europe/London")
    page = context.new_page()
    page.goto(production.url + "/en/")
    page.evaluate(ACTIVE)
    context.set_offline(True)
    page.goto(production.url + "/en/help/")
    page.get_by_text("You are offline.").wait_for()
    page.get_by_label("Country").select_option("IE")
    page.get_by_role("heading", name="People to talk to: Ireland").wait_for()
    page.locator("#saved summary").click()
    page.get_by_role("button", name="Remove what is saved").wait_for()
    context.set_offline(False)
    context.close()
