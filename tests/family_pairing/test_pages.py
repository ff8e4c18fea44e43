"""The pages of pairing, by their addresses: who gets what, and what a family does on them."""

import datetime as dt
import re

from django.core import mail
from django.test import Client
from django.urls import reverse

from family_pairing.models import GuardianChoice, Pairing, SafeRouteRequest, SettingRequest
from family_pairing.services import choices, ending
from safety_centre.accounts.models import User


def client_of(user: User | None) -> Client:
    client = Client(headers={"accept-language": "en"})
    if user is not None:
        User.objects.filter(pk=user.pk).update(language="en")
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def shown_code(response) -> str:
    return re.search(r'<p class="code"[^>]*>([^<]+)</p>', response.content.decode())[1]


def test_a_family_pairs_by_typed_code(guardian, teen):
    mum, child = client_of(guardian), client_of(teen)
    code = shown_code(mum.post(reverse("family_start")))
    review = child.post(reverse("family_join"), {"code": code.lower()})
    assert review.status_code == 302
    page = child.get(review.url).content.decode()
    assert "What the adult never sees" in page
    assert "Claude" in page
    assert child.post(review.url, {"step": "accept"}).status_code == 302
    assert "accepted. Is it them?" in mum.get(review.url).content.decode()
    mum.post(review.url, {"step": "confirm"})
    assert Pairing.objects.get().state == "active"
    for client, name in ((mum, "Sacha"), (child, "Claude")):
        page = client.get(reverse("family_home")).content.decode()
        assert f"Paired with {name}" in page
        assert "starts once the other side confirms" not in page  # it has
        assert f"Paired with {name}" in client.get("/accounts/email/").content.decode()


def test_the_qr_codes_address_fills_the_form_and_redeems_nothing(guardian, teen):
    code = shown_code(client_of(guardian).post(reverse("family_start"))).replace(" ", "")
    page = client_of(teen).get(reverse("family_join"), {"code": code})
    assert f'value="{code}"' in page.content.decode()
    assert Pairing.objects.get().state == "invited"


def test_a_wrong_code_keeps_what_was_typed_and_says_what_to_do(teen):
    response = client_of(teen).post(reverse("family_join"), {"code": "ABCD2345"})
    assert response.status_code == 422
    assert 'value="ABCD2345"' in response.content.decode()
    assert "ask for a new code" in response.content.decode()


def test_an_adult_without_an_account_comes_by_link(guardian, teen):
    client_of(teen).post(reverse("family_invite"), {"email": "mum@example.org"})
    address = re.search(r"/family/join/[^/\s]+/", mail.outbox[-1].body)[0]
    assert client_of(None).get(address).url.startswith("/accounts/login/")
    mum = client_of(guardian)
    assert mum.get(address).status_code == 200
    assert Pairing.objects.get().state == "invited"
    assert mum.post(address).status_code == 302
    assert Pairing.objects.get().state == "reviewing"


def test_one_tap_each_for_zero_minutes_and_thirty_more(paired, guardian):
    mum = client_of(guardian)
    mum.post(reverse("family_set_theirs", args=[paired.public_id, "daily_screen_time"]), {"value": "0"})
    assert GuardianChoice.objects.get().value == [0] * 7
    mum.post(reverse("family_extra_time", args=[paired.public_id]), {"minutes": "30"})
    assert "Today: 30 minutes." in mum.get(reverse("family_home")).content.decode()


def test_a_request_from_the_page_to_its_answer(paired, guardian, teen, now):
    choices.set_by_guardian(pairing=paired, user=guardian, key="search", value="off", now=now)
    mum, child = client_of(guardian), client_of(teen)
    address = reverse("family_set_mine", args=["search"])
    assert "You can ask for this instead" in child.post(address, {"value": "on"}, follow=True).content.decode()
    child.post(address, {"value": "on", "ask": "1"})
    request = SettingRequest.objects.get()
    answer = reverse("family_answer", args=[request.pk])
    refused = mum.post(answer, {"answer": "decline", "reason": ""}, follow=True).content.decode()
    assert "Say why in a few words" in refused
    mum.post(answer, {"answer": "accept"})
    assert GuardianChoice.objects.get().value == "on"


def test_a_teen_finds_help_and_the_safe_route_before_the_button(paired, teen):
    page = client_of(teen).get(reverse("family_end", args=[paired.public_id])).content.decode()
    assert page.index("tel:119") < page.index("End in 48 hours")
    assert page.index(reverse("family_safe", args=[paired.public_id])) < page.index("End in 48 hours")


def test_the_safe_route_leaves_the_guardians_page_as_it_was(paired, guardian, teen):
    mum, child = client_of(guardian), client_of(teen)
    pages = [reverse("family_home"), reverse("family_history", args=[paired.public_id])]
    tokens = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"|nonce="[^"]+"')
    before = [tokens.sub("", mum.get(page).content.decode()) for page in pages]
    sent = len(mail.outbox)
    asked = child.post(reverse("family_safe", args=[paired.public_id]), {"contact": "none"})
    assert asked.status_code == 200
    assert SafeRouteRequest.objects.count() == 1
    ending.sever(pairing=paired, now=paired.active_since + dt.timedelta(minutes=1))
    assert [tokens.sub("", mum.get(page).content.decode()) for page in pages] == before
    assert len(mail.outbox) == sent
