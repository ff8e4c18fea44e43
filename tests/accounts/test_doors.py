"""Both sign-in doors: who comes in, what is said to the others, and how often one may try."""

import pytest
from allauth.account.models import EmailAddress
from django.test import Client, override_settings

from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db
ADMIN_DOOR, PEOPLES_DOOR = "/admin/login/", "/accounts/login/"


def try_admin(email: str, password: str, client: Client | None = None):
    return (client or Client()).post(ADMIN_DOOR, {"username": email, "password": password, "next": "/admin/"})


def try_people(email: str, password: str, client: Client | None = None):
    return (client or Client()).post(PEOPLES_DOOR, {"login": email, "password": password})


@pytest.fixture
def verified(people):
    for user in people.values():
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return people


def test_staff_come_in_at_the_admin_door(verified):
    response = try_admin("e@example.org", PASSWORD)
    assert response.status_code == 302
    assert response.url == "/admin/"


def test_the_admin_door_says_the_same_to_a_teen_an_unknown_and_a_wrong_password(verified):
    answers = [
        try_admin("t@example.org", PASSWORD),
        try_admin("nobody@example.org", PASSWORD),
        try_admin("a@example.org", "wrong password here"),
    ]
    errors = [list(answer.context["form"].non_field_errors()) for answer in answers]
    assert {answer.status_code for answer in answers} == {200}
    assert errors[0] == errors[1] == errors[2] != []
    assert all("_auth_user_id" not in answer.wsgi_request.session for answer in answers)


def test_people_come_in_at_theirs(verified):
    assert try_people("t@example.org", PASSWORD).status_code == 302


def test_an_unknown_address_and_a_wrong_password_get_one_answer(verified):
    unknown, wrong = try_people("nobody@example.org", PASSWORD), try_people("t@example.org", "wrong password here")
    assert unknown.context["form"].errors == wrong.context["form"].errors


@pytest.mark.parametrize("attempt", [try_admin, try_people])
def test_five_wrong_passwords_lock_the_pair_even_for_the_right_one(verified, attempt):
    address = "a@example.org" if attempt is try_admin else "p@example.org"
    for _number in range(5):
        attempt(address, "wrong password here")
    response = attempt(address.upper(), PASSWORD)
    assert response.status_code == 429
    assert "_auth_user_id" not in response.wsgi_request.session


def test_a_lock_at_one_door_holds_at_the_other(verified):
    for _number in range(5):
        try_admin("a@example.org", "wrong password here")
    assert try_people("a@example.org", PASSWORD).status_code == 429


def test_staff_can_enrol_a_second_factor(clients):
    assert clients["admin"].get("/accounts/2fa/").status_code == 200


@override_settings(STAFF_SECOND_FACTOR_REQUIRED=True)
def test_where_it_is_required_staff_enrol_before_the_admin_opens(clients):
    response = clients["admin"].get("/admin/")
    assert response.status_code == 302
    assert response.url == "/accounts/2fa/"


def test_whoever_has_a_second_factor_is_asked_for_it_at_the_admin_door(verified):
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    TOTP.activate(verified["admin"], generate_totp_secret())
    response = try_admin("a@example.org", PASSWORD)
    assert response.status_code == 302
    assert response.url.startswith("/accounts/2fa/authenticate/")
