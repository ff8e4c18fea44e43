"""The safety team's job in a browser: see what matches, mend a term, try it, publish, take it back."""

import pytest
from playwright.sync_api import expect

from guides.services.workspaces import ensure_safety_team
from safety_centre.accounts.models import User
from safety_centre.prevention import compiled
from tests.browser.signing_in import sign_in
from tests.prevention.conftest import publish_rows

pytestmark = pytest.mark.browser


@pytest.fixture
def editor(own_site, browser):
    publish_rows()
    user = User.objects.create_user("safe@example.org", "x" * 12, is_staff=True, language="en")
    user.groups.add(ensure_safety_team())
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
    page = sign_in(context, own_site.url, user).new_page()
    page.goto(own_site.url + "/admin/")
    yield page
    context.close()


def matches(text: str) -> bool:
    compiled.forget()
    return bool(compiled.current().matcher.find(text, (), "en"))


def test_an_editor_mends_tries_publishes_and_takes_back(editor, own_site):
    innocent = "i was bullied by my cat"

    def try_it(with_edits: bool) -> None:
        editor.goto(own_site.url + "/admin/prevention/try/")
        editor.get_by_label("A text or hashtags, as people post").fill(innocent)
        if with_edits:
            editor.get_by_label("With what is edited and not published yet").check()
        editor.get_by_role("button", name="Try it").click()
        editor.get_by_role("heading", name="What matches").wait_for()

    try_it(False)
    expect(editor.get_by_text("bullied (Harassment, Risk, At risk, en)")).to_be_visible()
    editor.goto(own_site.url + "/admin/snippets/prevention/sensitiveterm/?q=bullied")
    editor.get_by_role("link", name="bullied", exact=False).first.click()
    editor.get_by_role("textbox", name="exceptions").fill("bullied by my cat\nbullied by the dog")
    editor.get_by_role("button", name="Save").click()
    editor.get_by_text("updated", exact=False).first.wait_for()
    try_it(True)
    expect(editor.get_by_text("an exception covers it", exact=False)).to_be_visible()
    assert matches(innocent), "edited, and not published yet"
    editor.goto(own_site.url + "/admin/prevention/lexicon/")
    expect(editor.get_by_text("1 term differs from the newest version.")).to_be_visible()
    expect(editor.get_by_text("bullied (en)")).to_be_visible()
    editor.get_by_label("What changed, in a few words").fill("cats and dogs")
    editor.get_by_role("button", name="Publish").click()
    editor.get_by_text("Version 2 holds everywhere within five seconds.").wait_for()
    expect(editor.get_by_role("cell", name="cats and dogs")).to_be_visible()
    expect(editor.get_by_text("Nothing differs from the newest version.")).to_be_visible()
    assert not matches(innocent)
    editor.get_by_role("button", name="Back to version 1").click()
    editor.get_by_text("Version 3 holds everywhere within five seconds.").wait_for()
    assert matches(innocent)
