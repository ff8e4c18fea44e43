"""A changed policy reaches the platform: signed, at least once, and nothing else does."""

import base64
import datetime as dt
import json
import socket
import threading
import time
from io import StringIO

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from family_pairing.models import TeenChoice
from family_pairing.services import choices, consent, ending, extra_time
from safety_centre.accounts.services import erase_account
from safety_centre.platform_api.keys import create_api_key
from safety_centre.platform_api.models import AnnouncedPolicy, ApiKey, Webhook, WebhookDelivery
from safety_centre.platform_api.webhooks import services, target
from safety_centre.prevention.models import Cover
from safety_centre.prevention.services import exposure
from tests.family_pairing.conftest import guardian, make_user, paired, teen  # noqa: F401  # fixtures
from tests.platform_api.receiver import Receiver, check, running
from tests.prevention.conftest import now  # noqa: F401  # a fixture


@pytest.fixture
def receiver(settings):
    settings.WEBHOOK_PRIVATE_TARGETS = True  # the receiver of a test is on this machine
    with running(Receiver()) as found:
        yield found


@pytest.fixture
def secret(db, receiver) -> str:
    create_api_key(name="platform", scopes=["accounts:read"], now=timezone.now())
    out = StringIO()
    call_command("create_webhook", key="platform", url=receiver.url, stdout=out)
    return out.getvalue().strip()


def deliver() -> str:
    out = StringIO()
    call_command("deliver_webhooks", stdout=out)
    return out.getvalue()


def settle() -> None:
    """Announce what fixtures did, so that a test sees its own change only."""
    services.announce_touched(now=timezone.now())
    WebhookDelivery.objects.all().delete()


def events(receiver: Receiver) -> list[dict]:
    return [json.loads(body) for _headers, body in receiver.requests]


def test_a_choice_reaches_the_platform_signed_and_with_what_holds_only(receiver, secret, paired, guardian, teen, now):  # noqa: F811
    settle()
    choices.set_by_guardian(pairing=paired, user=guardian, key="sensitive_content", value="hide", now=now)
    assert deliver().startswith("1 announced, 1 arrived, 0")
    ((headers, body),) = receiver.requests
    event = check(secret, headers, body, time.time(), seen := set())
    assert event["type"] == "teen.policy.changed"
    data = event["data"]
    assert set(data) == {"account", "age_band", "settings", "today", "always_reachable", "version", "sequence"}
    assert data["account"] == str(teen.public_id)
    assert data["settings"]["sensitive_content"] == {"value": "hide", "is_floor": False}
    api = create_api_key(name="reader", scopes=["accounts:read"], now=now)
    asked = Client().get(f"/api/v1/accounts/{teen.public_id}/policy", headers={"Authorization": f"Bearer {api}"}).json()
    assert asked == {name: value for name, value in data.items() if name != "sequence"}
    for private in (teen.email, guardian.email, guardian.name_or_address, str(guardian.public_id), paired.public_id):
        assert str(private) not in body.decode()
    with pytest.raises(ValueError, match="had it"):
        check(secret, headers, body, time.time(), seen)
    with pytest.raises(ValueError, match="too old"):
        check(secret, headers, body, time.time() + 301, set())
    with pytest.raises(ValueError, match="not signed"):
        check(secret, headers, body.replace(b"hide", b"show"), time.time(), set())
    with pytest.raises(ValueError, match="not signed"):
        check("whsec_" + base64.b64encode(bytes(32)).decode(), headers, body, time.time(), set())
    assert deliver() == ""


def test_the_public_key_checks_it_too(receiver, secret, teen, now):  # noqa: F811
    choices.set_by_teen(teen=teen, key="sensitive_content", value="hide", now=now)
    deliver()
    ((headers, body),) = receiver.requests
    (jwk,) = (one for one in Client().get("/api/v1/keys.json").json()["keys"] if one["kid"] == "webhooks")
    public = Ed25519PublicKey.from_public_bytes(base64.urlsafe_b64decode(jwk["x"] + "=="))
    (signature,) = (one[4:] for one in headers["webhook-signature"].split() if one.startswith("v1a,"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    public.verify(base64.b64decode(signature), signed)


def test_whatever_changes_the_policy_is_told_and_what_doesnt_is_not(receiver, secret, paired, guardian, teen, now):  # noqa: F811
    settle()

    def told(what: str) -> dict:
        before = len(receiver.requests)
        deliver()
        assert len(receiver.requests) == before + 1, what
        return events(receiver)[-1]["data"]

    choices.set_by_guardian(pairing=paired, user=guardian, key="search", value="off", now=now)
    assert told("a guardian's choice")["settings"]["search"]["value"] == "off"
    choices.set_by_guardian(pairing=paired, user=guardian, key="search", value="off", now=now)
    choices.ask(teen=teen, key="search", value="on", now=now)
    assert deliver() == "", "asking changes nothing yet"
    choices.accept_request(request=paired.requests.get(), user=guardian, now=now)
    assert told("an accepted request")["settings"]["search"]["value"] == "on"
    choices.set_by_teen(teen=teen, key="autoplay", value="off", now=now)
    assert deliver() == "", "off was the default: what holds is the same"
    extra_time.grant(pairing=paired, user=guardian, minutes=15, now=now)
    assert told("extra time")["today"]["minutes"] == 75
    choices.set_by_guardian(pairing=paired, user=guardian, key="search", value="off", now=now)
    choices.remove_by_guardian(pairing=paired, user=guardian, key="search", now=now)
    assert deliver() == "", "forth and back before anybody looked is no change"
    choices.set_by_guardian(pairing=paired, user=guardian, key="sensitive_content", value="hide", now=now)
    told("a guardian's choice")
    consent.withdraw(pairing=paired, user=guardian, now=now)
    assert told("an agreement taken back")["settings"]["personalised_feed"]["value"] == "off"
    consent.agree_again(pairing=paired, user=guardian, now=now)
    assert told("an agreement given")["settings"]["personalised_feed"]["value"] == "on"
    ending.end_by_guardian(pairing=paired, user=guardian, now=now)
    assert told("the end of a pairing")["settings"]["sensitive_content"]["value"] == "cover-on-repeat"
    sequence = [event["data"]["sequence"] for event in events(receiver)]
    assert sequence == list(range(sequence[0], sequence[0] + len(sequence)))


def test_a_birthday_is_told_by_the_daily_command(receiver, secret, teen):  # noqa: F811
    call_command("tend_platform_api", stdout=StringIO())
    deliver()
    assert events(receiver)[-1]["data"]["age_band"] == "13-15"
    today = timezone.localdate()
    teen.birth_date = today.replace(year=today.year - 16, day=1)
    teen.save()
    assert deliver() == ""
    call_command("tend_platform_api", stdout=StringIO())
    deliver()
    assert events(receiver)[-1]["data"]["age_band"] == "16-17"
    count = len(receiver.requests)
    call_command("tend_platform_api", stdout=StringIO())
    deliver()
    assert len(receiver.requests) == count


def test_nothing_about_help_or_topics_is_ever_told(receiver, secret, teen, now):  # noqa: F811
    from safety_centre.prevention.accounts import account_key

    services.touch_everybody()
    settle()
    for _ in range(3):
        exposure.count_use(account=account_key(str(teen.public_id)), topics=["suicide-self-harm"], now=now)
    exposure.contest(account=account_key(str(teen.public_id)), topic="suicide-self-harm", reason="other", now=now)
    assert Cover.objects.exists()
    call_command("tend_platform_api", stdout=StringIO())
    assert deliver() == ""
    assert receiver.requests == []


def test_the_mark_is_in_the_transaction_of_the_change(receiver, secret, teen, now):  # noqa: F811
    settle()

    def change_and_fail() -> None:
        with transaction.atomic():
            choices.set_by_teen(teen=teen, key="sensitive_content", value="hide", now=now)
            assert AnnouncedPolicy.objects.get().is_touched
            raise RuntimeError

    with pytest.raises(RuntimeError):
        change_and_fail()
    assert not AnnouncedPolicy.objects.filter(is_touched=True).exists()
    choices.set_by_teen(teen=teen, key="sensitive_content", value="hide", now=now)
    assert AnnouncedPolicy.objects.get().is_touched  # a crash here loses nothing: the next run finds it
    assert deliver().startswith("1 announced, 1 arrived")


def test_what_doesnt_arrive_is_tried_again_later_and_later_with_the_same_id(receiver, secret, teen, now):  # noqa: F811
    receiver.answers = [500, 302, 429]
    choices.set_by_teen(teen=teen, key="sensitive_content", value="hide", now=now)
    services.announce_touched(now=now)
    waits, at = [], now
    while WebhookDelivery.objects.filter(state="waiting").exists():
        services.deliver_due(now=at)
        assert services.deliver_due(now=at) == (0, 0), "not before its time"
        row = WebhookDelivery.objects.get()
        if row.state == "waiting":
            waits.append(row.next_try_at - at)
            at = row.next_try_at
    assert waits == services.BACK_OFF[:3]
    assert (row.state, row.tries, row.body) == ("delivered", 4, "")
    assert len({headers["webhook-id"] for headers, _body in receiver.requests}) == 1
    assert len({headers["webhook-timestamp"] for headers, _body in receiver.requests}) == 4
    assert len({body for _headers, body in receiver.requests}) == 1
    assert all(headers["host"].startswith("127.0.0.1:") for headers, _body in receiver.requests)


def test_after_the_last_try_it_is_given_up_and_holds_no_settings(receiver, secret, teen, now):  # noqa: F811
    receiver.answers = [503] * 20
    choices.set_by_teen(teen=teen, key="sensitive_content", value="hide", now=now)
    services.announce_touched(now=now)
    at = now
    for _ in range(len(services.BACK_OFF) + 1):
        services.deliver_due(now=at)
        at += dt.timedelta(days=1)
    row = WebhookDelivery.objects.get()
    assert (row.state, row.last_answer, row.body) == ("given-up", "503", "")
    assert services.deliver_due(now=at) == (0, 0)
    assert services.forget_old(now=at + dt.timedelta(days=31)) == 1


def test_gone_switches_off_and_a_key_that_is_off_hears_nothing(receiver, secret, teen, now):  # noqa: F811
    receiver.answers = [410]
    choices.set_by_teen(teen=teen, key="sensitive_content", value="hide", now=now)
    deliver()
    assert not Webhook.objects.get().is_active
    Webhook.objects.update(is_active=True)
    choices.set_by_teen(teen=teen, key="sensitive_content", value="always-cover", now=now)
    services.announce_touched(now=now)
    call_command("revoke_api_key", name="platform")
    deliver()
    assert len(receiver.requests) == 1
    assert WebhookDelivery.objects.filter(state="waiting").count() == 0


def test_a_new_secret_ends_the_old_one(receiver, secret, teen, now):  # noqa: F811
    fresh = services.change_secret(webhook=Webhook.objects.get())
    assert fresh != secret
    choices.set_by_teen(teen=teen, key="sensitive_content", value="hide", now=now)
    deliver()
    ((headers, body),) = receiver.requests
    assert check(fresh, headers, body, time.time(), set())
    with pytest.raises(ValueError, match="not signed"):
        check(secret, headers, body, time.time(), set())
    assert secret not in json.dumps(list(Webhook.objects.values("url", "secret_number")))


def test_an_erased_account_leaves_nothing_to_deliver(receiver, secret, paired, teen, now):  # noqa: F811
    choices.set_by_teen(teen=teen, key="sensitive_content", value="hide", now=now)
    services.announce_touched(now=now)
    receiver.answers = [500]
    services.deliver_due(now=now)
    erase_account(user=teen, now=now)
    connection.check_constraints()
    assert not WebhookDelivery.objects.exists()
    assert not AnnouncedPolicy.objects.exists()
    assert not TeenChoice.objects.exists()


@pytest.mark.concurrency
def test_two_who_change_at_once_and_two_who_deliver_lose_and_double_nothing(own_database, settings, now):  # noqa: F811
    settings.WEBHOOK_PRIVATE_TARGETS = True
    with running(Receiver()) as receiver:
        key = create_api_key(name="platform", scopes=["accounts:read"], now=now)
        assert key
        services.subscribe(api_key=ApiKey.objects.get(name="platform"), url=receiver.url, now=now)
        teens = [make_user(f"t{number}@example.org", "teen", 14, now) for number in range(6)]
        values = {"sensitive_content": "hide", "search": "off", "personalised_feed": "off"}
        problems: list[Exception] = []

        def run(work) -> None:
            try:
                work()
            except Exception as error:
                problems.append(error)
            finally:
                connection.close()

        def change(key: str) -> None:
            for one in teens:
                choices.set_by_teen(teen=one, key=key, value=values[key], now=now)

        writers = [threading.Thread(target=run, args=[lambda key=key: change(key)]) for key in values]
        done = threading.Event()

        def keep_delivering() -> None:
            while not done.is_set():
                services.announce_touched(now=now)
                services.deliver_due(now=now)

        deliverers = [threading.Thread(target=run, args=[keep_delivering]) for _ in range(2)]
        for thread in [*deliverers, *writers]:
            thread.start()
        for thread in writers:
            thread.join()
        done.set()
        for thread in deliverers:
            thread.join()
        services.announce_touched(now=now)
        services.deliver_due(now=now)
    assert not problems
    last = {event["data"]["account"]: event["data"] for event in sorted(events(receiver), key=_sequence)}
    assert len(last) == 6
    for data in last.values():
        assert {key: data["settings"][key]["value"] for key in values} == values
    seen = [(event["data"]["account"], event["data"]["sequence"]) for event in events(receiver)]
    assert len(seen) == len(set(seen)), "each announcement arrived once"


def _sequence(event: dict) -> int:
    return event["data"]["sequence"]


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/hook", "ftp://example.org/", "https://", "https:///hook", "https://a:b@example.org/",
        "https://127.0.0.1/", "https://[::1]/", "https://10.0.0.8/", "https://169.254.169.254/latest/meta-data/",
        "https://[::ffff:127.0.0.1]/", "https://[64:ff9b::7f00:1]/", "https://[fd00::1]/", "https://0.0.0.0/",
        "https://example.org:99999/", "https://example.org/#part", "https://224.0.0.1/", "javascript:alert(1)", "",
    ],
)  # fmt: skip
def test_an_address_of_our_own_network_is_refused(db, url, now):  # noqa: F811
    create_api_key(name="platform", scopes=["accounts:read"], now=now)
    with pytest.raises(CommandError):
        call_command("create_webhook", key="platform", url=url)
    assert not Webhook.objects.exists()


def test_a_name_that_leads_to_our_own_network_is_not_called(receiver, settings):
    settings.WEBHOOK_PRIVATE_TARGETS = False
    for url in (
        receiver.url,
        "https://localhost/hook",
        "https://2130706433/",
        "https://0x7f.1/",
        "https://no.invalid/",
    ):
        with pytest.raises(target.Unreachable):
            target.post(url, b"{}", {})
    assert receiver.requests == []


@given(st.ip_addresses())
def test_only_public_addresses_may_be_called(address):
    if target._may_call(address):
        assert address.is_global
        assert not address.is_loopback
        assert not address.is_private


def test_a_receiver_that_says_nothing_is_left_in_time(settings, monkeypatch):
    settings.WEBHOOK_PRIVATE_TARGETS = True
    monkeypatch.setattr(target, "DEADLINE_SECONDS", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        began = time.monotonic()
        with pytest.raises(target.Unreachable, match="no answer"):
            target.post(f"http://127.0.0.1:{silent.getsockname()[1]}/", b"{}", {})
    assert time.monotonic() - began < target.CONNECT_SECONDS


def test_who_may_not_read_policies_may_not_hear_of_them(db, now):  # noqa: F811
    create_api_key(name="screen", scopes=["prevention:screen"], now=now)
    with pytest.raises(CommandError, match="accounts:read"):
        call_command("create_webhook", key="screen", url="https://example.org/hook")
    with pytest.raises(CommandError, match="no key"):
        call_command("create_webhook", key="nobody", url="https://example.org/hook")
    create_api_key(name="platform", scopes=["accounts:read"], now=now)
    call_command("create_webhook", key="platform", url="https://example.org/hook", stdout=StringIO())
    with pytest.raises((CommandError, ValidationError)):
        call_command("create_webhook", key="platform", url="https://example.org/hook", stdout=StringIO())


def test_keys_are_listed_and_switched_off(db, now):  # noqa: F811
    create_api_key(name="platform", scopes=["accounts:read"], now=now)
    call_command("create_webhook", key="platform", url="https://example.org/hook", stdout=StringIO())
    out = StringIO()
    call_command("revoke_api_key", stdout=out)
    assert out.getvalue() == "platform: active, accounts:read\n  webhook https://example.org/hook\n"
    call_command("revoke_api_key", name="platform")
    assert not ApiKey.objects.get().is_active
    with pytest.raises(CommandError):
        call_command("revoke_api_key", name="platform")
