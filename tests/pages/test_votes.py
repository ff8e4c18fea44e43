"""Helpful votes: counted once, by nobody, from this site only, from a page that may have been cached."""

import datetime as dt
import re

import pytest
from django.core import signing
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from guides.models import TopicGuidePage
from safety_centre.pages import votes
from safety_centre.pages.models import PageVote

pytestmark = pytest.mark.django_db
HERE = {"sec-fetch-site": "same-origin"}
GUIDE = "/en/topics/harassment/"


def form_of(client: Client, address: str = GUIDE) -> dict[str, str]:
    html = client.get(address).content.decode()
    token = re.search(r'name="token" value="([^"]+)"', html)[1]
    return {"token": token, "for": re.search(r'name="for" value="([^"]+)"', html)[1]}


def send(client: Client, data: dict[str, str], headers: dict[str, str] | None = None, **extra):
    return client.post("/en/votes/", data, headers=HERE if headers is None else headers, **extra)


def stored() -> list[tuple[str, str, int]]:
    votes.counter.flush()
    return sorted(PageVote.objects.values_list("answer", "reason", "count"))


def test_without_javascript_a_vote_leads_back_with_thanks_and_no_cookie():
    client = Client(enforce_csrf_checks=True)
    response = send(client, {**form_of(client, f"{GUIDE}?for=parent"), "answer": "no", "reason-no": "someone"})
    assert response.status_code == 303
    assert response.url == f"{GUIDE}?for=parent&thanks=1#vote"
    assert not client.cookies
    thanks = client.get(response.url)
    assert "Thank you" in thanks.content.decode()
    assert 'name="answer"' not in thanks.content.decode()
    assert not client.cookies
    assert stored() == [("no", "someone", 1)]


def test_nothing_is_written_before_the_counts_are(django_assert_num_queries):
    client = Client()
    data = form_of(client)
    assert send(client, {**data, "answer": "yes"}).status_code == 303
    assert not PageVote.objects.exists()
    assert stored() == [("yes", "", 1)]


def test_one_row_a_page_day_answer_and_reason():
    client = Client()
    data = form_of(client)
    for number in range(12):
        answer = {"answer": "yes", "reason-yes": "clear"}
        assert send(client, {**data, **answer}, REMOTE_ADDR=f"192.0.2.{number}").status_code == 303
    row = PageVote.objects.get() if stored() else None
    assert (row.count, row.day, row.page.specific.url) == (12, timezone.localdate(), GUIDE)
    assert {field.name for field in PageVote._meta.fields} == {"id", "day", "page", "answer", "reason", "count"}


def test_a_cached_page_still_works_for_every_reader():
    data = form_of(Client())  # one rendering, kept by a cache and shown to two readers
    assert send(Client(), {**data, "answer": "yes"}, REMOTE_ADDR="192.0.2.1").status_code == 303
    assert send(Client(), {**data, "answer": "yes"}, REMOTE_ADDR="192.0.2.2").status_code == 303
    assert stored() == [("yes", "", 2)]


def test_a_replay_is_not_counted_twice():
    client = Client()
    data = {**form_of(client), "answer": "yes"}
    assert send(client, data).status_code == 303
    again = send(client, data)
    assert again.status_code == 429
    assert int(again["Retry-After"]) > 0
    assert "moment ago" in again.content.decode()
    assert stored() == [("yes", "", 1)]


TAB = "00000000-0000-4000-8000-{:012d}"


def test_two_classes_behind_one_address_are_heard_and_no_more_within_the_hour():
    data = {**form_of(Client()), "answer": "yes"}
    codes = [send(Client(), {**data, "tab": TAB.format(number)}).status_code for number in range(64)]
    assert codes == [303] * 60 + [429] * 4
    assert stored() == [("yes", "", 60)]
    elsewhere = send(Client(), {**data, "tab": TAB.format(99)}, REMOTE_ADDR="192.0.2.9")
    assert elsewhere.status_code == 303, "another address is not held back"


def test_without_scripts_devices_are_told_apart_by_what_their_browsers_say():
    data = {**form_of(Client()), "answer": "yes"}
    phones = [("Firefox", "fr"), ("Firefox", "en"), ("Safari", "fr"), ("Firefox", "fr")]
    sent = [send(Client(), data, {**HERE, "user-agent": name, "accept-language": lang}) for name, lang in phones]
    assert [answer.status_code for answer in sent] == [303, 303, 303, 429]


def test_a_replay_with_its_tabs_word_is_not_counted_twice():
    data = {**form_of(Client()), "answer": "yes", "tab": TAB.format(1)}
    codes = [send(Client(), data, {**HERE, "user-agent": name}).status_code for name in ("a", "b")]
    assert codes == [303, 429]
    assert stored() == [("yes", "", 1)]


@pytest.mark.parametrize("word", ["", "x", "\x00", "z" * 36, "a" * 5000, TAB.format(1) + "\n"])
def test_a_word_that_is_no_tabs_word_tells_nobody_apart(word):
    data = {**form_of(Client()), "answer": "yes"}
    assert [send(Client(), {**data, "tab": said}).status_code for said in ("", word)] == [303, 429]


def test_one_address_cannot_vote_on_everything(monkeypatch):
    pages = list(TopicGuidePage.objects.values_list("pk", flat=True)[:5])
    with monkeypatch.context() as patch:
        patch.setattr(votes, "MOST_FOR_ALL", 3)
        codes = [send(Client(), {"token": votes.token_for(page), "answer": "yes"}).status_code for page in pages]
    assert codes == [303, 303, 303, 429, 429]
    votes.counter.flush()
    assert PageVote.objects.count() == 3


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none"},
        {"origin": "https://elsewhere.example"},
        {"origin": "null"},
        {"origin": "http://testserver.elsewhere.example"},
        {"referer": "https://elsewhere.example/fr/"},
        {},
    ],
)
def test_a_form_elsewhere_is_refused(headers):
    client = Client()
    response = send(client, {**form_of(client), "answer": "yes"}, headers)
    assert response.status_code == 403
    assert "did not come from a page of this site" in response.content.decode()
    assert not response.cookies
    assert stored() == []


@pytest.mark.parametrize("headers", [{"origin": "http://testserver"}, {"referer": "http://testserver/en/topics/"}])
def test_an_older_browser_is_believed_by_its_origin(headers):
    client = Client()
    assert send(client, {**form_of(client), "answer": "yes"}, headers).status_code == 303


FORGED = {
    "empty": lambda: "",
    "bare": lambda: "1",
    "unsigned": lambda: "1:x:y",
    "control character": lambda: "\x00",
    "long": lambda: "9" * 5000,
    "signed for something else": lambda: signing.TimestampSigner(salt="other").sign("1"),
}


@pytest.mark.parametrize("made", FORGED.values(), ids=FORGED)
def test_a_forged_token_is_refused(made):
    token = made()
    response = send(Client(), {"token": token, "answer": "yes"})
    assert response.status_code == 403
    assert "<h1>" in response.content.decode()
    assert stored() == []


def test_a_token_is_good_for_its_page_only():
    client = Client()
    data = form_of(client)
    send(client, {**data, "answer": "yes", "page": "1", "page_id": "1"})
    votes.counter.flush()
    assert PageVote.objects.get().page.specific.url == GUIDE


def test_an_old_token_says_to_open_the_page_again(monkeypatch):
    token = votes.token_for(TopicGuidePage.objects.first().pk)
    with monkeypatch.context() as patch:
        patch.setattr(votes, "TOKEN_LIFE", dt.timedelta(seconds=-1))
        response = send(Client(), {"token": token, "answer": "yes"})
    assert response.status_code == 403
    assert "Open it again" in response.content.decode()


@pytest.mark.parametrize(
    "answer",
    [{"answer": "maybe"}, {}, {"answer": "yes", "reason-yes": "because"}, {"answer": "no", "reason-no": "<script>"}],
)
def test_what_is_not_on_the_list_is_refused(answer):
    client = Client()
    assert send(client, {**form_of(client), **answer}).status_code == 400
    assert stored() == []


def test_the_reason_of_the_other_answer_is_left_out():
    client = Client()
    send(client, {**form_of(client), "answer": "no", "reason-yes": "clear", "reason-no": ""})
    assert stored() == [("no", "", 1)]


def test_a_page_taken_down_since_counts_nothing():
    client = Client()
    data = {**form_of(client), "answer": "yes"}
    votes_page = TopicGuidePage.objects.get(locale__language_code="en", slug="harassment")
    votes_page.unpublish()
    assert send(client, data).status_code == 404
    assert stored() == []


def test_a_script_gets_a_sentence():
    client = Client()
    data = {**form_of(client), "answer": "yes"}
    accept = {**HERE, "accept": "application/json"}
    assert "counted" in send(client, data, accept).json()["message"]
    refused = send(client, data, accept)
    assert (refused.status_code, "moment ago" in refused.json()["message"]) == (429, True)


def test_only_a_post_votes():
    assert Client().get("/en/votes/").status_code == 405


def test_no_address_is_kept_anywhere(caplog):
    client = Client()
    said = {"answer": "yes", "tab": TAB.format(7)}
    headers = {**HERE, "user-agent": "Old phone 1.0"}
    send(client, {**form_of(client), **said}, headers, REMOTE_ADDR="198.51.100.77")
    kept = repr(cache._cache) + repr(list(PageVote.objects.values())) + caplog.text
    for one in ("198.51.100.77", TAB.format(7), "Old phone"):
        assert one not in kept


def test_behind_proxies_the_reader_is_told_apart(settings):
    settings.TRUSTED_PROXIES = 1
    data = {"token": votes.token_for(TopicGuidePage.objects.first().pk), "answer": "yes"}
    for address in ("203.0.113.5", "203.0.113.6"):
        headers = {**HERE, "x-forwarded-for": f"6.6.6.6, {address}"}
        assert send(Client(), data, headers, REMOTE_ADDR="10.0.0.1").status_code == 303
    made_up = {**HERE, "x-forwarded-for": "7.7.7.7, 203.0.113.6"}
    assert send(Client(), data, made_up, REMOTE_ADDR="10.0.0.1").status_code == 429
