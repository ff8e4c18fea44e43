"""The desk's own admin pages: axe finds nothing in either theme or language, and the keyboard reaches everything."""

import pytest
from django.utils import timezone

from guides.models import CheckFinding, LinkCheck, PartnerAssociation
from guides.services import checks, workspaces
from tests.browser.signing_in import sign_in
from tests.browser.test_axe import AXE_SCRIPT, COLOURS, OPTIONS, RUN
from tests.guides.checks.conftest import with_text
from tests.guides.desk.conftest import guide, person
from tests.plugins.databases import cloned_database, served_here

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("desk pages")]  # one worker makes the desk
MAIN = "main :is(a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0'])"
# What the keyboard can reach of the main part: shown, not switched off, one of each group of choices.
REACHABLE = f"""() => [...document.querySelectorAll("{MAIN}")].filter((one) =>
    one.checkVisibility({{visibilityProperty: true}}) && !one.disabled && one.tabIndex >= 0
    && !(one.type === "radio" && !one.checked)).length"""
FOCUSED = """() => {
    const one = document.activeElement, main = document.querySelector("main");
    if (!main.contains(one)) return null;
    one.dataset.seen ??= String(document.querySelectorAll("[data-seen]").length);
    const style = getComputedStyle(one);
    const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1;
    return [one.dataset.seen, outlined || style.boxShadow !== "none" || one.tagName === "IFRAME"];
}"""


@pytest.fixture(scope="module")
def desk(django_db_setup, django_db_blocker):
    """Pages with something to show: a *must fix* in a draft, one let pass, a dead link, a translation behind.

    Made once for all tests here, which only look.
    """
    with django_db_blocker.unblock(), cloned_database(), served_here() as site:
        yield site, *_something_to_show()


def _something_to_show():
    for partner in PartnerAssociation.objects.all():
        workspaces.ensure_workspace(partner=partner)
    mine = PartnerAssociation.objects.get(key="example-rempart").workspace
    people = {
        "editor": person("ecrit@example.org", mine.editors),
        "reviewer": person("relit@example.org", mine.reviewers),
        "safety": person("veille@example.org", workspaces.ensure_safety_team()),
    }
    page = guide("harassment")
    page.get_latest_revision().publish()  # the English page is behind from now on
    with_text(page, "Elle a raté son suicide.").save_revision()
    found = CheckFinding.objects.get(page_id=page.pk, rule="suicide-wording")
    checks.override(page=page, key=found.key, reason="Une citation.", by=people["safety"], now=timezone.now())
    with_text(page, "Il a réussi son suicide.", block="second").save_revision()
    key = CheckFinding.objects.get(page_id=page.pk, rule="suicide-wording", is_open=True).key
    dead = LinkCheck.objects.create(
        url="https://example.org/gone", status=404, problem="not-found", checked_at=timezone.now()
    )
    dead.pages.add(page)
    reports = ["translations", "reviews", "insight", "links"]
    own = ["/admin/", *(f"/admin/desk/{name}/" for name in reports), "/admin/reports/checks/"]
    own += [f"/admin/desk/{page.pk}/side-by-side/", f"/admin/desk/{guide('harassment', 'en').pk}/changes/"]
    return {
        "editor": own,
        "reviewer": [f"/admin/desk/{page.pk}/reviewed/"],
        "safety": ["/admin/reports/checks-let-pass/", f"/admin/checks/{page.pk}/{key}/let-pass/"],
    }, people


def signed_in(browser, url: str, user, language: str, **options):
    """Open a page as ``user``, whose admin speaks ``language``."""
    type(user).objects.filter(pk=user.pk).update(language=language)
    context = browser.new_context(locale=language, reduced_motion="reduce", **options)
    return sign_in(context, url, user).new_page()


# The drafts inside frames are public pages: tests/browser/test_axe.py looks at those.
EVERYTHING = {**OPTIONS, "iframes": False}


@pytest.mark.parametrize(("language", "width"), [("fr", 1280), ("en", 360)])
def test_axe_finds_nothing_and_the_keyboard_reaches_everything(desk, browser, language, width):
    """All rules in the light, those on colours in the dark; each page is walked with Tab.

    Once is enough for what neither the language nor the width changes: the dark theme's colours and Tab.
    """
    site, addresses, people = desk
    found, missed = {}, {}
    for who, paths in addresses.items():
        page = signed_in(browser, site.url, people[who], language, viewport={"width": width, "height": 900})
        for path in paths:
            page.emulate_media(color_scheme="light")
            assert page.goto(site.url + path).status == 200
            assert page.url == site.url + path
            page.locator(f"html[lang={language}] main").wait_for()
            page.evaluate(AXE_SCRIPT)
            for scheme, rules in (("light", EVERYTHING), ("dark", COLOURS))[: 2 if width > 1000 else 1]:
                page.emulate_media(color_scheme=scheme)
                violations = page.evaluate(RUN, rules)
                if violations:
                    found[path, scheme] = violations
            wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert wide <= 0, (path, wide)
            if width > 1000 and (lost := lost_by_keyboard(page)):
                missed[path] = lost
        page.context.close()
    assert not found, found
    assert not missed


def lost_by_keyboard(page) -> tuple | None:
    """Walk through the main part with Tab; return what was to be reached, what was, and what had focus unseen."""
    page.evaluate("document.querySelector('main').tabIndex = -1; document.querySelector('main').focus()")
    wanted, reached, unseen = page.evaluate(REACHABLE), set(), []
    for _ in range(wanted + 20):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        if focused:
            reached.add(focused[0])
            unseen += [] if focused[1] else [focused[0]]
        if len(reached) >= wanted:
            break
    return (wanted, len(reached), unseen) if len(reached) < wanted or unseen else None


def test_the_drafts_stand_side_by_side_each_for_its_reader(desk, browser):
    """Waits for the drafts themselves: a page with frames that load as they are seen is never idle."""
    site, _addresses, people = desk
    page = signed_in(browser, site.url, people["editor"], "fr", viewport={"width": 1280, "height": 900})
    pk = guide("harassment").pk
    page.goto(f"{site.url}/admin/desk/{pk}/side-by-side/")
    assert page.locator(".desk-frames iframe").count() == 3
    for number, who in enumerate(("Je suis ado", "Je suis parent", "Je m’inquiète pour un ami")):
        page.locator(".desk-frames iframe").nth(number).scroll_into_view_if_needed()
        draft = page.frame_locator(".desk-frames iframe").nth(number)
        draft.get_by_role("heading", level=1, name="Harcèlement en ligne").wait_for()
        draft.locator("[aria-current]").get_by_text(who).first.wait_for()
    page.get_by_label("Anglais").check()
    page.get_by_label("un ordinateur").check()
    page.get_by_role("button", name="Afficher", exact=True).click()
    page.locator(".desk-frames--desktop iframe").nth(5).wait_for()
    page.locator(".desk-frames iframe").nth(5).scroll_into_view_if_needed()
    last = page.frame_locator(".desk-frames iframe").nth(5)
    last.get_by_role("heading", level=1, name="Harassment online").wait_for()
    page.context.close()
