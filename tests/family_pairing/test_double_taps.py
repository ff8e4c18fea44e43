"""Every button of the family pages pressed twice, and pressed too late: no 404, no 500, nothing done twice."""

import datetime as dt
import re

import pytest
from django.contrib.messages import get_messages
from django.core import mail
from django.test import Client
from django.urls import reverse

from family_pairing.models import (
    Agreement,
    AgreementNote,
    ExtraTime,
    HistoryEvent,
    Pairing,
    PlannedChange,
    SettingRequest,
    Signature,
    WrongTry,
)  # fmt: skip
from family_pairing.services import agreement as agreements
from family_pairing.services import choices, consent, ending, extra_time
from family_pairing.services import pairing as pairings
from guides.models import CharterCommitment
from safety_centre.accounts.models import User
from tests.family_pairing.conftest import pair
from tests.family_pairing.test_pages import client_of, shown_code

COUNTED = (HistoryEvent, Pairing, SettingRequest, ExtraTime, PlannedChange, Signature, AgreementNote, WrongTry)


def counts() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in COUNTED} | {"mails": len(mail.outbox)}


def twice(client: Client, address: str, data: dict[str, str], capture) -> str:
    """Press a button twice; return the page that the second tap lands on, after checking that it did nothing more."""
    with capture(execute=True):
        first = client.post(address, data)
    assert first.status_code in {200, 302}, (address, data)
    after_one = counts()
    with capture(execute=True):
        second = client.post(address, data)
    assert second.status_code == first.status_code, (address, data)
    assert counts() == after_one, (address, data)
    if second.status_code == 200:
        return second.content.decode()
    assert second.url == first.url, (address, data)
    told = [message.level_tag for message in get_messages(second.wsgi_request)]
    assert "error" not in told, (address, data, told)
    landed = client.get(second.url)
    assert landed.status_code in {200, 302}, (address, data)
    shown = re.findall(r'<p class="message[^"]*">([^<]+)</p>', landed.content.decode())
    assert len(shown) == len(set(shown)) <= 1, shown  # one calm line
    return landed.content.decode()


@pytest.fixture
def press(django_capture_on_commit_callbacks):
    return lambda user, name, data=(), *args: twice(
        client_of(user), reverse(f"family_{name}", args=args), dict(data), django_capture_on_commit_callbacks
    )


def test_making_a_pairing(guardian, teen, now, press):
    code = shown_code(client_of(guardian).post(reverse("family_start")))
    press(teen, "join", {"code": code})
    found = Pairing.objects.get()
    assert found.state == "reviewing"
    assert "You accepted" in press(teen, "review", {"step": "accept"}, found.public_id)
    assert Pairing.objects.get().code_hash == ""
    assert "You are paired" in press(guardian, "review", {"step": "confirm"}, found.public_id)
    for phone in (guardian, teen):  # gone back to that page
        assert client_of(phone).get(reverse("family_review", args=[found.public_id])).status_code == 302


@pytest.mark.parametrize(("who", "step"), [("teen", "decline"), ("guardian", "cancel")])
def test_a_no_before_the_answer(guardian, teen, now, press, who, step):
    found = pairings.redeem_code(user=teen, typed=pairings.start(user=guardian, now=now).secret, now=now)
    press({"teen": teen, "guardian": guardian}[who], "review", {"step": step}, found.public_id)
    assert Pairing.objects.get().is_open is False


def test_a_no_after_the_answer(guardian, teen, now, press):
    found = pairings.redeem_code(user=teen, typed=pairings.start(user=guardian, now=now).secret, now=now)
    pairings.accept(pairing=found, user=teen, now=now)
    press(guardian, "review", {"step": "refuse"}, found.public_id)
    assert Pairing.objects.get().state == "refused"


def test_a_link_is_mailed_once_and_opened_twice(guardian, teen, press):
    press(teen, "invite", {"email": "mum@example.org"})
    (sent,) = mail.outbox
    token = re.search(r"/family/join/([^/\s]+)/", sent.body)[1]
    press(guardian, "join_link", {}, token)
    assert Pairing.objects.get().state == "reviewing"


def test_a_used_code_stays_used_for_everybody_else(guardian, other_guardian, teen, now):
    code = pairings.start(user=teen, now=now).secret
    pairings.redeem_code(user=guardian, typed=code, now=now)
    assert client_of(other_guardian).post(reverse("family_join"), {"code": code}).status_code == 422
    pairings.decline(pairing=Pairing.objects.get(), user=guardian, now=now)
    assert client_of(guardian).post(reverse("family_join"), {"code": code}).status_code == 422


def test_choosing_asking_and_answering(paired, guardian, teen, now, press):
    press(guardian, "set_theirs", {"value": "off"}, paired.public_id, "search")
    press(teen, "set_mine", {"value": "off"}, "autoplay")
    for answer in ({"answer": "decline", "reason": "not yet"}, {"answer": "offer", "value": "off"}):
        press(teen, "set_mine", {"ask": "on"}, "search")
        press(guardian, "answer", answer, SettingRequest.objects.latest("pk").pk)
    press(teen, "answer", {"answer": "withdraw"}, SettingRequest.objects.latest("pk").pk)
    press(teen, "set_mine", {"ask": "on"}, "search")
    press(guardian, "answer", {"answer": "accept"}, SettingRequest.objects.latest("pk").pk)
    press(guardian, "set_theirs", {"value": "off"}, paired.public_id, "search")
    press(guardian, "set_theirs", {"no_longer": "1"}, paired.public_id, "search")
    states = list(SettingRequest.objects.order_by("pk").values_list("state", flat=True))
    assert states == ["declined", "withdrawn", "accepted"]


def test_an_offer_is_taken_once(paired, guardian, teen, now, press):
    choices.set_by_guardian(pairing=paired, user=guardian, key="daily_screen_time", value=30, now=now)
    (asked,) = choices.ask(teen=teen, key="daily_screen_time", value=90, now=now)
    press(guardian, "answer", {"answer": "offer", "value": "45"}, asked.pk)
    press(teen, "answer", {"answer": "accept"}, asked.pk)
    asked.refresh_from_db()
    assert asked.state == "accepted"


def test_extra_time(paired, guardian, teen, now, press):
    press(guardian, "extra_time", {"minutes": "30"}, paired.public_id)
    press(teen, "ask_extra_time", {"minutes": "15"})
    press(guardian, "answer", {"answer": "accept"}, SettingRequest.objects.get().pk)
    assert sorted(ExtraTime.objects.values_list("minutes", flat=True)) == [15, 30]


def test_another_question_after_the_first_is_told_so(paired, teen, now):
    extra_time.ask(teen=teen, minutes=15, now=now)
    page = client_of(teen).post(reverse("family_ask_extra_time"), {"minutes": "30"}, follow=True).content.decode()
    assert "already asked" in page


def test_plans(paired, guardian, now, press):
    day = (now + dt.timedelta(days=30)).date().isoformat()
    client = client_of(guardian)
    address = reverse("family_plan", args=[paired.public_id]) + "?key=daily_screen_time"
    for _tap in range(2):
        assert client.post(address, {"value": "90", "starts_on": day}).status_code == 302
    assert HistoryEvent.objects.filter(kind="plan_made").count() == 1
    press(guardian, "unplan", {}, paired.public_id, PlannedChange.objects.get().pk)
    assert not PlannedChange.objects.exists()


def test_the_agreement_and_its_notes(paired, guardian, teen, now, press):
    promises = list(CharterCommitment.objects.filter(page__locale__language_code="fr"))
    chosen = [one.key for one in promises]
    client = client_of(guardian)
    for _tap in range(2):
        posted = client.post(reverse("family_agreement_write", args=[paired.public_id]), {"commitments": chosen})
        assert posted.status_code == 302
    press(teen, "agreement_note", {"text": "One film night"}, paired.public_id)
    note = {"note": str(AgreementNote.objects.get().pk)}
    press(teen, "agreement_note", {**note, "do": "share"}, paired.public_id)
    assert AgreementNote.objects.get().is_shared
    client_of(teen).post(reverse("family_agreement_note", args=[paired.public_id]), {**note, "do": "delete"})
    gone = client_of(teen).post(reverse("family_agreement_note", args=[paired.public_id]), {**note, "do": "delete"})
    assert (gone.status_code, gone.url) == (302, reverse("family_agreement", args=[paired.public_id]))
    seen = {"seen_hash": agreements.content_hash(Agreement.objects.get())}
    press(guardian, "agreement_sign", seen, paired.public_id)
    press(teen, "agreement_sign", seen, paired.public_id)
    assert HistoryEvent.objects.filter(kind="agreement_signed").count() == 2
    late = client_of(guardian).post(reverse("family_agreement_note", args=[paired.public_id]), {"text": "x"})
    assert late.status_code == 302  # signed meanwhile


def test_the_agreement_to_the_account(paired, guardian, press):
    press(guardian, "consent", {"do": "withdraw"}, paired.public_id)
    assert HistoryEvent.objects.filter(kind="consent_withdrawn").count() == 1
    press(guardian, "consent", {"do": "agree"}, paired.public_id)
    assert HistoryEvent.objects.filter(kind="consent_given").count() == 2


def test_reading_the_digest_and_the_safe_route(paired, guardian, teen, press):
    press(guardian, "digest", {"wanted": "1"})
    press(guardian, "news_read", {"last": "3"})
    press(teen, "history_read", {"last": "3"}, paired.public_id)
    press(teen, "safe", {"contact": "none"}, paired.public_id)
    press(teen, "safe", {"take_back": "1"}, paired.public_id)


def test_the_end_from_both_sides(paired, guardian, teen, now, press):
    assert "ends in 48 hours" in press(teen, "end", {}, paired.public_id)
    press(teen, "stay", {}, paired.public_id)
    assert "The pairing has ended." in press(guardian, "end", {}, paired.public_id)
    assert HistoryEvent.objects.filter(kind="pairing_ended").count() == 1


LATE = {
    "guardian": ["end", "extra_time", "set_theirs", "unplan", "answer", "agreement_note", "agreement_sign"],
    "teen": ["end", "stay", "safe", "answer", "agreement_note", "agreement_sign"],
}


@pytest.mark.parametrize("how", ["ended", "severed"])
@pytest.mark.parametrize("side", ["guardian", "teen"])
def test_a_button_on_a_page_of_yesterday(paired, guardian, teen, now, how, side):
    """The page was open while the pairing ended: the button leads home, calmly. To the teen severed is ended."""
    user: User = {"guardian": guardian, "teen": teen}[side]
    choices.set_by_guardian(pairing=paired, user=guardian, key="search", value="off", now=now)
    (asked,) = choices.ask(teen=teen, key="search", value="on", now=now)
    if how == "ended":
        ending.end_by_guardian(pairing=paired, user=guardian, now=now)
    elif side == "guardian":
        return  # to its guardian a severed pairing lives: tests of the safe route
    else:
        ending.sever(pairing=paired, now=now)
    client, lines = client_of(user), HistoryEvent.objects.count()
    for name in LATE[side]:
        rest = {"set_theirs": ["search"], "unplan": [1]}.get(name, [])
        target = asked.pk if name == "answer" else paired.public_id
        answer = client.post(reverse(f"family_{name}", args=[target, *rest]), {"answer": "accept"})
        assert (answer.status_code, answer.url) == (302, reverse("family_home")), name
        assert "The pairing has ended." in client.get(answer.url).content.decode(), name
        if name != "answer":
            assert client.get(reverse(f"family_{name}", args=[target, *rest])).status_code in {404, 405}, name
    assert HistoryEvent.objects.count() == lines


def test_an_old_page_about_another_pairing_of_the_two_changes_nothing(paired, guardian, teen, now):
    ending.end_by_guardian(pairing=paired, user=guardian, now=now)
    again = pair(guardian, teen, now)
    client_of(guardian).post(reverse("family_end", args=[paired.public_id]))
    again.refresh_from_db()
    assert again.state == "active"
    assert not consent.is_withdrawn(pairing=again, user=guardian)
