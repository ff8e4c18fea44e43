"""A partner's whole job in a real browser: second step, write, be stopped, mend, submit, renew, translate.

And what the people of a second association see of it: nothing.
"""

import datetime as dt
import re

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from allauth.mfa.totp.internal.auth import yield_hotp_counters_from_time as counters
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.utils.formats import date_format
from playwright.sync_api import expect

from guides.models import PartnerAssociation, TopicGuidePage, TopicIndexPage
from guides.services import workspaces
from safety_centre.accounts.models import User
from tests.browser.signing_in import sign_in
from tests.browser.waiting import ready_to_edit, watched

pytestmark = pytest.mark.browser
PASSWORD = "correct horse battery"
OURS, THEIRS = "example-rempart", "example-equilibre"
TITLE = "Quand la rumeur court"
BAD = " Il a réussi son suicide."
GOOD = " Tu peux en parler ce soir."
ROLE = "une psychologue de l’association"
ENGLISH = {
    TITLE: "When a rumour spreads",
    "Une rumeur fait mal.": "A rumour hurts.",
    "Tu n’y es pour rien.": "It is not your fault.",
    "Dis-le à quelqu’un.": "Tell someone.",
    "Ce que tu peux faire": "What you can do",
    "Parle à un adulte. Tu peux en parler ce soir.": "Talk to an adult. You can talk about it tonight.",
    "Parler à quelqu’un": "Talk to someone",
    "Que faire": "What to do",
    "Écoutez sans juger.": "Listen without judging.",
    ROLE: "a psychologist of the association",
    "rumeur": "rumour",
}
LISTS = [
    "/admin/pages/search/?q=rumeur",
    "/admin/choose-page/search/?q=rumeur",
    "/admin/desk/translations/",
    "/admin/desk/reviews/",
    "/admin/reports/workflow/",
    "/admin/reports/checks/",
    "/admin/api/main/pages/?search=rumeur",
]


class Person:
    """Somebody with a password, a second step, and a browser of their own; who isn't to sign in has done so before."""

    def __init__(self, browser, url: str, address: str, *groups: str, signed_in: bool = True) -> None:
        self.url, self.address, self.secret = url, address, generate_totp_secret()
        user = User.objects.create_user(address, PASSWORD, kind="staff", is_staff=True, language="fr")
        user.groups.add(*Group.objects.filter(name__in=groups))
        assert user.groups.count() == len(groups)
        TOTP.activate(user, self.secret)
        context = watched(browser.new_context(viewport={"width": 1280, "height": 900}, locale="fr-FR"))
        self.page = (sign_in(context, url, user) if signed_in else context).new_page()

    def sign_in(self) -> None:
        """Give the password at the admin's door, which alone opens nothing; then the code."""
        page = self.page
        page.goto(self.url + "/admin/login/")
        page.locator("[name=login], [name=username]").first.fill(self.address)
        page.locator("[name=password]").fill(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url("**/accounts/2fa/authenticate/**")
        page.goto(self.url + "/admin/")
        assert "/admin/login/" in page.url, "half signed in is not signed in"
        page.goto(self.url + "/accounts/2fa/authenticate/")
        page.locator("input[name=code]").first.fill(format_hotp_value(hotp_value(self.secret, next(iter(counters())))))
        page.locator("main form button[type=submit]").first.click()
        page.wait_for_url("**/admin/")
        page.get_by_role("heading", level=1).wait_for()

    def open(self, path: str) -> None:
        self.page.goto(self.url + path)

    def edits(self, page_id: int) -> None:
        """Stand in the form of a page that notices what changes."""
        self.page.wait_for_url(f"**/admin/pages/{page_id}/edit/*")
        ready_to_edit(self.page)

    def press(self, selector: str) -> None:
        button = self.page.locator(selector)
        if not button.is_visible():
            self.page.get_by_role("button", name="Plus d’actions").first.click()
        button.click()

    def approve(self, page_id: int) -> None:
        self.open(f"/admin/pages/{page_id}/edit/")
        self.edits(page_id)
        self.press("[data-workflow-action-name=approve]:not([data-workflow-action-modal-url])")
        self.page.wait_for_url(lambda url: "/edit/" not in url)  # a message could be an older one

    def approve_from_the_dashboard(self, title: str) -> None:
        self.open("/admin/")
        self.page.get_by_text("C’est votre tour").first.wait_for()
        row = self.page.locator("tr:has([data-workflow-action-url])").filter(has_text=title)
        row.get_by_role("button", name="Actions").click()
        row.get_by_role("button", name=re.compile("^Approuver(?! avec)")).first.click()
        expect(self.page.get_by_text("C’est votre tour")).to_have_count(0)


def new_guide() -> TopicGuidePage:
    """A French guide of our association that has no English page and was never published."""
    index = TopicIndexPage.objects.get(locale__language_code="fr")
    old = TopicGuidePage.objects.get(topic__key="harassment", locale=index.locale)
    page = TopicGuidePage(title=TITLE, slug="rumeur", topic=old.topic, locale=index.locale, live=False)
    page.in_brief = [
        ("line", "Une rumeur fait mal."),
        ("line", "Tu n’y es pour rien."),
        ("line", "Dis-le à quelqu’un."),
    ]
    page.teen = [("heading", "Ce que tu peux faire"), ("text", "<p>Parle à un adulte.</p>")]
    for side in ("parent", "friend"):
        setattr(page, side, [("heading", "Que faire"), ("text", "<p>Écoutez sans juger.</p>")])
        getattr(page, side).append(("helplines", {"title": "Parler à quelqu’un", "topic": "harassment"}))
    page.teen.append(("helplines", {"title": "Parler à quelqu’un", "topic": "harassment"}))
    page.reviewed_on, page.next_review = dt.date(2026, 1, 5), dt.date(2027, 1, 5)
    index.add_child(instance=page)
    page.partners = [PartnerAssociation.objects.get(key=OURS)]
    page.save()
    page.save_revision()
    return page


def write(editor: Person, text: str, *, instead_of: str = "") -> None:
    """Type ``text`` at the end of the teen's first paragraph, after taking away ``instead_of`` there."""
    editor.page.get_by_role("tab", name="Ado").click()
    editor.page.locator("[data-contentpath=teen] .public-DraftEditor-content").first.click()
    editor.page.keyboard.press("Control+End")
    for _letter in instead_of:
        editor.page.keyboard.press("Backspace")
    editor.page.keyboard.type(text)


def test_the_whole_job_and_nobody_else_sees_it(own_site, browser, settings):
    settings.STAFF_SECOND_FACTOR_REQUIRED = True
    for partner in PartnerAssociation.objects.all():
        workspaces.ensure_workspace(partner=partner)
    guide = new_guide()
    editor = Person(browser, own_site.url, "ecrit@example.org", f"{OURS}: editors", signed_in=False)
    reviewer = Person(browser, own_site.url, "relit@example.org", f"{OURS}: reviewers")
    safety = Person(browser, own_site.url, "veille@example.org", workspaces.SAFETY_TEAM)
    stranger = Person(browser, own_site.url, "ailleurs@example.org", f"{THEIRS}: editors")

    # The dashboard leads to one's own guides.
    editor.sign_in()
    desk = editor.page.get_by_role("region", name=re.compile("Votre bureau"))
    desk.get_by_text("Brouillon, les lecteurs ne le voient pas").first.wait_for()
    desk.get_by_role("link", name=TITLE, exact=True).click()
    editor.edits(guide.pk)

    # A must fix stops the submission; nothing is lost.
    write(editor, BAD)
    editor.page.locator("[data-contentpath=teen] [data-safety-mark]").get_by_text("À corriger").wait_for()
    editor.press("[name=action-submit]")
    editor.page.get_by_role("status").get_by_text("a 1 point à corriger avant d’être soumise").wait_for()
    guide.refresh_from_db()
    assert guide.current_workflow_state is None
    assert BAD.strip() in str(guide.get_latest_revision_as_object().teen)

    # Mended, it goes to the association's own reviewer, then to the safety team; neither step alone publishes it.
    editor.edits(guide.pk)
    write(editor, GOOD, instead_of=BAD)
    editor.page.locator("[data-contentpath=teen] [data-safety-mark]").first.wait_for(state="detached")
    editor.press("[name=action-submit]")
    editor.page.get_by_text("a été soumise").first.wait_for()
    sees_nothing(stranger, guide.pk)
    reviewer.approve(guide.pk)
    guide.refresh_from_db()
    assert not guide.live
    safety.approve(guide.pk)

    # Readers have it, without an account.
    cache.clear()
    reader = browser.new_context(locale="fr-FR").new_page()
    guide.refresh_from_db()
    address = own_site.url + guide.get_url()
    reader.goto(address)
    expect(reader.get_by_role("heading", level=1, name=TITLE)).to_be_visible()
    expect(reader.get_by_text(GOOD.strip())).to_be_visible()

    # The reviewer reads it whole again: role and new dates are public at once.
    reviewer.open("/admin/")
    reviewer.page.get_by_role("link", name=f"Marquer comme relu {TITLE}").click()
    reviewer.page.get_by_label("À quel titre l’avez-vous relue").fill(ROLE)
    due = dt.date.today() + dt.timedelta(days=200)
    reviewer.page.get_by_label("À relire avant le").fill(due.isoformat())
    reviewer.page.keyboard.press("Tab")  # by keyboard: the calendar would lie over the rest
    reviewer.page.get_by_label("Je l’ai lue en entier").press("Space")
    assert reviewer.page.get_by_label("Je l’ai lue en entier").is_checked()
    reviewer.page.get_by_role("button", name="Dire qu’elle a été relue aujourd’hui").press("Enter")
    reviewer.page.get_by_text("a été relue aujourd’hui").first.wait_for()
    reader.goto(address)
    reader.get_by_text(f"Relu le {date_format(dt.date.today())} par {ROLE}").wait_for()
    reader.get_by_text(f"Prochaine relecture avant le {date_format(due)}").wait_for()

    # Translated side by side, each sentence below its own. It is reviewed as the French page was.
    editor.open(f"/admin/localize/submit/page/{guide.pk}/?select_locale=en")
    editor.page.locator("main form [type=submit]").first.click()
    editor.page.get_by_text("est prête à être traduite").wait_for()
    translate(editor.page)
    english = TopicGuidePage.objects.get(translation_key=guide.translation_key, locale__language_code="en")
    assert not english.live
    editor.page.get_by_role("button", name="Envoyer la traduction en relecture").click()
    editor.page.get_by_text("est partie en relecture").wait_for()
    reviewer.approve_from_the_dashboard(ENGLISH[TITLE])
    english.refresh_from_db()
    assert not english.live
    safety.approve_from_the_dashboard(ENGLISH[TITLE])
    cache.clear()
    english.refresh_from_db()
    reader.goto(own_site.url + english.get_url())
    expect(reader.get_by_role("heading", level=1, name=ENGLISH[TITLE])).to_be_visible()
    expect(reader.get_by_text(ENGLISH["Parle à un adulte. Tu peux en parler ce soir."])).to_be_visible()
    reader.get_by_role("link", name="Français").first.click()
    expect(reader.get_by_role("heading", level=1, name=TITLE)).to_be_visible()


def translate(page) -> None:
    """Write the English of every sentence, tab by tab."""
    for name in ("À propos", "Ado", "Parent", "Ami", "Référencement"):
        page.get_by_role("tab", name=name).click()
        waiting = page.locator("li.incomplete:visible")
        waiting.first.wait_for()
        for left in reversed(range(waiting.count())):
            row = waiting.first
            french = row.locator("p").first.inner_text()
            row.get_by_role("button", name="Traduire").click()
            page.locator("li textarea:visible").fill(ENGLISH[french])
            page.get_by_role("button", name="Enregistrer", exact=True).click()
            expect(waiting).to_have_count(left)


def sees_nothing(stranger: Person, page_id: int) -> None:
    """Look for a draft wherever the admin lists pages: it is on no list, and its address leads away.

    The desk is looked at; the other answers are read as the stranger's browser gets them, without drawing each.
    """
    stranger.open("/admin/")
    stranger.page.get_by_role("region", name=re.compile("Votre bureau")).wait_for()
    assert TITLE not in stranger.page.content()
    own = [f"pages/{page_id}/edit/", f"desk/{page_id}/side-by-side/", f"desk/{page_id}/reviewed/"]
    for path in [*LISTS, *(f"/admin/{one}" for one in own)]:
        answer = stranger.page.request.get(stranger.url + path)
        assert "/login/" not in answer.url, path
        assert TITLE not in answer.text(), path
