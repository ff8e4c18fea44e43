"""A right-to-left language in a real browser: mirrored, nothing beyond the edge, help and exit where they belong."""

import pytest

from guides.models import HelpPage
from tests.browser.test_axe import AXE_SCRIPT, COLOURS, OPTIONS, RUN
from tests.pages.arabic import CODE, arabic_added, translate_tree
from tests.plugins.databases import cloned_database, served_here

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("right to left")]
KEEP = {
    *("fr", "sujets", "harcelement", "parents", "confidentialite", "parler", "charte", "partenaires"),
    *("example-rempart", "accessibilite", "vie-privee", "quitter-cette-page"),
}
FIRST_AND_LAST_DIGIT = """(link) => {
  const text = [...link.childNodes].find((node) => /\\d/.test(node.textContent));
  const left = (index) => { const range = document.createRange();
    range.setStart(text, index); range.setEnd(text, index + 1); return range.getBoundingClientRect().left; };
  const found = [...text.textContent.matchAll(/\\d/g)];
  return [left(found[0].index), left(found.at(-1).index)];
}"""
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 900}


@pytest.fixture(scope="module")
def arabic_site(django_db_setup, django_db_blocker, tmp_path_factory):
    """The site with Arabic added: a tree of its own, its help page standing in. Gives the addresses of its pages.

    Made once: the tests only read it.
    """
    with django_db_blocker.unblock(), cloned_database(), arabic_added(tmp_path_factory.mktemp("arabic")):
        pages = translate_tree(KEEP)
        assert len(pages) > 6
        addresses = [page.url for page in pages.values()]
        addresses += [HelpPage.objects.get(locale__language_code=CODE).url, "/ar/prevention/", "/ar/nowhere/"]
        with served_here() as site:
            yield site, addresses


def box(page, selector: str) -> dict[str, float]:
    found = page.locator(f"{selector} >> visible=true").first.bounding_box()
    assert found, (page.url, selector)
    return found


def test_right_to_left(arabic_site, browser):
    site, addresses = arabic_site
    context = browser.new_context(reduced_motion="reduce", locale="ar", viewport=PHONE)
    page = context.new_page()
    problems: dict[str, object] = {}
    for address in addresses:
        page.set_viewport_size(PHONE)
        page.goto(site.url + address)
        assert page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == ["ar", "rtl"], address
        page.evaluate(AXE_SCRIPT)
        for scheme, rules in (("light", OPTIONS), ("dark", COLOURS)):
            page.emulate_media(color_scheme=scheme)
            violations = page.evaluate(RUN, rules)
            if violations:
                problems[f"axe {address} {scheme}"] = violations
        for size in (PHONE, {"width": 320, "height": 640}, DESK):
            page.set_viewport_size(size)
            wide = page.evaluate("document.documentElement.scrollWidth")
            if wide > size["width"]:
                problems[f"{size['width']} {address}"] = wide
        # At a desk: the brand begins the line at the right, help and exit end it at the left, exit last.
        brand, help_link, leave = (box(page, f".site-header {one}") for one in (".brand", ".help-link", ".quick-exit"))
        assert brand["x"] > help_link["x"] > leave["x"], address
        page.set_viewport_size(PHONE)
        help_link, leave = box(page, ".help-bar .help-link"), box(page, ".help-bar .quick-exit")
        assert help_link["x"] > leave["x"], address
        assert help_link["y"] > 600, address
    context.close()
    assert not problems, problems


def test_text_and_marks_begin_at_the_right(arabic_site, browser):
    site, _addresses = arabic_site
    context = browser.new_context(locale="ar", viewport=PHONE)
    page = context.new_page()
    page.goto(f"{site.url}/ar/sujets/harcelement/")
    heading = page.locator("h1")
    assert heading.evaluate("e => getComputedStyle(e).textAlign") == "start"
    assert heading.evaluate("e => getComputedStyle(e).direction") == "rtl"
    step = page.locator(".steps > li").first
    number = step.evaluate("e => getComputedStyle(e, '::before').right")
    assert number == "0px", "a step's number stands at the right"
    brief = page.locator(".brief").first
    assert brief.evaluate("e => parseFloat(getComputedStyle(e).borderRightWidth)") > 0
    assert brief.evaluate("e => parseFloat(getComputedStyle(e).borderLeftWidth)") == 0
    # A number is read from left to right in any language: its first digit stands left of its last.
    call = page.locator("main a[href='tel:0800235236']").first
    first, last = call.evaluate(FIRST_AND_LAST_DIGIT)
    assert first < last, "0 800 235 236 is shown as 236 235 800 0"
    context.close()


def test_help_that_stands_in_is_read_in_its_own_direction(arabic_site, browser):
    site, addresses = arabic_site
    context = browser.new_context(locale="ar", viewport=PHONE)
    page = context.new_page()
    page.goto(site.url + next(address for address in addresses if "/aide" in address or "/help" in address))
    notice = page.locator(".not-translated")
    assert notice.is_visible()
    assert notice.evaluate("e => e.closest('[dir]').dir") == "rtl"
    heading = page.locator("h1")
    assert heading.evaluate("e => e.closest('[dir]').dir") == "ltr"
    assert heading.evaluate("e => e.closest('[lang]').lang") in {"fr", "en"}
    assert page.locator("a[href^='tel:']").count() > 0
    context.close()
