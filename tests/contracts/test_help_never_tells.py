"""Help that never tells: whatever a teen reads, searches or triggers leaves no trace where a guardian could look."""

import datetime as dt
import json
import re

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from family_pairing.selectors.digest import digest_of
from family_pairing.services import agreement as agreements
from family_pairing.services import digest, safe_route
from safety_centre.accounts.services import export_account
from safety_centre.platform_api.keys import create_api_key
from safety_centre.prevention.accounts import account_key
from safety_centre.prevention.models import Cover
from safety_centre.prevention.services import aggregates
from tests.family_pairing.conftest import guardian, paired, teen  # noqa: F401  # fixtures
from tests.family_pairing.test_pages import client_of
from tests.prevention.conftest import publish_rows

pytestmark = pytest.mark.django_db
CHANGING = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"|nonce="[^"]+"')


@pytest.fixture
def now() -> dt.datetime:
    return timezone.now().replace(microsecond=0)


# Addresses that answer a GET only with a redirect, or only a POST, or take a number: nothing of them can be read.
UNREADABLE = {
    "family_start", "family_stay", "family_safe", "family_review", "family_history_read", "family_extra_time",
    "family_set_theirs", "family_set_mine", "family_ask_extra_time", "family_answer", "family_unplan", "family_digest",
    "family_news_read",
    "family_agreement_sign", "family_agreement_note",
}  # fmt: skip
WITH_PAIRING = {"history", "consent", "agreement", "agreement_write", "agreement_print", "plan", "end"}
OF_THE_ACCOUNT = [
    "account_my_data", "account_covers", "account_email", "account_change_password", "mfa_index", "usersessions_list",
]  # fmt: skip


def family_names() -> set[str]:
    resolver = next(p for p in get_resolver().url_patterns if str(p.pattern) == "family/")
    return {pattern.name for pattern in resolver.url_patterns}


def guardians_pages(client: Client, pairing) -> dict[str, str]:
    """Return every page that a guardian can open, by its address, without what changes at each load.

    A new address of pairing is walked by itself, unless it is listed as unreadable above.
    """
    addresses = ["/fr/", "/en/help/", "/en/prevention/"]
    for name in sorted(family_names() - UNREADABLE):
        part = name.removeprefix("family_")
        arguments = [pairing.public_id] if part in WITH_PAIRING else ["no-such-token"] if part == "join_link" else []
        addresses.append(reverse(name, args=arguments))
    addresses += [reverse(name) for name in OF_THE_ACCOUNT]
    addresses.append(reverse("family_plan", args=[pairing.public_id]) + "?key=sensitive_content")
    found = {}
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 200, address
        found[address] = CHANGING.sub("", answer.content.decode())
    return found


def test_nothing_a_teen_reads_searches_or_triggers_reaches_a_guardian(paired, guardian, teen, now):  # noqa: F811
    publish_rows()
    digest.want_digest(user=guardian, wanted=True)
    mum, child = client_of(guardian), client_of(teen)
    agreements.draft(pairing=paired, user=guardian, now=now)
    digest.send_digests(now=now)
    before, sent, later = guardians_pages(mum, paired), len(mail.outbox), now + dt.timedelta(days=1)
    week, export = digest_of(guardian=guardian, now=later), export_account(user=guardian)

    # The teen reads guides, opens help, tries the prevention page, and triggers prevention on the platform.
    for address in (
        "/en/topics/suicide/",
        "/en/topics/harassment/?for=friend",
        "/en/help/?country=FR",
        "/en/prevention/",
        "/en/search/?q=i+want+to+die&show=1",
        "/en/search/?q=nothing+like+zebraquux",
    ):
        assert child.get(address).status_code == 200
    child.post("/en/prevention/", {"text": "i want to die"})
    key = create_api_key(name="p", scopes=["prevention:screen", "prevention:feed"], now=now)
    for trigger in ("search", "hashtag", "share", "report"):
        answer = Client().post(
            "/api/v1/prevention/screen",
            json.dumps({"text": "i was bullied", "trigger": trigger, "language": "en", "account": str(teen.public_id)}),
            content_type="application/json",
            headers={"Authorization": f"Bearer {key}"},
        )
        assert answer.json()["help"]
    assert Cover.objects.get().account == account_key(str(teen.public_id))
    child.post(reverse("account_covers"), {"topic": "harassment", "reason": "other"})
    safe_route.ask(teen=teen, pairing=paired, contact="email", now=now)
    aggregates.flush()
    call_command("tend_pairings")
    call_command("tend_prevention")

    for address, html in guardians_pages(mum, paired).items():
        assert html.splitlines() == before[address].splitlines(), address
    assert len(mail.outbox) == sent
    assert export_account(user=guardian) == export
    assert digest_of(guardian=guardian, now=later) == week


def test_no_query_of_a_guardians_page_reads_what_only_the_teen_may_see(paired, guardian):  # noqa: F811
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    mum = client_of(guardian)
    with CaptureQueriesContext(connection) as captured:
        for name in sorted(WITH_PAIRING - {"agreement_print"}):
            assert mum.get(reverse(f"family_{name}", args=[paired.public_id])).status_code == 200
        for name in ("family_home", "family_waiting", "family_join", "family_invite", "usersessions_list", "mfa_index"):
            assert mum.get(reverse(name)).status_code == 200
        digest.want_digest(user=guardian, wanted=True)
        digest.send_digests(now=timezone.now())
    read = " ".join(query["sql"] for query in captured)
    for table in ("prevention_", "family_pairing_saferouterequest", "platform_api_"):
        assert table not in read, table
