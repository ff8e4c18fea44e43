"""axe finds nothing on any page type, in both languages and themes; a high-contrast theme loses nothing."""

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from tests.contracts.pages import one_of_each_type

pytestmark = pytest.mark.browser
DOORS = ["/accounts/login/", "/accounts/signup/", "/accounts/password/reset/", "/fr/nowhere/"]
SEARCHES = [
    "/fr/recherche/",
    "/fr/recherche/?q=harselement",
    "/en/search/?q=doxing&for=police",
    "/en/search/?q=xylophone",
]
VIEWS = [*SEARCHES, "/fr/prevention/", "/en/prevention/", "/fr/transparence/", "/en/transparency/", "/api/v1/docs/"]
VIEWS += [
    "/fr/lexique/",
    "/en/glossary/",
    "/fr/sujets/harcelement/?for=parent&print=summary",
    "/en/parents/?print=summary",
]
VIEWS += ["/fr/parents/regles-de-la-communaute/", "/en/topics/eating-disorders/?for=teen"]
OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
# What a theme can change: tests/contracts/test_style_sheet.py holds the dark one to colours.
COLOURS = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
    "resultTypes": ["violations"],
}
RUN = """async (options) => (await axe.run(document, options)).violations
  .map((one) => [one.id, one.nodes.slice(0, 3).map((node) => node.target)])"""
# axe reads colours that forced colours replace (-webkit-text-fill-color), so this reads those that are painted.
FORCED = """() => {
  const parts = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const channel = (one) => (one / 255 <= 0.04045 ? one / 255 / 12.92 : ((one / 255 + 0.055) / 1.055) ** 2.4);
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const over = ([r, g, b, alpha = 1], under) => [r, g, b].map((one, i) => one * alpha + under[i] * (1 - alpha));
  const behind = (element) => {
    if (!element) return [255, 255, 255];
    const colour = parts(getComputedStyle(element).backgroundColor);
    return colour[3] === 0 ? behind(element.parentElement) : over(colour, behind(element.parentElement));
  };
  const ratio = (one, other) => {
    const [high, low] = [light(one), light(other)].sort((x, y) => y - x);
    return (high + 0.05) / (low + 0.05);
  };
  const wrong = [];
  const shown = [...document.body.querySelectorAll("*")].filter((one) => one.checkVisibility());
  for (const one of shown) {
    const says = [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    const style = getComputedStyle(one), under = behind(one);
    if (says && ratio(over(parts(style.color), under), under) < 4.5) wrong.push(`pale: ${one.outerHTML.slice(0, 80)}`);
    if (one.matches(".button, .help-link, .helpline__call, .audience__link")) {
      const edge = over(parts(style.borderTopColor), behind(one.parentElement));
      if (parseFloat(style.borderTopWidth) < 2 || ratio(edge, behind(one.parentElement)) < 3)
        wrong.push(`no edge: ${one.outerHTML.slice(0, 80)}`);
    }
  }
  for (const one of shown.filter((each) => each.matches(":is(.audience__link, .progress__link)[aria-current]"))) {
    const others = [...one.closest("nav, ol, ul").querySelectorAll("a:not([aria-current])")];
    if (others.some((each) => ratio(behind(one), behind(each)) < 3)) wrong.push(`lost: ${one.outerHTML.slice(0, 60)}`);
  }
  return wrong;
}"""


def test_axe_in_both_themes_and_forced_colours(site, browser, django_db_blocker):
    """Each page is opened once. Forced colours replace every colour: what only a colour said must still be said."""
    with django_db_blocker.unblock():
        addresses = [one.url for one in one_of_each_type().values()] + DOORS + VIEWS
    page = browser.new_context(viewport={"width": 360, "height": 740}, reduced_motion="reduce").new_page()
    found = {}
    for address in addresses:
        page.emulate_media(color_scheme="light", forced_colors="none")
        page.goto(site.url + address)
        page.evaluate(AXE_SCRIPT)
        looks = {"light": page.evaluate(RUN, OPTIONS)}
        page.emulate_media(color_scheme="dark")
        looks["dark"] = page.evaluate(RUN, COLOURS)
        for scheme in ("dark", "light"):
            page.emulate_media(color_scheme=scheme, forced_colors="active")
            looks[f"{scheme}, forced"] = page.evaluate(FORCED)
        found |= {(address, look): wrong[:4] for look, wrong in looks.items() if wrong}
    page.context.close()
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
