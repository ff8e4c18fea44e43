"""A family in one sitting on two phones: sign up, pair, set, ask, answer, end. And axe on every page on the way."""

import datetime as dt
import io
import re

import pytest
import zxingcpp
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.core import mail
from django.utils import timezone
from PIL import Image
from playwright.sync_api import expect

from family_pairing.models import Pairing
from family_pairing.services import agreement as agreements
from family_pairing.services import choices, ending
from safety_centre.accounts.models import User
from tests.browser.signing_in import sign_in
from tests.family_pairing.conftest import make_user

pytestmark = pytest.mark.browser
PASSWORD = "correct horse battery"


class Phone:
    """One person's phone, counting taps."""

    def __init__(self, browser, site, scheme: str, read: dict[str, set[str]] | None = None) -> None:
        self.context = browser.new_context(
            viewport={"width": 360, "height": 740}, locale="en-GB", color_scheme=scheme, reduced_motion="reduce"
        )
        self.page, self.site, self.taps = self.context.new_page(), site, 0
        self.read = {} if read is None else read  # what axe has read, by address; two phones may share it

    def signed_in(self, user: User) -> "Phone":
        """Open the family page as ``user``, whose way in isn't what is tried here."""
        sign_in(self.context, self.site.url, user)
        self.open("/family/")
        return self

    def open(self, path: str) -> None:
        self.page.goto(self.site.url + path)
        self.look()

    def look(self) -> None:
        """Let axe read the page, unless it has read one at this address with all that stands on this one."""
        address = re.sub(r"[0-9a-f-]{36}", "…", self.page.url.split("?")[0])
        found = set(
            self.page.evaluate(
                """() => [...document.querySelectorAll('body *')].map(one => [
                    one.parentElement.tagName, one.tagName, one.className.toString(), one.getAttribute('role'),
                    one.getAttribute('type'), one.getAttributeNames().filter(name => name.startsWith('aria')).join(),
                    one.closest('details:not([open])') !== null
                ].join('.'))"""
            )
        )
        before = self.read.setdefault(address, set())
        if found <= before:
            return
        before |= found
        results = Axe().run(self.page)
        assert results.violations_count == 0, (self.page.url, results.generate_report())

    def tap(self, name: str, role: str = "button") -> None:
        self.taps += 1
        self.page.get_by_role(role, name=name, exact=True).first.click()
        self.look()

    def sign_up(self, email: str, kind: str, name: str, born: dt.date, *, then: str = "**/family/") -> None:
        """Make an account on the page that is open, or on its own address."""
        page = self.page
        if "/accounts/signup/" not in page.url:
            self.open("/accounts/signup/")
        page.get_by_label("Email").fill(email)
        page.get_by_label(kind).check()
        page.get_by_label("First name or nickname").fill(name)
        page.get_by_label("Date of birth").fill(born.isoformat())
        page.get_by_label("Country").select_option("FR")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Create my account").click()
        code = re.search(r"\n\s*([A-Z0-9]{3,}-?[A-Z0-9]{3,})\s*\n", mail.outbox[-1].body)[1]
        page.locator("input[name=code]").fill(code)
        page.get_by_role("button", name="Confirm").click()
        page.wait_for_url(then)
        self.look()


def scanned(square) -> str:
    """Return the address that a phone's camera reads in the square on the screen."""
    found = zxingcpp.read_barcodes(Image.open(io.BytesIO(square.screenshot())))
    assert len(found) == 1, "the square on the screen can’t be read"
    return found[0].text


def sign_an_agreement(mum: Phone, child: Phone) -> None:
    mum.open("/family/")
    mum.tap("Family agreement", "link")
    mum.tap("Begin", "link")
    for promise in mum.page.locator("input[name=commitments]").all()[::2]:
        promise.check()
    mum.page.locator("summary", has_text="Settings that we agree on").click()
    mum.page.get_by_label("Screen time a day").fill("50")
    mum.tap("Save")
    mum.tap("I sign")
    child.open("/family/")
    child.tap("Family agreement with Claude", "link")
    child.page.get_by_label("A note of mine").fill("One film night a week")
    child.tap("Keep the note")
    child.tap("I sign")
    expect(child.page.get_by_text("Signed by both")).to_be_visible()
    child.tap("A sheet to print", "link")
    child.open("/family/")
    assert "50 min a day" in child.page.locator("li.setting", has_text="Screen time a day").inner_text()


def pair_by(how: str, mum: Phone, child: Phone) -> None:
    """Pair on two phones, by the typed code or by the square: at most six taps on each side."""
    mum.taps = child.taps = 0
    mum.tap("Show a code")
    if how == "typed":
        code = mum.page.locator(".code").inner_text()
        child.tap("I have a code", "link")
        child.page.get_by_label("Code").fill(code)
    else:
        address = scanned(mum.page.locator(".qr-frame svg"))
        child.open(address.removeprefix(settings.SITE_URL))
    child.tap("Continue")
    child.tap("Accept")
    mum.tap("It has been typed: continue", "link")
    mum.tap("Look and confirm", "link")
    mum.tap("Yes, pair us")
    assert max(mum.taps, child.taps) <= 6
    expect(mum.page.get_by_text("Paired with Sacha").first).to_be_visible()


def test_the_square_is_scanned_at_night(own_site, browser):
    """The same pages in the dark, each looked at once; what is on them was written by services."""
    now = timezone.now()
    guardian = make_user("mum@example.org", "parent", 44, now, first_name="Claude", language="en")
    teen = make_user("teen@example.org", "teen", 14, now, first_name="Sacha", language="en")
    mum = Phone(browser, own_site, "dark").signed_in(guardian)
    child = Phone(browser, own_site, "dark", mum.read).signed_in(teen)
    pair_by("scanned", mum, child)
    paired = Pairing.objects.get()
    choices.set_by_guardian(pairing=paired, user=guardian, key="daily_screen_time", value=30, now=now)
    choices.ask(teen=teen, key="daily_screen_time", value=45, now=now)
    draft = agreements.draft(pairing=paired, user=guardian, now=now)
    agreements.add_note(agreement=draft, user=teen, text="One film night a week", now=now)
    pages = ["", "agreement/", "agreement/write/", "history/", "end/", "consent/", "plan/"]
    for phone, extra in ((mum, pages), (child, ["", "agreement/", "end/", "safe/"])):
        for page in extra:
            phone.open(f"/family/{paired.public_id}/{page}" if page else "/family/")
            assert phone.page.evaluate("document.documentElement.scrollWidth") <= 360, page
    ending.end_by_guardian(pairing=paired, user=guardian, now=now)
    for phone in (mum, child):
        phone.open("/family/")
        phone.page.locator("summary", has_text="Earlier pairings").click()
        phone.look()
        phone.page.locator("details.former").get_by_role("link", name="History").click()
        expect(phone.page.get_by_text("ended the pairing with Sacha")).to_be_visible()
        phone.look()
        phone.context.close()


def test_a_family_on_two_phones(own_site, browser):
    today = timezone.localdate()
    mum = Phone(browser, own_site, "light")
    child = Phone(browser, own_site, "light", mum.read)
    mum.sign_up("mum@example.org", "a parent or another adult", "Claude", today.replace(year=today.year - 40, day=1))
    child.sign_up("teen@example.org", "a teen", "Sacha", today.replace(year=today.year - 15, day=1))

    pair_by("typed", mum, child)

    mum.taps = 0
    mum.tap("Limit: 0 minutes")
    expect(mum.page.get_by_text("Today: 0 minutes.")).to_be_visible()
    mum.tap("+30 min today")
    expect(mum.page.get_by_text("Today: 30 minutes.")).to_be_visible()
    assert mum.taps == 2

    child.open("/family/")
    row = child.page.locator("li.setting", has_text="Screen time a day")
    assert "Set by Claude" in row.inner_text()
    row.locator("summary").click()
    row.get_by_label("Minutes a day").fill("45")
    row.get_by_role("button", name="Ask for this").click()
    mum.open("/family/")
    mum.tap("Accept")
    expect(mum.page.get_by_text("45 min a day").first).to_be_visible()

    child.open("/family/")
    child.tap("+15 min")
    mum.open("/family/")
    mum.taps = 0
    mum.tap("Accept")
    assert mum.taps == 1
    expect(mum.page.get_by_text("Today: 90 minutes.")).to_be_visible()

    sign_an_agreement(mum, child)

    child.open("/family/")
    child.tap("End the pairing with Claude", "link")
    child.tap("End in 48 hours")
    expect(child.page.get_by_text("Until then the protections hold").first).to_be_visible()
    pairing = Pairing.objects.get()
    ending.finish_holds(now=pairing.ends_at + dt.timedelta(seconds=1))
    mum.open("/family/")
    assert not mum.page.get_by_text("Paired with").count()
    for phone in (mum, child):
        assert phone.page.evaluate("document.documentElement.scrollWidth") <= 360
        phone.context.close()


def test_a_parent_without_an_account_comes_by_the_link_in_a_mail(own_site, browser):
    """A French 14-year-old: the pairing is also the joint consent that the law asks for."""
    today = timezone.localdate()
    teen = make_user("teen@example.org", "teen", 14, timezone.now(), first_name="Sacha", language="en")
    dad, child = Phone(browser, own_site, "light"), Phone(browser, own_site, "dark").signed_in(teen)
    expect(child.page.get_by_text("An adult’s agreement is needed")).to_be_visible()
    child.taps = 0
    child.tap("Send a link to an adult", "link")
    child.page.get_by_label("E-mail address of the other person").fill("dad@example.org")
    child.tap("Send the link")
    address = re.search(r"/family/join/[^/\s]+/", mail.outbox[-1].body)[0]

    dad.open(address)  # leads to the door, and from there to an account
    dad.page.get_by_role("link", name="sign up", exact=False).first.click()
    born = today.replace(year=today.year - 41, day=1)
    dad.sign_up("dad@example.org", "a parent or another adult", "Dominique", born, then="**/family/join/**")
    dad.taps = 0
    dad.tap("Continue")
    expect(dad.page.get_by_text("you also agree to Sacha’s account")).to_be_visible()
    dad.tap("Accept")
    assert dad.taps <= 6
    child.open("/family/")
    child.tap("Read and answer: Dominique", "link")
    child.tap("Yes, pair us")
    assert child.taps <= 6
    expect(child.page.get_by_text("Paired with Dominique").first).to_be_visible()
    assert not child.page.get_by_text("An adult’s agreement is needed").count()
    for phone in (dad, child):
        phone.context.close()
