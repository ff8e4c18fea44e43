"""Reading, correcting and deleting one's own account."""

import datetime as dt
import json

import pytest
from allauth.account.models import EmailAddress
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from safety_centre.accounts.models import BirthDateReview, User
from tests.conftest import PASSWORD


@pytest.fixture
def signed_in(people) -> Client:
    client = Client(headers={"accept-language": "en"})
    User.objects.filter(pk=people["teen"].pk).update(language="en")
    EmailAddress.objects.create(user=people["teen"], email="t@example.org", verified=True, primary=True)
    client.post(reverse("account_login"), {"login": "t@example.org", "password": PASSWORD})
    return client


def after_the_password(client: Client, address: str):
    """Open ``address``, giving the password that it asks for first."""
    door = client.get(address)
    assert door.url.startswith(reverse("account_reauthenticate"))
    assert client.post(door.url, {"password": "wrong password"}).status_code == 200
    assert client.get(address).status_code == 302
    return client.post(door.url, {"password": PASSWORD}, follow=True)


def test_the_file_has_all_and_asks_for_the_password_first(people, signed_in):
    data = json.loads(after_the_password(signed_in, reverse("account_export")).content)
    assert data["account"]["email"] == "t@example.org"
    assert "family_pairing" in data


def test_deleting_takes_a_tick_and_leaves_nothing(people, signed_in):
    after_the_password(signed_in, reverse("account_delete"))
    answer = signed_in.post(reverse("account_delete"), {})
    assert answer.status_code == 422
    tick = {"sure": "on", "whose": answer.context["whose"]}
    # A page that was open when the person signed out says nothing of the sort: their account is still there.
    assert Client().post(reverse("account_delete"), tick).url.startswith(reverse("account_login"))
    taps = [signed_in.post(reverse("account_delete"), tick) for _tap in range(2)]
    assert [tap.url for tap in taps] == [reverse("account_deleted")] * 2
    farewell = signed_in.get(taps[1].url)
    assert farewell.status_code == 200
    assert not any(one.value for answer in (*taps, farewell) for one in answer.cookies.values())
    assert not User.objects.filter(email="t@example.org").exists()
    assert signed_in.get(reverse("family_home")).status_code == 302
    for nobodys in ("", "x", tick["whose"][:-1]):
        late = signed_in.post(reverse("account_delete"), {**tick, "whose": nobodys})
        assert late.url.startswith(reverse("account_login"))


def test_a_date_of_birth_changes_only_by_the_team(people, signed_in, clients):
    page = reverse("account_my_data")
    assert signed_in.post(page, {"birth_date": "2999-01-01"}).status_code == 422
    assert signed_in.post(page, {"birth_date": "1990-01-01"}).status_code == 302
    assert people["teen"].birth_date == dt.date(2011, 5, 4)
    review = BirthDateReview.objects.get()
    queue = reverse("queue_birth_dates")
    assert str(people["teen"].public_id) in clients["admin"].get(queue).content.decode()
    clients["admin"].post(queue, {"pk": review.pk, "decision": "refuse", "note": "no proof"})
    teen = User.objects.get(pk=people["teen"].pk)
    assert (teen.birth_date, teen.kind) == (dt.date(2011, 5, 4), "teen")
    signed_in.post(page, {"birth_date": "1990-01-01"})
    again = BirthDateReview.objects.get(state="open").pk
    clients["admin"].post(queue, {"pk": again, "decision": "agree", "note": "saw the card"})
    teen.refresh_from_db()
    assert (teen.birth_date, teen.kind) == (dt.date(1990, 1, 1), "parent")


def test_accounts_without_consent_go_after_thirty_days(db):
    now = timezone.now()
    young = {"kind": "teen", "country": "FR"}
    fourteen, fifteen = (now.date() - dt.timedelta(days=round(365.25 * years + 40)) for years in (14, 15))
    for number, (born, joined) in enumerate([(fourteen, 31), (fourteen, 29), (fifteen, 400)]):
        user = User.objects.create_user(f"u{number}@example.org", "x" * 12, birth_date=born, **young)
        User.objects.filter(pk=user.pk).update(date_joined=now - dt.timedelta(days=joined))
    call_command("tend_accounts")
    assert sorted(User.objects.values_list("email", flat=True)) == ["u1@example.org", "u2@example.org"]
