"""Passkeys and authenticator apps, in a real browser: set up, signed in with, lost and recovered from."""

import datetime as dt
import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from safety_centre.accounts.models import User

pytestmark = pytest.mark.browser
PASSWORD = "correct horse battery"


@pytest.fixture
def phone(own_site, browser):
    """A phone of somebody who is signed in with a password. Passkeys need a name, not a number, as the host."""
    user = User.objects.create_user(
        "teen@example.org",
        PASSWORD,
        kind="teen",
        birth_date=dt.date(2010, 3, 9),
        country="FR",
        language="en",
        first_name="Sacha",
    )
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="en-GB")
    page = context.new_page()
    page.base = own_site.url.replace("127.0.0.1", "localhost")
    sign_in(page)
    page.wait_for_url("**/family/")
    yield page
    context.close()


def sign_in(page) -> None:
    page.goto(page.base + "/accounts/login/")
    page.locator("input[name=login]").fill("teen@example.org")
    page.locator("input[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign In", exact=True).click()


def sign_out(page) -> None:
    page.goto(page.base + "/accounts/logout/")
    page.locator("main form button").click()


def again_with_the_password(page) -> None:
    """Give the password again where a delicate page asks for it."""
    if "reauthenticate" in page.url:
        page.locator("input[name=password]").fill(PASSWORD)
        page.locator("main form button[type=submit]").first.click()


def look(page) -> None:
    results = Axe().run(page)
    assert results.violations_count == 0, (page.url, results.generate_report())
    assert page.evaluate("document.documentElement.scrollWidth") <= 360, page.url


def test_a_passkey_is_set_up_and_opens_the_account_without_a_password(phone):
    protocol = phone.context.new_cdp_session(phone)
    protocol.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    protocol.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    phone.goto(phone.base + "/accounts/2fa/webauthn/add/")
    again_with_the_password(phone)
    look(phone)
    phone.locator("input[name=name]").fill("My phone")
    phone.locator("input[name=passwordless]").check()
    phone.locator("#mfa_webauthn_add").click()
    phone.wait_for_url(re.compile(r"/accounts/2fa/(?!webauthn/add)"))
    look(phone)
    phone.goto(phone.base + "/accounts/2fa/webauthn/")
    expect(phone.get_by_text("My phone").first).to_be_visible()
    look(phone)
    sign_out(phone)
    phone.goto(phone.base + "/accounts/login/")
    look(phone)
    phone.locator("#passkey_login").click()
    phone.wait_for_url("**/family/")
    expect(phone.get_by_role("heading", name="Family pairing")).to_be_visible()


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def test_an_authenticator_app_is_set_up_asked_for_and_recovered_from(phone):
    phone.goto(phone.base + "/accounts/2fa/totp/activate/")
    again_with_the_password(phone)
    look(phone)
    secret = phone.locator("#authenticator_secret").input_value()
    phone.locator("input[name=code]").fill("000000" if code_of(secret) != "000000" else "111111")
    phone.locator("main form button[type=submit]").first.click()
    expect(phone.locator(".field__error").first).to_be_visible()
    phone.locator("input[name=code]").fill(code_of(phone.locator("#authenticator_secret").input_value()))
    phone.locator("main form button[type=submit]").first.click()
    phone.wait_for_url("**/recovery-codes/**")
    look(phone)
    codes = re.findall(r"\b[0-9a-f]{8}\b", phone.locator("main").inner_html())
    assert len(codes) >= 8
    sign_out(phone)
    sign_in(phone)
    phone.wait_for_url("**/2fa/authenticate/**")
    look(phone)
    phone.goto(phone.base + "/family/")
    assert "/accounts/" in phone.url, "half signed in is not signed in"
    phone.goto(phone.base + "/accounts/2fa/authenticate/")
    phone.locator("input[name=code]").first.fill(codes[0])
    phone.locator("main form button[type=submit]").first.click()
    phone.wait_for_url("**/family/")
