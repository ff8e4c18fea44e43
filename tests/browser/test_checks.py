"""The checks in a real browser: a *must fix* beside its block, in the panel, in the preview, and in the way; let pass.

How it is mended and goes on: tests/browser/test_partners_job.py.
"""

import pytest
from django.contrib.auth.models import Group
from playwright.sync_api import expect

from guides.models import CheckOverride, PartnerAssociation, TopicGuidePage
from guides.services import workspaces
from safety_centre.accounts.models import User
from tests.browser.signing_in import sign_in
from tests.browser.waiting import ready_to_edit, until, watched

pytestmark = pytest.mark.browser
PASSWORD = "correct horse battery"
BAD = " Il a réussi son suicide."
REASON = "Titre d’un livre, vu avec le comité éditorial."


def signed_in(browser, own_site, email: str, group: str):
    user = User.objects.create_user(email, PASSWORD, is_staff=True, language="fr")
    user.groups.add(Group.objects.get(name=group))
    context = watched(browser.new_context(viewport={"width": 1280, "height": 900}, locale="fr-FR"))
    return sign_in(context, own_site.url, user).new_page()


def choose(page, name: str) -> None:
    """Press one of the actions below the form, which may be in its menu."""
    button = page.locator(f"[name={name}]")
    if not button.is_visible():
        page.get_by_role("button", name="Plus d’actions").click()
    button.click()


def test_a_must_fix_from_save_to_publishing(own_site, browser):
    for partner in PartnerAssociation.objects.all():
        workspaces.ensure_workspace(partner=partner)
    guide = TopicGuidePage.objects.get(topic__key="suicide-self-harm", locale__language_code="fr")
    address = f"{own_site.url}/admin/pages/{guide.pk}/edit/"

    # The writer types it: the mark stands beside the block once the text is saved, without any button.
    page = signed_in(browser, own_site, "ecrit@example.org", "example-ecoute: editors")
    page.goto(address)
    ready_to_edit(page)
    page.get_by_role("tab", name="Ado").click()
    editor = page.locator("[data-contentpath=teen] .public-DraftEditor-content").first
    editor.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(BAD)
    block = page.locator("[data-contentpath=teen] [data-streamfield-child]").filter(
        has=page.locator("[data-safety-mark]")
    )
    block.get_by_text("À corriger").wait_for()
    assert block.locator(".public-DraftEditor-content").count() == 1
    assert "réussi son suicide" in block.locator("[data-safety-mark]").inner_text()

    # The panel is Wagtail's own, with its words and ours; its link leads to the block from another tab.
    page.locator('[data-side-panel-toggle="checks"]').click()
    panel = page.locator('[data-side-panel="checks"]')
    panel.locator("[data-content-word-count]").filter(has_not_text="-").wait_for()
    assert panel.get_by_text("facile pour 11 à 13 ans").count() == 2
    page.get_by_role("tab", name="Parent").click()
    panel.get_by_role("link", name="Aller au bloc").first.click()
    assert page.get_by_role("tab", name="Ado").get_attribute("aria-selected") == "true"
    until(page, "document.activeElement.matches('[data-safety-mark]')")

    # In the preview, above the text.
    page.locator('[data-side-panel-toggle="preview"]').click()
    page.frame_locator("#w-preview-iframe").get_by_text("Dans cet aperçu seulement").wait_for()

    # Submitting is refused, says why, and nothing is lost.
    choose(page, "action-submit")
    page.get_by_text("a 1 point à corriger avant d’être soumise").wait_for()
    expect(page.locator("[data-contentpath=teen] [data-safety-must]")).to_be_in_viewport()  # not at some advice
    guide.refresh_from_db()
    assert guide.current_workflow_state is None
    assert "réussi son suicide" in str(guide.get_latest_revision_as_object().teen)
    page.context.close()


def test_the_safety_team_lets_one_pass(own_site, browser):
    for partner in PartnerAssociation.objects.all():
        workspaces.ensure_workspace(partner=partner)
    guide = TopicGuidePage.objects.get(topic__key="hate", locale__language_code="fr")
    guide.in_brief[0].value = "Une bibliographie cite ce titre, Réussir son suicide."
    guide.save_revision()
    address = f"{own_site.url}/admin/pages/{guide.pk}/edit/"
    page = signed_in(browser, own_site, "veille@example.org", workspaces.SAFETY_TEAM)
    page.goto(address)
    ready_to_edit(page)
    choose(page, "action-publish")
    page.get_by_text("a 1 point à corriger").wait_for()
    page.locator('[data-side-panel-toggle="checks"]').click()
    page.get_by_role("link", name="Accepter tel quel").click()
    page.get_by_label("Pourquoi cette phrase").fill(REASON)
    page.get_by_role("button", name="Accepter tel quel").click()
    page.get_by_text("Cette phrase peut être publiée").wait_for()
    choose(page, "action-publish")
    page.get_by_text("a été publiée").first.wait_for()
    guide.refresh_from_db()
    assert guide.live_revision_id == guide.latest_revision_id
    page.goto(own_site.url + "/admin/reports/checks-let-pass/")
    expect(page.get_by_text(REASON)).to_be_visible()
    made = CheckOverride.objects.get()
    assert (made.reason, made.made_by.email) == (REASON, "veille@example.org")
    page.context.close()
