"""The family agreement, plans and offers on their pages."""

import datetime as dt

import pytest
from django.urls import reverse

from family_pairing.models import Agreement, AgreementNote, GuardianChoice, PlannedChange, SettingRequest
from family_pairing.selectors.dashboard import view_for_teen
from family_pairing.services import choices, ending
from guides.models import CharterCommitment
from tests.family_pairing.test_pages import client_of


def written(pairing, client, now, **settings):
    keys = list(CharterCommitment.objects.filter(locale__language_code="en").values_list("key", flat=True))
    review = (now + dt.timedelta(days=60)).date().isoformat()
    data = {"commitments": keys[:6], "review_on": review, **{f"set_{key}": value for key, value in settings.items()}}
    return client.post(reverse("family_agreement_write", args=[pairing.public_id]), data, follow=True)


def test_a_family_writes_signs_and_prints(paired, guardian, teen, now):
    mum, child = client_of(guardian), client_of(teen)
    written(paired, mum, now, daily_screen_time=50, wind_down="21:30", time_away="[]")
    address = reverse("family_agreement", args=[paired.public_id])
    for client in (child, mum):
        seen = client.get(address).context["draft"].content_hash
        client.post(reverse("family_agreement_sign", args=[paired.public_id]), {"seen_hash": seen})
    assert Agreement.objects.get().state == "signed"
    chosen = dict(GuardianChoice.objects.values_list("key", "value"))
    assert chosen == {"daily_screen_time": [50] * 7, "wind_down": "21:30", "time_away": []}
    sheet = child.get(reverse("family_agreement_print", args=[paired.public_id])).content.decode()
    assert "50 min a day" in sheet
    # A new one begins from what was signed, in the words of the reader.
    form = child.get(reverse("family_agreement_write", args=[paired.public_id])).context["form"]
    assert form.initial["set_daily_screen_time"] == 50


def test_promises_are_needed_on_both_sides_and_nothing_typed_is_lost(paired, guardian, now):
    mum = client_of(guardian)
    teens_own = CharterCommitment.objects.filter(locale__language_code="en", audience="teen").first()
    answer = mum.post(
        reverse("family_agreement_write", args=[paired.public_id]),
        {"commitments": [teens_own.key], "set_daily_screen_time": "35", "review_on": "2020-01-01"},
    )
    assert answer.status_code == 422
    assert "both sides" in answer.content.decode()
    assert 'value="35"' in answer.content.decode()
    assert not Agreement.objects.filter(commitments__isnull=False).exists()


def test_a_note_is_its_authors_until_it_is_shared(paired, guardian, teen, now):
    mum, child = client_of(guardian), client_of(teen)
    written(paired, mum, now)
    notes = reverse("family_agreement_note", args=[paired.public_id])
    page = reverse("family_agreement", args=[paired.public_id])
    child.post(notes, {"text": "I would like one evening a week"})
    assert "one evening" in child.get(page).content.decode()
    assert "one evening" not in mum.get(page).content.decode()
    note = AgreementNote.objects.get()
    theirs, none = (mum.post(notes, {"note": pk, "do": "delete"}) for pk in (note.pk, 987_654))
    assert (theirs.status_code, theirs.url) == (none.status_code, none.url) == (302, page)
    assert AgreementNote.objects.filter(pk=note.pk).exists()
    child.post(notes, {"note": note.pk, "do": "share"})
    assert "one evening" in mum.get(page).content.decode()
    for text in ("", "x" * 2001, "a\x00b"):
        child.post(notes, {"text": text})
    assert AgreementNote.objects.count() == 1
    # Signed or begun anew, a note stays where its author finds and deletes it.
    seen = mum.get(page).context["draft"].content_hash
    for client in (mum, child):
        client.post(reverse("family_agreement_sign", args=[paired.public_id]), {"seen_hash": seen})
        assert "one evening" in client.get(page).content.decode()
    written(paired, mum, now, search="off")
    assert AgreementNote.objects.get().agreement == Agreement.objects.get(state="draft")
    child.post(notes, {"note": note.pk, "do": "delete"})
    assert not AgreementNote.objects.exists()


def test_after_the_safe_route_the_guardian_may_still_write_and_sign(paired, guardian, teen, now):
    ending.sever(pairing=paired, now=now)
    mum = client_of(guardian)
    assert "Saved" in written(paired, mum, now).content.decode()
    seen = mum.get(reverse("family_agreement", args=[paired.public_id])).context["draft"].content_hash
    mum.post(reverse("family_agreement_sign", args=[paired.public_id]), {"seen_hash": seen})
    assert Agreement.objects.get().signatures.get().user == guardian
    assert client_of(teen).get(reverse("family_agreement", args=[paired.public_id])).status_code == 404


def test_a_plan_is_read_by_both_and_can_be_taken_back(paired, guardian, teen, now):
    mum, child = client_of(guardian), client_of(teen)
    day = (now + dt.timedelta(days=40)).date()
    address = reverse("family_plan", args=[paired.public_id])
    assert mum.get(address).status_code == 200
    wrong = mum.post(f"{address}?key=daily_screen_time", {"value": "90", "starts_on": "2020-01-01"})
    assert wrong.status_code == 422
    assert "day to come" in wrong.content.decode()
    mum.post(f"{address}?key=daily_screen_time", {"value": "90", "starts_on": day.isoformat()})
    for client in (mum, child):
        assert "90 min a day" in client.get(reverse("family_home")).content.decode()
    plan = PlannedChange.objects.get()
    assert child.post(reverse("family_unplan", args=[paired.public_id, plan.pk])).status_code == 404
    mum.post(reverse("family_unplan", args=[paired.public_id, plan.pk]))
    assert not PlannedChange.objects.exists()


def test_a_plan_below_the_floor_of_its_day_is_refused(paired, guardian, now):
    mum = client_of(guardian)
    tomorrow = (now + dt.timedelta(days=1)).date().isoformat()
    answer = mum.post(
        reverse("family_plan", args=[paired.public_id]) + "?key=direct_messages",
        {"value": "friends", "starts_on": tomorrow},
    )
    assert answer.status_code == 422
    assert "safer than that" in answer.content.decode()


def test_an_offer_for_any_kind_of_setting_and_a_day_to_look_again(paired, guardian, teen, now):
    choices.set_by_guardian(pairing=paired, user=guardian, key="comments", value="no_one", now=now)
    choices.set_by_guardian(pairing=paired, user=guardian, key="sensitive_content", value="hide", now=now)
    (asked,) = choices.ask(teen=teen, key="sensitive_content", value="cover-on-repeat", now=now)
    mum, child = client_of(guardian), client_of(teen)
    mum.post(reverse("family_answer", args=[asked.pk]), {"answer": "offer", "value": "always-cover"})
    asked.refresh_from_db()
    assert (asked.state, asked.offered) == ("countered", "always-cover")
    child.post(reverse("family_answer", args=[asked.pk]), {"answer": "accept"})
    assert GuardianChoice.objects.get(key="sensitive_content").value == "always-cover"
    (again,) = choices.ask(teen=teen, key="comments", value="friends", now=now)
    review = (now + dt.timedelta(days=30)).date()
    mum.post(reverse("family_answer", args=[again.pk]), {"answer": "accept", "review_on": review.isoformat()})
    assert SettingRequest.objects.get(pk=again.pk).review_on == review
    assert [one["day"] for one in view_for_teen(teen=teen, now=now).reviews] == [review]


def test_hours_for_some_days_and_minutes_for_the_weekend(paired, guardian, now):
    mum = client_of(guardian)
    mum.post(
        reverse("family_set_theirs", args=[paired.public_id, "time_away"]),
        {"days": "school", "from": "08:30", "to": "16:30"},
    )
    mum.post(
        reverse("family_set_theirs", args=[paired.public_id, "daily_screen_time"]), {"value": "40", "weekend": "90"}
    )
    chosen = dict(GuardianChoice.objects.values_list("key", "value"))
    assert chosen["time_away"][0] == [510, 990]
    assert len(chosen["time_away"]) == 5
    assert chosen["daily_screen_time"] == [40] * 5 + [90] * 2
    mum.post(reverse("family_set_theirs", args=[paired.public_id, "time_away"]), {"no_longer": "1"})
    assert not GuardianChoice.objects.filter(key="time_away").exists()
    bad = mum.post(
        reverse("family_set_theirs", args=[paired.public_id, "time_away"]), {"from": "9h", "to": ""}, follow=True
    )
    assert "beginning and an end" in bad.content.decode()


@pytest.mark.parametrize("value", ["", "-5", "1441", "9" * 30, "∞", "12.5"])
def test_wrong_minutes_change_nothing(paired, guardian, value):
    mum = client_of(guardian)
    address = reverse("family_set_theirs", args=[paired.public_id, "daily_screen_time"])
    assert "minutes for each day" in mum.post(address, {"value": value}, follow=True).content.decode()
    assert not GuardianChoice.objects.exists()
