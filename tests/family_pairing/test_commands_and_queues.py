"""The weekly digest, reports of usage, the safety team's queue."""

import datetime as dt
from io import StringIO

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from family_pairing.models import HistoryEvent, Pairing, SafeRouteRequest, UsageDay
from family_pairing.services import choices, digest, safe_route, screen_time
from family_pairing.transitions import State
from guides.services.workspaces import ensure_safety_team
from safety_centre.accounts.models import User
from tests.family_pairing.test_pages import client_of


def test_a_digest_comes_once_a_week_to_who_asked(paired, guardian, teen, now):
    mum = client_of(guardian)
    assert digest.send_digests(now=now) == 0
    mum.post(reverse("family_digest"), {"wanted": "1"})
    choices.set_by_guardian(pairing=paired, user=guardian, key="search", value="off", now=now)
    screen_time.report_usage(teen=teen, day=now.date(), minutes=40, now=now)
    mail.outbox.clear()
    assert digest.send_digests(now=now) == 1
    assert digest.send_digests(now=now + dt.timedelta(days=1)) == 0
    (sent,) = mail.outbox
    assert sent.to == [guardian.email]
    assert "40 minutes a day" in sent.body
    assert "Search" in sent.body
    assert digest.send_digests(now=now + dt.timedelta(days=7)) == 1
    mum.post(reverse("family_digest"), {})
    assert digest.send_digests(now=now + dt.timedelta(days=20)) == 0


def test_usage_comes_by_the_command_whole_or_not_at_all(teen, now, tmp_path):
    report = tmp_path / "usage.csv"
    report.write_text(f"{teen.public_id},2026-11-01,61\n{teen.public_id},2026-11-02,0\n")
    out = StringIO()
    call_command("report_usage", str(report), stdout=out)
    assert out.getvalue() == "2 days kept\n"
    assert list(UsageDay.objects.order_by("day").values_list("minutes", flat=True)) == [61, 0]
    for wrong in ("x", "a,b,c", f"{teen.public_id},2026-11-03,1441", f"{teen.public_id},2999-01-01,5"):
        report.write_text(f"{teen.public_id},2026-11-04,9\n{wrong}\n")
        with pytest.raises(CommandError, match="Line 2"):
            call_command("report_usage", str(report))
    assert UsageDay.objects.count() == 2


@pytest.fixture
def safety_client(db) -> Client:
    user = User.objects.create_user("safety@example.org", "x" * 12, is_staff=True)
    user.groups.add(ensure_safety_team())
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_the_safety_team_decides_in_its_queue(paired, guardian, teen, now, safety_client):
    request = safe_route.ask(teen=teen, pairing=paired, contact="email", now=now)
    queue = reverse("queue_safe_route")
    page = safety_client.get(queue).content.decode()
    assert teen.email in page
    assert guardian.email not in page
    before, sent = HistoryEvent.objects.count(), len(mail.outbox)
    without_a_note = safety_client.post(queue, {"pk": request.pk, "decision": "agree", "note": " "}, follow=True)
    assert "Notez pourquoi" in without_a_note.content.decode()
    assert Pairing.objects.get().state == State.ACTIVE
    safety_client.post(queue, {"pk": request.pk, "decision": "agree", "note": "spoke with them"})
    assert Pairing.objects.get().state == State.SEVERED
    assert SafeRouteRequest.objects.get().note == "spoke with them"
    assert (HistoryEvent.objects.count(), len(mail.outbox)) == (before, sent)
    safety_client.post(queue, {"pk": "9" * 40, "decision": "agree", "note": "x"})
    safety_client.post(queue, {"pk": request.pk, "decision": "erase", "note": "x"})


@pytest.mark.parametrize("name", ["queue_safe_route", "queue_birth_dates"])
@pytest.mark.parametrize("role", ["anonymous", "teen", "parent", "partner"])
def test_nobody_else_reads_a_queue(clients, name, role):
    assert clients[role].get(reverse(name)).status_code == 302
    assert b"queues" not in clients["partner"].get("/admin/").content


def test_a_severed_pairings_hold_runs_out_for_its_guardian(paired, guardian, teen, now):
    from family_pairing.services import ending

    ending.end_by_teen(pairing=paired, user=teen, now=now)
    mum = client_of(guardian)
    before = mum.get(reverse("family_home")).content.decode()
    ending.sever(pairing=paired, now=now)
    assert ("Until then the protections hold" in before) is True
    assert "Until then the protections hold" in mum.get(reverse("family_home")).content.decode()
    assert ending.finish_holds(now=now + dt.timedelta(hours=49)) == 1
    assert mum.get(reverse("family_agreement", args=[paired.public_id])).status_code == 404
