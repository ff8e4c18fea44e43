"""The API, as a client written from its documentation meets it."""

import base64
import datetime as dt
import hashlib
import json
import threading
from io import StringIO

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from family_pairing.models import UsageDay
from safety_centre.platform_api import idempotency
from safety_centre.platform_api.examples import ANSWERS, REQUESTS
from safety_centre.platform_api.keys import create_api_key, forget
from safety_centre.platform_api.models import SCOPES, ApiKey, CountedRequest
from safety_centre.prevention.models import Cover, DailyAggregate, Exposure
from safety_centre.prevention.services import aggregates
from tests.family_pairing.conftest import guardian, make_user, paired, teen  # noqa: F401  # fixtures
from tests.prevention.conftest import now, publish_rows, small_lexicon  # noqa: F401  # fixtures

V1 = "/api/v1/"


class Api:
    """A client with a key."""

    def __init__(self, scopes=SCOPES, name="test", **options) -> None:
        self.key = create_api_key(name=name, scopes=scopes, now=timezone.now(), **options)
        self.client = Client()

    def __call__(self, method: str, path: str, body=None, raw: bytes | None = None, **headers):
        content = raw if raw is not None else b"" if body is None else json.dumps(body).encode()
        headers = {"Authorization": f"Bearer {self.key}", **{k.replace("_", "-"): v for k, v in headers.items()}}
        content_type = headers.pop("Content-Type", "application/json")
        return self.client.generic(method, V1 + path, content, content_type=content_type, headers=headers)

    def screen(self, **body):
        return self("POST", "prevention/screen", body)


@pytest.fixture
def api(small_lexicon) -> Api:  # noqa: F811
    return Api()


def problem(response, status: int, field: str | None = None) -> dict:
    """Assert that a response is the problem document it should be."""
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    body = response.json()
    assert body["status"] == status
    assert body["title"]
    assert body["detail"]
    if field is not None:
        assert [error["field"] for error in body["errors"]] == [field]
    return body


def test_screen_answers_matches_and_help(api):
    text = "honestly i want to die"
    answer = api.screen(text=text, language="en", country="GB", age_band="13-15", trigger="search").json()
    (match,) = answer["matches"]
    assert (match["topic"], match["level"], match["intent"]) == ("suicide-self-harm", "urgent", "at-risk")
    assert text[match["start"] : match["end"]] == "want to die"
    assert answer["help"]["line"]
    assert answer["help"]["resources"][0]["dial"]
    assert api.screen(text="hello").json() == {"matches": [], "help": None}
    assert api.screen(hashtags=["#iwanttodie"]).json()["matches"][0]["source"] == "hashtag"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "text"),
        ({"trigger": "share"}, "text"),
        ({"text": 5}, "text"),
        ({"text": "x", "trigger": "like"}, "trigger"),
        ({"text": "x", "extra": 1}, "extra"),
        ({"text": "x", "hashtags": "no list"}, "hashtags"),
        ({"text": "x", "hashtags": ["a", 3]}, "hashtags[1]"),
        ({"text": "x" * 20_001}, "text"),
        ({"text": "x", "language": "französisch!"}, "language"),
        ({"text": "x", "country": "France"}, "country"),
        ({"text": "x", "age_band": "12"}, "age_band"),
        ({"text": "x", "account": "a b"}, "account"),
        ({"text": "x", "account": ""}, "account"),
        ({"text": "x", "account": "u1\n"}, "account"),
        ({"text": "x", "country": "FR\n"}, "country"),
        ({"text": "x", "language": "fr\n"}, "language"),
        ({"text": None}, "text"),
        ([], "(body)"),
        ("x", "(body)"),
    ],
)
def test_a_wrong_field_is_named_and_nothing_counted(api, body, field):
    found = problem(api("POST", "prevention/screen", body), 422)
    assert found["errors"][0]["field"] == field
    assert not Exposure.objects.exists()


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        (b"{", 400),
        (b"\xff\xfe", 400),
        (b'{"text": "\\ud800"}', 400),
        (b'{"text": "\xe9"}', 400),
        (b" ", 400),
        (b"[" * 100_000, 422),
        (b'{"text": ' + b"[" * 100_000, 422),
        (b'{"text": "' + b"x" * 1_100_000, 413),
    ],
)
def test_a_body_that_cant_be_read(api, raw, status):
    problem(api("POST", "prevention/screen", raw=raw), status)


def test_other_doors_are_closed_in_the_same_shape(api, settings):
    problem(api("GET", "prevention/screen"), 405)
    problem(api("POST", "prevention/screen", {"text": "x"}, Content_Type="text/plain"), 415)
    problem(api("GET", "nothing/here"), 404)
    api.client = Client(enforce_csrf_checks=True)  # as a server does, without a browser's cookies
    problem(api("POST", "prevention/screen/", {"text": "a slash too many"}), 404)
    assert api.screen(text="hello").status_code == 200
    for header in ("", "Bearer", "Bearer x", "Basic abc", f"Bearer {api.key}x", "Bearer sc_" + "a" * 500):
        answer = Client().post(
            V1 + "prevention/screen", "{}", content_type="application/json", headers={"Authorization": header}
        )
        assert problem(answer, 401)
        assert answer["WWW-Authenticate"] == "Bearer"
    only_feed = Api(["prevention:feed"], name="feed")
    problem(only_feed.screen(text="x"), 403)


def test_a_key_is_kept_as_a_hash_and_can_be_switched_off(api):
    stored = ApiKey.objects.get()
    assert api.key not in json.dumps([stored.key_hash, stored.prefix])
    assert api.screen(text="x").status_code == 200
    ApiKey.objects.update(is_active=False)
    forget()
    problem(api.screen(text="x"), 401)


def test_the_command_makes_keys(db):
    out = StringIO()
    call_command("create_api_key", name="N", scopes="prevention:screen, accounts:read", stdout=out)
    assert out.getvalue().startswith("sc_")
    assert ApiKey.objects.get().scopes == ["accounts:read", "prevention:screen"]
    with pytest.raises(CommandError, match="nothing:here"):
        call_command("create_api_key", name="M", scopes="nothing:here")
    with pytest.raises(CommandError):
        call_command("create_api_key", name="N", scopes="accounts:read")


def test_too_many_requests(small_lexicon):  # noqa: F811
    slow = Api(name="slow", requests_a_minute=3)
    assert [slow.screen(text="x").status_code for _ in range(3)] == [200] * 3
    answer = slow.screen(text="x")
    problem(answer, 429)
    assert 0 < int(answer["Retry-After"]) <= 60


def test_the_same_idempotency_key_counts_once(api):
    body = {"text": "bullied", "language": "en", "account": "u1"}
    first = api("POST", "prevention/screen", body, Idempotency_Key="k1")
    again = api("POST", "prevention/screen", body, Idempotency_Key="k1")
    assert first.content == again.content
    assert again["Idempotent-Replayed"] == "true"
    assert Exposure.objects.get().count == 1
    problem(api("POST", "prevention/screen", {"text": "other"}, Idempotency_Key="k1"), 409, "Idempotency-Key")
    problem(api("POST", "prevention/screen", body, Idempotency_Key="k" * 81), 422, "Idempotency-Key")
    api("POST", "prevention/screen", body, Idempotency_Key="k2")
    assert Exposure.objects.get().count == 2
    # A refused request claims no key: mended, it may be sent again under the same one.
    problem(api("POST", "prevention/screen", {"text": 1}, Idempotency_Key="k3"), 422)
    assert api("POST", "prevention/screen", body, Idempotency_Key="k3").status_code == 200
    problem(api("POST", "prevention/screen", raw=b"x" * 6_000_000, Idempotency_Key="k4"), 413)
    aggregates.flush()
    assert DailyAggregate.objects.get().count == 3
    kept = str(list(CountedRequest.objects.values("key_hash", "request_hash")))
    assert "k1" not in kept
    assert hashlib.sha256(json.dumps(body).encode()).hexdigest() not in kept


def test_an_idempotency_key_is_forgotten_after_a_day(api):
    body = {"text": "bullied", "language": "en", "account": "u1"}
    api("POST", "prevention/screen", body, Idempotency_Key="k1")
    assert idempotency.forget_old(now=timezone.now() + dt.timedelta(hours=23)) == 0
    CountedRequest.objects.update(created_at=timezone.now() - dt.timedelta(hours=25))
    assert "Idempotent-Replayed" not in api("POST", "prevention/screen", body, Idempotency_Key="k1")
    assert Exposure.objects.get().count == 2
    call_command("tend_platform_api")
    assert CountedRequest.objects.count() == 1
    CountedRequest.objects.update(created_at=timezone.now() - dt.timedelta(hours=25))
    call_command("tend_platform_api")
    assert not CountedRequest.objects.exists()


@pytest.mark.concurrency
def test_one_idempotency_key_in_eight_threads_counts_once(own_database):
    publish_rows()
    api, answers = Api(), []
    barrier = threading.Barrier(8)

    def send() -> None:
        barrier.wait()
        answers.append(
            api("POST", "prevention/screen", {"text": "bullied", "language": "en", "account": "a"}, Idempotency_Key="k")
        )
        connection.close()

    threads = [threading.Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {answer.status_code for answer in answers} == {200}
    assert Exposure.objects.get().count == 1


def test_the_feed_covers_what_repeats(api):
    items = [
        {"id": "1", "text": "i was bullied"},
        {"id": "2", "topics": ["harassment"]},
        {"id": "3", "text": "cats"},
        {"id": "4", "hashtags": ["thinspo"]},
    ]
    ask = {"account": "u1", "items": items, "language": "en"}
    before = api("POST", "prevention/feed", ask).json()["items"]
    assert [one["decision"] for one in before] == ["show"] * 4
    for _ in range(3):
        api.screen(text="bullied", language="en", account="u1")
    after = api("POST", "prevention/feed", ask).json()["items"]
    assert [(one["decision"], one["reason"]) for one in after] == [
        ("cover", "repeated-use"), ("skip", "too-many-covers"), ("show", "nothing-sensitive"), ("show", "not-repeated"),
    ]  # fmt: skip
    assert after[0]["line"] == "This post is about harassment."
    other = api("POST", "prevention/feed", {**ask, "account": "u2"}).json()["items"]
    assert [one["decision"] for one in other] == ["show"] * 4
    assert api("DELETE", "accounts/u1/exposures").status_code == 204
    assert api("POST", "prevention/feed", ask).json()["items"] == before


def test_a_feed_is_at_most_two_hundred_items(api):
    items = [{"id": str(number)} for number in range(201)]
    problem(api("POST", "prevention/feed", {"account": "u", "items": items}), 422, "items")
    assert len(api("POST", "prevention/feed", {"account": "u", "items": items[:200]}).json()["items"]) == 200
    problem(api("POST", "prevention/feed", {"account": "u", "items": [{"id": "1", "topics": ["x"]}]}), 422)


def test_the_guardians_setting_joins_in(api, paired, guardian, teen, now):  # noqa: F811
    from family_pairing.services import choices

    choices.set_by_guardian(pairing=paired, user=guardian, key="sensitive_content", value="hide", now=now)
    ask = {"account": str(teen.public_id), "items": [{"id": "1", "text": "bullied"}], "language": "en"}
    assert api("POST", "prevention/feed", ask).json()["items"][0]["reason"] == "setting-hides"


def test_both_endpoints_ask_two_queries_at_most(api, teen, django_assert_max_num_queries):  # noqa: F811
    account = str(teen.public_id)
    ask = {"text": "bullied and thinspo suicide", "language": "en", "account": account}
    api.screen(**ask)
    with django_assert_max_num_queries(2):
        api.screen(**ask)
    items = [{"id": str(number), "text": "bullied"} for number in range(50)]
    for length in (10, 50):
        with django_assert_max_num_queries(2):
            api("POST", "prevention/feed", {"account": account, "items": items[:length], "language": "en"})


def test_the_lexicon_has_an_etag_and_a_signature_over_its_bytes(api, small_lexicon):  # noqa: F811
    answer = api("GET", "prevention/lexicon")
    document = answer.json()
    assert document["version"] == small_lexicon.number
    assert {form for term in document["terms"] for form in term["forms"]} >= {"je veux mourir", "harcelement"}
    unchanged = api("GET", "prevention/lexicon", If_None_Match=answer["ETag"])
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    (key,) = (one for one in Client().get(V1 + "keys.json").json()["keys"] if one["kid"] == "lexicon")
    public = Ed25519PublicKey.from_public_bytes(base64.urlsafe_b64decode(key["x"] + "=="))
    signature = base64.b64decode(answer["Signature"].removeprefix("ed25519="))
    public.verify(signature, answer.content)
    publish_rows([("en", "new word", "hate", "risk", "at-risk", "phrase")])
    assert api("GET", "prevention/lexicon", If_None_Match=answer["ETag"]).status_code == 200


def test_what_is_kept_can_be_read_and_deleted(api):
    for _ in range(3):
        api.screen(text="bullied", language="en", account="u1")
    kept = api("GET", "accounts/u1/exposures").json()
    assert kept["exposures"][0]["count"] == 3
    assert kept["covers"][0]["topic"] == "harassment"
    assert api("GET", "accounts/u2/exposures").json()["exposures"] == []
    assert api("DELETE", "accounts/u1/exposures").status_code == 204
    assert not Exposure.objects.exists()
    assert not Cover.objects.exists()
    problem(api("GET", f"accounts/{'x' * 129}/exposures"), 422, "account")


def test_a_teens_policy_and_usage(api, teen, guardian):  # noqa: F811
    policy = api("GET", f"accounts/{teen.public_id}/policy").json()
    assert policy["age_band"] == "13-15"
    assert policy["settings"]["direct_messages"] == {"value": "no_one", "is_floor": True}
    today = timezone.localdate().isoformat()
    assert api("POST", f"accounts/{teen.public_id}/usage", {"day": today, "minutes": 61}).status_code == 204
    assert UsageDay.objects.get().minutes == 61
    problem(api("POST", f"accounts/{teen.public_id}/usage", {"day": "2026-02-30", "minutes": 1}), 422, "day")
    found = api(
        "POST",
        f"accounts/{teen.public_id}/usage",
        {"day": "2999-01-01", "minutes": 1},
        **{"Accept-Language": "fr", "Cookie": "django_language=fr"},
    )
    assert problem(found, 422, "day")["detail"] == "This day is still to come.", "in the language of all problems"
    for nobody in (guardian.public_id, "x", "7d5c2b0e-4a1c-4c58-9b4e-0d0c3bd1a111"):
        problem(api("GET", f"accounts/{nobody}/policy"), 404)


def test_the_documents_are_there_for_machines_and_people(client, db):
    found = client.get(V1 + "openapi.json").json()
    assert found["openapi"].startswith("3.1")
    page = client.get(V1 + "docs/").content.decode()
    for path in found["paths"]:
        assert path in page


def test_other_sites_may_show_help_without_a_key(small_lexicon, client):  # noqa: F811
    answer = client.get(V1 + "embed/help?topic=harassment&language=en&country=GB")
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert not answer.cookies
    assert answer.json()["help"]["resources"]
    for wrong in ("topic=x", "topic=hate&level=x", "topic=hate&country=FRA", "topic=hate&age_band=5", ""):
        problem(client.get(f"{V1}embed/help?{wrong}"), 422)


def test_answers_decode_as_their_documented_types(api):
    from safety_centre.platform_api import schemas

    for _ in range(3):
        raw = api.screen(text="bullied", language="en", account="u").content
    msgspec.json.decode(raw, type=schemas.ScreenResponse)
    feed = api("POST", "prevention/feed", {"account": "u", "items": [{"id": "1", "text": "bullied"}]})
    msgspec.json.decode(feed.content, type=schemas.FeedResponse)
    msgspec.json.decode(api("GET", "accounts/u/exposures").content, type=schemas.ExposuresResponse)
    msgspec.json.decode(api("GET", "prevention/lexicon").content, type=schemas.LexiconResponse)


def test_the_documents_examples_are_true(api, client):
    """Each example request is sent; the answer has the example's own shape, key for key."""

    def shape(value):
        if isinstance(value, dict):
            return {key: shape(one) for key, one in value.items()}
        return [shape(value[0])] if isinstance(value, list) and value else type(value).__name__

    screened = api("POST", "prevention/screen", REQUESTS["ScreenRequest"], Idempotency_Key="example").json()
    assert screened["matches"] == ANSWERS["ScreenResponse"]["matches"]
    assert shape({**screened["help"], "resources": []}) == shape({**ANSWERS["ScreenResponse"]["help"], "resources": []})
    assert set(screened["help"]["resources"][0]) == set(ANSWERS["ScreenResponse"]["help"]["resources"][0])
    assert screened["help"]["line"] == ANSWERS["ScreenResponse"]["help"]["line"]
    for _ in range(3):
        api.screen(text="bullied", language="en", account="viewer-1")
    assert api("POST", "prevention/feed", REQUESTS["FeedRequest"]).json() == ANSWERS["FeedResponse"]
    kept = api("GET", "accounts/viewer-1/exposures").json()
    assert shape(kept["covers"][0]) == shape(ANSWERS["ExposuresResponse"]["covers"][0])
    assert set(kept) == set(ANSWERS["ExposuresResponse"])


def test_processes_share_a_keys_minute(small_lexicon):  # noqa: F811
    slow = Api(name="slow", requests_a_minute=3)
    assert [slow.screen(text="x").status_code for _ in range(3)] == [200] * 3
    forget()  # as in another process: it hears from the cache what was counted
    problem(slow.screen(text="x"), 429)


def test_without_the_cache_help_is_answered_all_the_same(small_lexicon, settings):  # noqa: F811
    nobody = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1/0"}
    settings.CACHES = {"default": nobody}
    slow = Api(name="slow", requests_a_minute=2)
    assert [slow.screen(text="x").status_code for _ in range(3)] == [200, 200, 429], "each process limits for itself"
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}


def test_the_short_way_has_the_headers_of_the_long_one(api):
    answer = api.screen(text="bullied", language="en")
    assert answer["Content-Length"] == str(len(answer.content))
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Cache-Control"] == "no-store"
    assert not answer.cookies
