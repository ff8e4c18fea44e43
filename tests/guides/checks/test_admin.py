"""The checks in the admin: who sees what, refusals that keep the text, reports that stay quick."""

import csv
import io
import json
from html import unescape

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from guides.models import CheckFinding, CheckOverride, PageCheck
from guides.services import checks
from tests.guides.checks.conftest import BAD, GOOD, NOW, guide, live_text, with_text
from tests.guides.checks.test_gate import client_of

pytestmark = pytest.mark.django_db
REASON = "Titre d’un livre, vu avec le comité éditorial."


@pytest.fixture
def row(text) -> CheckFinding:
    """A *must fix* in a draft of another association than ``clients['partner']`` writes for."""
    with_text(text, BAD).save_revision()
    return CheckFinding.objects.get(page=text, rule="suicide-wording")


def addresses(row: CheckFinding) -> dict[str, str]:
    return {
        "panel": reverse("guides_check_panel", args=[row.page_id]),
        "let pass": reverse("guides_check_override", args=[row.page_id, row.key]),
        "report": reverse("guides_check_report"),
        "report, results": reverse("guides_check_report_results"),
        "report, file": reverse("guides_check_report") + "?export=csv",
        "let-pass report": reverse("guides_check_overrides"),
        "let-pass report, results": reverse("guides_check_overrides_results"),
    }


# 200: sees it; "empty": sees the page without a word of the other association's text; 302: sent to a door.
EXPECTED = {
    "panel": {"anonymous": 302, "teen": 302, "parent": 302, "partner": 302, "writer": 200, "safety": 200},
    "let pass": {"anonymous": 302, "teen": 302, "parent": 302, "partner": 302, "writer": 302, "safety": 200},
    **{
        name: {"anonymous": 302, "teen": 302, "parent": 302, "partner": "empty", "writer": 200, "safety": 200}
        for name in (
            "report",
            "report, results",
            "report, file",
            "let-pass report",
            "let-pass report, results",
        )
    },
}


def read(response) -> str:
    return (b"".join(response.streaming_content) if response.streaming else response.content).decode()


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_who_sees_what(name, row, clients, writer, safety):
    checks.override(page=guide(), key=row.key, reason=REASON, by=safety, now=NOW)
    draft = guide().get_latest_revision_as_object()
    with_text(draft, "Elle a raté son suicide.", block="second").save_revision()
    asked = {**clients, "writer": client_of(writer), "safety": client_of(safety)}
    got = {}
    for role in EXPECTED[name]:
        response = asked[role].get(addresses(row)[name])
        got[role] = response.status_code
        if response.status_code == 200:
            shown = "réussi leur suicide" in (page := read(response)) or "raté son suicide" in page
            got[role] = 200 if shown else "empty"
    assert got == EXPECTED[name]


def test_taking_back_is_for_the_safety_team(row, clients, writer, safety):
    made = checks.override(page=guide(), key=row.key, reason=REASON, by=safety, now=NOW)
    address = reverse("guides_check_withdraw", args=[made.pk])
    for client in (*clients.values(), client_of(writer)):
        if client is not clients["admin"]:
            client.post(address)
    made.refresh_from_db()
    assert made.withdrawn_at is None
    assert client_of(safety).get(address).status_code == 405
    client_of(safety).post(address)
    made.refresh_from_db()
    assert made.withdrawn_by == safety


def test_the_panel_says_what_why_source_and_better(row, writer):
    shown = client_of(writer).get(addresses(row)["panel"]).content.decode()
    for words in (
        "À corriger",
        "réussi leur suicide",
        "Commettre",
        "Organisation mondiale de la santé, 2023",
        "mourir par",
    ):
        assert words in shown, words
    assert f'data-safety-anchor="{row.block}"' in shown
    assert "Accepter tel quel" not in shown  # the safety team's alone


def test_the_form_joins_wagtails_own_checks_panel(row, writer):
    shown = client_of(writer).get(reverse("wagtailadmin_pages:edit", args=[row.page_id])).content.decode()
    assert shown.count('data-side-panel="checks"') == 1
    panel = shown[shown.index('data-side-panel="checks"') :]
    assert "data-content-word-count" in panel
    assert "data-safety-item" in panel
    assert "data-checks-panel" in panel
    assert "facile pour 11 à 13 ans" in panel


def test_a_preview_shows_it_and_a_reader_never_sees_it(row, writer):
    page = guide().get_latest_revision_as_object()
    preview = page.make_preview_request(preview_mode="")
    assert "data-preview-checks" in preview.content.decode()
    assert "frame-ancestors 'self'" in preview.headers["Content-Security-Policy"]
    assert "data-preview-checks" not in Client().get(guide().url).content.decode()


def form_of(page: Page, action: str) -> dict[str, str]:
    """Return what the browser would send of the page's form; streams are left to the newest revision by their ids."""
    from wagtail.test.utils.form_data import nested_form_data, streamfield

    def items(name: str) -> list:
        return [(i["type"], i["value"]) for i in json.loads(page._meta.get_field(name).value_to_string(page))]

    lines = streamfield([("line", line) for _kind, line in items("in_brief")])
    data = {
        "title": page.title,
        "slug": page.slug,
        "topic": page.topic_id,
        "partners": [partner.pk for partner in page.partners.all()],
        "in_brief": lines,
        "parent_in_brief": streamfield([]),
        "friend_in_brief": streamfield([]),
        "teen": streamfield([("heading", "Un titre")]),
        "parent": streamfield([("heading", "Elle a réussi son suicide")]),
        "friend": streamfield([]),
        "sources": streamfield([]),
        "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MAX_NUM_FORMS": 1000, "MIN_NUM_FORMS": 0},
        action: action,
    }
    flat = nested_form_data({k: v for k, v in data.items() if k not in {"partners", "comments"}})
    flat |= {f"comments-{name}": str(value) for name, value in data["comments"].items()}
    return {**flat, "partners": data["partners"]}


@pytest.mark.parametrize("action", ["action-submit", "action-publish"])
def test_the_form_refuses_keeps_the_text_and_leads_back(action, text, writer, safety):
    client = client_of(safety if action == "action-publish" else writer)
    address = reverse("wagtailadmin_pages:edit", args=[text.pk])
    response = client.post(address, form_of(text, action))
    assert (response.status_code, response.url) == (302, f"{address}#checks")
    assert "Elle a réussi son suicide" in str(guide().get_latest_revision_as_object().parent)
    assert "réussi" not in str(guide().parent)
    assert not guide().current_workflow_state
    assert "réussi son suicide" in client.get(address).content.decode()


def test_a_new_page_that_is_published_at_once_is_refused_and_kept_as_a_draft(text, safety):
    """Nothing was saved yet when the gate refuses it: what was written must not be lost."""
    client, parent = client_of(safety), text.get_parent()
    address = reverse("wagtailadmin_pages:add", args=["guides", "topicguidepage", parent.pk])
    form = form_of(text, "action-publish") | {"title": "Un guide neuf", "slug": "un-guide-neuf"}
    response = client.post(address, form)
    made = Page.objects.get(slug="un-guide-neuf")
    assert (response.status_code, response.url) == (302, reverse("wagtailadmin_pages:edit", args=[made.pk]))
    assert not made.live
    assert "Elle a réussi son suicide" in str(made.specific.get_latest_revision_as_object().parent)
    assert "à corriger avant d’être soumise" in client.get(response.url).content.decode()


def test_letting_pass_needs_a_reason_and_then_publishing_works(row, safety):
    client, address = client_of(safety), addresses(row)["let pass"]
    assert client.post(address, {"reason": "  "}).status_code == 200
    assert not CheckOverride.objects.exists()
    assert client.post(address, {"reason": REASON}).status_code == 302
    guide().get_latest_revision().publish(user=safety)
    assert "réussi leur suicide" in live_text(guide())
    listed = client.get(addresses(row)["let-pass report"]).content.decode()
    assert REASON in listed
    assert safety.email in listed
    history = client.get("/admin/reports/site-history/").content.decode()
    assert REASON in unescape(history)  # and stays there when the page is gone
    assert "réussi leur suicide" not in client.get(addresses(row)["report"]).content.decode()


def test_the_report_filters_and_exports(row, safety):
    with_text(guide("harassment"), "Appelle vite !").save_revision()
    client, address = client_of(safety), addresses(row)["report"]
    partner = guide().partners.get()
    for query, suicide, hate in [
        ("level=must", True, False),
        ("rule=alarm", False, True),
        (f"partner={partner.pk}", True, False),
        (f"language={guide().locale_id}", True, True),
        (f"language={guide(language='en').locale_id}", False, False),
    ]:
        shown = client.get(f"{address}?{query}").content.decode()
        assert ("réussi leur suicide" in shown) == suicide, query
        assert ("Appelle vite" in shown) == hate, query
    rows = list(csv.DictReader(io.StringIO(read(client.get(f"{address}?export=csv")))))
    assert [line["Règle"] for line in rows] == ["suicide-wording", "alarm"]
    assert rows[0]["Mieux"].startswith("«")


def test_no_file_runs_in_a_spreadsheet_and_no_reason_runs_in_a_page(text, safety):
    with_text(text, "=HYPERLINK(1) a réussi leur suicide.").save_revision()
    found = CheckFinding.objects.get(page=text, rule="suicide-wording")
    reason = "=cmd()<script>alert(1)</script> vu avec le comité."
    checks.override(page=text, key=found.key, reason=reason, by=safety, now=NOW)
    with_text(text, "@SUM(1) a raté son suicide.", block="second").save_revision()
    client = client_of(safety)
    for name, starts in (("guides_check_report", "'@SUM"), ("guides_check_overrides", "'=HYPERLINK")):
        rows = list(csv.DictReader(io.StringIO(read(client.get(reverse(name) + "?export=csv")))))
        assert any(row["Phrase"].startswith(starts) for row in rows), rows
    assert rows[0]["Raison"].startswith("'=cmd()")
    for address in (reverse("guides_check_overrides"), reverse("wagtailadmin_pages:edit", args=[text.pk])):
        assert "<script>alert(1)" not in client.get(address).content.decode()


def test_the_command_checks_what_is_stale_and_only_that(row, capsys):
    PageCheck.objects.update(rules_version="old")
    call_command("check_guides")
    first = capsys.readouterr().out
    call_command("check_guides")
    assert capsys.readouterr().out == "Checked 0 pages.\n"
    assert first != "Checked 0 pages.\n"
    CheckFinding.objects.all().delete()
    PageCheck.objects.filter(page_id=row.page_id).update(rules_version="old")
    call_command("check_guides")
    assert capsys.readouterr().out == "Checked 1 pages.\n"
    assert CheckFinding.objects.filter(page_id=row.page_id, key=row.key).exists()


def test_mending_closes_the_remark(row):
    with_text(guide(), GOOD).save_revision()
    assert not CheckFinding.objects.filter(page_id=row.page_id).exists()
