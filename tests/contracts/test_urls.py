"""Every address that isn't Wagtail's own: which role gets what. A new address fails until it is listed here."""

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

ROLES = ["anonymous", "teen", "parent", "partner", "admin"]
EVERYONE = dict.fromkeys(ROLES, 200)
SIGNED_IN = {**dict.fromkeys(ROLES, 200), "anonymous": 302}
ONLY_ANONYMOUS = {**dict.fromkeys(ROLES, 302), "anonymous": 200}
FAMILIES = {"anonymous": 302, "teen": 200, "parent": 200, "partner": 404, "admin": 404}
REDIRECTS = dict.fromkeys(ROLES, 302)

# name → expected status of a GET by role; None: takes arguments or POST only, tested where it belongs.
TABLE: dict[str, dict[str, int] | None] = {
    "healthz": EVERYONE,
    "readyz": EVERYONE,
    "sitemap": EVERYONE,
    "robots": EVERYONE,
    "guide_feed": EVERYONE,
    "guide_rss": EVERYONE,
    "portable_index": EVERYONE,
    "portable_guide": None,  # tests/guides/test_portable.py
    "service_worker": EVERYONE,
    "help_offline": None,  # by language: tests/guides/test_help_offline.py
    "wagtailadmin_login": {**dict.fromkeys(ROLES, 200), "partner": 302, "admin": 302},
    "account_login": ONLY_ANONYMOUS,
    "account_signup": ONLY_ANONYMOUS,
    "account_signup_by_passkey": None,
    "account_logout": SIGNED_IN,
    "account_confirm_login_code": None,
    "account_reauthenticate": SIGNED_IN,
    "account_change_password": SIGNED_IN,
    "account_set_password": REDIRECTS,
    "account_inactive": EVERYONE,
    "account_email": SIGNED_IN,
    "account_email_verification_sent": None,
    "account_confirm_email": None,
    "account_reset_password": EVERYONE,
    "account_reset_password_done": EVERYONE,
    "account_reset_password_from_key": None,
    "account_reset_password_from_key_done": EVERYONE,
    "mfa_login_webauthn": None,
    "mfa_index": SIGNED_IN,
    "mfa_authenticate": REDIRECTS,
    "mfa_reauthenticate": REDIRECTS,
    "mfa_activate_totp": None,
    "mfa_deactivate_totp": None,
    "mfa_view_recovery_codes": None,
    "mfa_generate_recovery_codes": None,
    "mfa_download_recovery_codes": None,
    "mfa_signup_webauthn": None,
    "mfa_list_webauthn": None,
    "mfa_add_webauthn": None,
    "mfa_edit_webauthn": None,
    "mfa_remove_webauthn": None,
    "mfa_reauthenticate_webauthn": None,
    "usersessions_list": SIGNED_IN,
    "account_my_data": FAMILIES,
    "account_export": REDIRECTS,  # to the password first: tests/accounts/test_my_data.py
    "account_delete": REDIRECTS,
    "account_deleted": EVERYONE,
    "account_covers": FAMILIES,
    "search": EVERYONE,
    "prevention_demo": EVERYONE,
    "transparency": EVERYONE,
    "transparency_csv": EVERYONE,
    "glossary": EVERYONE,
    "vote": None,  # by POST only: tests/pages/test_votes.py
    "api_openapi": EVERYONE,
    "api_docs": EVERYONE,
    "api_keys": EVERYONE,
    # Need a key or parameters instead of a role: tests/platform_api.
    **dict.fromkeys(
        f"api_{name}" for name in ("embed_help", "screen", "feed", "lexicon", "exposures", "policy", "usage")
    ),
    "api_not_found": None,
    "wagtail_serve": None,
    "after_sign_in": REDIRECTS,
    "family_home": FAMILIES,
    "family_waiting": FAMILIES,
    "family_invite": FAMILIES,
    "family_join": FAMILIES,
    # With a pairing, or by POST: tests/family_pairing/test_pages.py has the table of roles.
    **dict.fromkeys(
        [f"family_{name}" for name in ("start", "join_link", "set_mine", "answer", "review", "end", "stay", "safe")]
        + [f"family_{name}" for name in ("history", "history_read", "extra_time", "set_theirs", "ask_extra_time")]
        + [f"family_{name}" for name in ("plan", "unplan", "digest", "agreement", "agreement_write", "agreement_sign")]
        + [f"family_{name}" for name in ("agreement_note", "agreement_print", "consent", "news_read")]
    ),
}
# Wagtail's own admin and documents: its permissions are tested by test_partner_reach.py.
FOREIGN_PREFIXES = ("admin/", "documents/", "media/", "^media/")


def own_names() -> set[str]:
    found = set()

    def walk(patterns, prefix):
        for pattern in patterns:
            address = prefix + str(pattern.pattern)
            if address.startswith(FOREIGN_PREFIXES) and "login" not in address:
                continue
            if isinstance(pattern, URLResolver):
                walk(pattern.url_patterns, address)
            elif isinstance(pattern, URLPattern) and pattern.name and not address.startswith("admin/login/"):
                found.add(pattern.name)

    walk(get_resolver().url_patterns, "")
    return found


def test_every_address_is_listed():
    missing = own_names() - set(TABLE)
    assert not missing, f"List these addresses and who may see them in TABLE: {sorted(missing)}"


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(name for name, expected in TABLE.items() if expected))
def test_each_role_gets_what_the_table_says(name, clients):
    address = reverse(name)
    got = {role: clients[role].get(address).status_code for role in ROLES}
    assert got == TABLE[name]


@pytest.mark.django_db
def test_admin_pages_send_others_to_the_door(clients):
    for role in ("anonymous", "teen", "parent"):
        response = clients[role].get("/admin/")
        assert response.status_code == 302, role
        assert response.url.startswith("/admin/login/"), role
    assert clients["partner"].get("/admin/").status_code == 200


@pytest.mark.django_db
def test_public_pages_are_for_every_role(clients):
    from tests.contracts.pages import one_of_each_type

    for page in one_of_each_type().values():
        got = {role: clients[role].get(page.url).status_code for role in ROLES}
        assert got == EVERYONE, page.url


@pytest.mark.django_db
def test_the_root_leads_to_the_readers_language(clients):
    response = clients["anonymous"].get("/", headers={"accept-language": "en"})
    assert (response.status_code, response.url) == (302, "/en/")
