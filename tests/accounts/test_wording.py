"""Teens and parents read the same account pages: in French the libraries' words call nobody "vous"."""

import re
from pathlib import Path

import allauth
import django
import polib
import pytest
import wagtail
import wagtail_localize
import wagtailmedia
from allauth.account.models import EmailAddress
from django.conf import settings
from django.test import Client
from django.urls import reverse

from safety_centre.accounts.models import User
from tests.conftest import PASSWORD

FORMAL = re.compile(r"\b(vous|votre|vos|veuillez|saisissez|entrez|sélectionnez|choisissez|merci de)\b", re.IGNORECASE)
FRENCH = settings.BASE_DIR / "safety_centre" / "wording" / "locale" / "fr" / "LC_MESSAGES" / "django.po"
OURS = sorted((settings.BASE_DIR / "safety_centre" / "wording" / "locale").glob("*/LC_MESSAGES/django.po"))
THEIRS = [
    Path(allauth.__file__).parent / "locale/fr/LC_MESSAGES/django.po",
    Path(django.__file__).parent / "conf/locale/fr/LC_MESSAGES/django.po",
    Path(django.__file__).parent / "contrib/auth/locale/fr/LC_MESSAGES/django.po",
    Path(wagtail_localize.__file__).parent / "locale/fr/LC_MESSAGES/django.po",
    Path(wagtailmedia.__file__).parent / "locale/fr/LC_MESSAGES/django.po",
]
SCRIPTS = [Path(wagtail_localize.__file__).parent / "locale/fr/LC_MESSAGES/djangojs.po"]
# Words that this site and Wagtail's admin share and that we say otherwise on purpose: they mean the same.
SAID_OTHERWISE = {
    "Search", "Promote", "Settings", "Save", "Loading", "Used on", "Published", "Any", "created at", "Summary", "From",
    "title", "file", "document", "Change", "Media", "More actions",
}  # fmt: skip
SITE = settings.BASE_DIR / "locale" / "fr" / "LC_MESSAGES" / "django.po"
FIELD = re.compile(r"%\([a-z_]+\)[sd]?|%d")


@pytest.mark.parametrize(
    ("ours", "libraries"),
    [*((path, THEIRS) for path in OURS), (FRENCH.with_name("djangojs.po"), SCRIPTS)],
    ids=lambda one: "/".join(one.parts[-3:]) if isinstance(one, Path) else "",
)
def test_each_word_of_ours_stands_for_one_of_theirs(ours, libraries):
    theirs = {entry.msgid for path in libraries for entry in polib.pofile(str(path))}
    for entry in polib.pofile(str(ours)):
        assert entry.msgid in theirs, entry.msgid
        for said in [entry.msgstr] if entry.msgstr else entry.msgstr_plural.values():
            assert not FORMAL.search(said), said
            asked = entry.msgid_plural or entry.msgid
            assert set(FIELD.findall(said)) <= set(FIELD.findall(asked)), said


def test_no_word_of_ours_gives_wagtails_admin_another_meaning():
    """A translation of this site goes before Wagtail's: "Live", a setting here, once named published pages there."""
    ours = {entry.msgid: entry.msgstr for entry in polib.pofile(str(SITE)) if not entry.msgctxt}
    clashes = set()
    for path in Path(wagtail.__file__).parent.glob("**/locale/fr/LC_MESSAGES/django.po"):
        for entry in polib.pofile(str(path)):
            if not entry.msgctxt and ours.get(entry.msgid, entry.msgstr) != entry.msgstr:
                clashes.add(entry.msgid)
    assert clashes <= SAID_OTHERWISE


def text_of(page: str) -> str:
    main = page[page.index("<main") : page.index("</main>")]
    return re.sub(r"<[^>]+>", " ", re.sub(r"<script.*?</script>", " ", main, flags=re.DOTALL))


@pytest.mark.parametrize(
    "name", ["account_login", "account_signup", "account_reset_password", "account_reset_password_done"]
)
def test_the_door_says_no_vous(client, db, name):
    page = client.get(reverse(name), headers={"accept-language": "fr"}).content.decode()
    assert 'lang="fr"' in page
    assert not FORMAL.search(text_of(page)), FORMAL.findall(text_of(page))


@pytest.mark.parametrize(
    "name",
    ["account_logout", "account_reauthenticate", "account_change_password", "account_email", "mfa_index",
     "usersessions_list", "mfa_activate_totp", "mfa_generate_recovery_codes", "mfa_list_webauthn", "account_my_data"],
)  # fmt: skip
def test_a_teens_account_pages_say_no_vous(clients, people, name):
    people["teen"].language = "fr"
    people["teen"].save()
    page = clients["teen"].get(reverse(name), follow=True).content.decode()
    assert 'lang="fr"' in page
    assert not FORMAL.search(text_of(page)), FORMAL.findall(text_of(page))


def test_what_is_wrong_is_said_without_vous(client, db):
    wrong = {"email": "x", "password1": "1", "birth_date": "31/31/31", "country": "ZZ", "kind": "cat"}
    page = client.post(reverse("account_signup"), wrong, headers={"accept-language": "fr"}).content.decode()
    assert not FORMAL.search(text_of(page)), FORMAL.findall(text_of(page))


JARGON = re.compile(r"two-factor|security key|authenticat(?:e|ion)\b|passwordless|reauth|deactivat", re.IGNORECASE)


@pytest.mark.parametrize(
    "name",
    ["account_reauthenticate", "mfa_index", "mfa_activate_totp", "mfa_generate_recovery_codes", "mfa_add_webauthn"],
)
def test_the_english_pages_say_second_step_and_passkey(people, name):
    User.objects.filter(pk=people["teen"].pk).update(language="en")
    EmailAddress.objects.create(user=people["teen"], email="t@example.org", verified=True, primary=True)
    client = Client(headers={"accept-language": "en"})
    client.post(reverse("account_login"), {"login": "t@example.org", "password": PASSWORD})
    page = client.get(reverse(name), follow=True)
    if name != "account_reauthenticate" and "reauthenticate" in page.request["PATH_INFO"]:
        door = page.request["PATH_INFO"] + "?" + page.request["QUERY_STRING"]
        page = client.post(door, {"password": PASSWORD, "next": reverse(name)}, follow=True)
        assert page.request["PATH_INFO"] == reverse(name)
    assert not JARGON.search(text_of(page.content.decode())), JARGON.findall(text_of(page.content.decode()))
