"""Help that never tells: whatever a teen reads, searches or triggers leaves no trace where a guardian could look."""

import datetime as dt
import json
import re

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from family_pairing.selectors.digest import digest_of
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


def guardians_pages(client: Client, pairing) -> dict[str, str]:
    """Return every page that a guardian can open, by its address, without what changes at each load."""
    addresses = [
        reverse("family_home"),
        reverse("family_waiting"),
        reverse("account_my_data"),
        reverse("account_covers"),
    ]
    for name in ("history", "agreement", "agreement_write", "plan", "end"):
        addresses.append(reverse(f"family_{name}", args=[pairing.public_id]))
    addresses += ["/accounts/email/", "/accounts/sessions/", "/fr/", "/en/help/", "/en/prevention/"]
    return {address: CHANGING.sub("", client.get(address).content.decode()) for address in addresses}


def test_nothing_a_teen_reads_searches_or_triggers_reaches_a_guardian(paired, guardian, teen, now):  # noqa: F811
    publish_rows()
    digest.want_digest(user=guardian, wanted=True)
    mum, child = client_of(guardian), client_of(teen)
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

    assert guardians_pages(mum, paired) == before
    assert len(mail.outbox) == sent
    assert export_account(user=guardian) == export
    assert digest_of(guardian=guardian, now=later) == week


def test_no_query_of_a_guardians_page_reads_what_only_the_teen_may_see(paired, guardian):  # noqa: F811
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    mum = client_of(guardian)
    with CaptureQueriesContext(connection) as captured:
        for name in ("history", "agreement", "plan", "end"):
            mum.get(reverse(f"family_{name}", args=[paired.public_id]))
        mum.get(reverse("family_home"))
        digest.want_digest(user=guardian, wanted=True)
        digest.send_digests(now=timezone.now())
    read = " ".join(query["sql"] for query in captured)
    for table in ("prevention_", "family_pairing_saferouterequest", "platform_api_"):
        assert table not in read, table
