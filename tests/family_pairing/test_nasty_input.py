"""Whatever is posted to whichever address of a family, it is answered: never an error of ours, never half a change."""

import itertools

import pytest
from django.urls import reverse

from family_pairing.models import HistoryEvent, Pairing, SettingRequest
from family_pairing.policy.catalogue import SETTINGS
from family_pairing.services import agreement as agreements
from family_pairing.services import choices
from tests.family_pairing.test_pages import client_of
from tests.family_pairing.test_permissions import BY_NUMBER, OF_A_FAMILY, OWN, family  # noqa: F401  # a fixture

NASTY = [
    "", "\x00", "\ud800".encode("utf-8", "replace").decode(), "²", "٣", "-1", "1e309", "9" * 25, "9" * 5000, "NaN",
    "null", "[]", "[[0,1],[2]]", "[[null,{}]]", "{}", '"', "[[0, 99999999]]", "25:61", "2026-02-30", "10000-01-01",
    "' OR 1=1 --", "<script>alert(1)</script>", "{actor}", "%(name)s", "🙂" * 300, "a\r\nBcc: x@example.org",
]  # fmt: skip
FIELDS = [
    "value", "weekend", "from", "to", "days", "ask", "answer", "review_on", "reason", "minutes", "code", "email",
    "step", "last", "contact", "note", "do", "text", "seen_hash", "commitments", "starts_on", "wanted", "no_longer",
    "set_daily_screen_time", "set_time_away", "set_wind_down",
]  # fmt: skip
ONE_OF_EACH_KIND = list({type(setting.kind): setting.key for setting in SETTINGS}.values())


@pytest.mark.parametrize("side", ["guardian", "teen"])
def test_nothing_that_is_posted_breaks_a_page(family, guardian, teen, now, side):  # noqa: F811
    user = {"guardian": guardian, "teen": teen}[side]
    client = client_of(user)
    numbers = {"family_answer": SettingRequest.objects.get().pk}
    addresses = []
    for name in sorted(OF_A_FAMILY):
        # Ending and pairing steps are tested where they belong: here they would only close what is to be broken.
        if name not in {"family_end", "family_unplan"}:
            target = numbers[name] if name in BY_NUMBER else family.public_id
            addresses.append(reverse(name, args=[target, *OF_A_FAMILY[name]]))
    for name in sorted(OWN - {"family_set_mine", "family_join_link"}):
        addresses.append(reverse(name))
    addresses += [reverse("family_set_mine", args=[key]) for key in ONE_OF_EACH_KIND]
    addresses += [reverse("family_set_theirs", args=[family.public_id, key]) for key in ONE_OF_EACH_KIND]
    addresses += [reverse("family_join_link", args=["%00' OR 1"]), reverse("account_my_data")]
    # What is missing for this side is so before anything posted is read.
    first = dict.fromkeys(FIELDS, NASTY[-1])
    addresses = [address for address in addresses if client.post(address, first).status_code != 404]
    for address, nasty in itertools.product(addresses, NASTY[:-1]):
        answer = client.post(address, dict.fromkeys(FIELDS, nasty))
        assert answer.status_code < 500, (address, nasty)
    for nasty in NASTY:
        page = reverse("family_history", args=[family.public_id])
        assert client.get(page, {"before": nasty}).status_code == 200
        assert client.get(reverse("family_join"), {"code": nasty}).status_code == 200
        if side == "guardian":
            plan = reverse("family_plan", args=[family.public_id])
            assert client.get(plan, {"key": nasty}).status_code == 200
    assert Pairing.objects.get(pk=family.pk).state == "active"
    html = client.get(reverse("family_home")).content.decode()
    assert "<script>alert(1)" not in html


def test_words_in_braces_stay_words(paired, guardian, teen, now):
    choices.set_by_guardian(pairing=paired, user=guardian, key="search", value="off", now=now)
    (request,) = choices.ask(teen=teen, key="search", value="on", now=now)
    reason = "{teen.password} %(x)s {0}\x00"
    choices.decline_request(request=request, user=guardian, reason=reason, now=now)
    assert HistoryEvent.objects.get(kind="request_declined").data["reason"] == "{teen.password} %(x)s {0}"
    page = client_of(teen).get(reverse("family_history", args=[paired.public_id])).content.decode()
    assert "{teen.password} %(x)s {0}" in page
    agreements.draft(pairing=paired, user=teen, now=now)
