"""Making and ending a pairing: codes, limits, both sides' consent, races."""

import datetime as dt
import re
import threading

import pytest
from django.conf import settings as site_settings
from django.core import mail
from django.db import DatabaseError, connection, connections, transaction

from family_pairing import codes
from family_pairing.errors import PairingError
from family_pairing.models import HistoryEvent, Pairing
from family_pairing.services import ending
from family_pairing.services import pairing as pairings
from family_pairing.transitions import TRANSITIONS, ForbiddenStep, State, Step, after
from tests.family_pairing.conftest import make_user, pair


def test_either_side_starts_and_the_first_confirms(guardian, teen, now):
    for first, second in ((guardian, teen), (teen, guardian)):
        started = pairings.start(user=first, now=now)
        found = pairings.redeem_code(user=second, typed=codes.display(started.secret).lower(), now=now)
        assert found.state == State.REVIEWING
        pairings.accept(pairing=found, user=second, now=now)
        done = pairings.confirm(pairing=found, user=first, now=now)
        assert done.state == State.ACTIVE
        ending.end_by_guardian(pairing=done, user=guardian, now=now)


def test_codes_have_no_look_alikes_and_are_stored_hashed(guardian, now):
    started = pairings.start(user=guardian, now=now)
    assert len(started.secret) == 8
    assert not set(started.secret) & set("0O1ILUV")
    stored = Pairing.objects.values_list("code_hash", "locator").get()
    assert started.secret not in stored[0]
    assert len(stored[0]) == 64


def refused(user, typed, now) -> str:
    with pytest.raises(PairingError) as caught:
        pairings.redeem_code(user=user, typed=typed, now=now)
    return str(caught.value.message_dict["code"])


def test_wrong_old_used_and_own_codes_get_one_answer(guardian, other_guardian, teen, now):
    old = pairings.start(user=guardian, now=now - dt.timedelta(minutes=11)).secret
    used = pairings.start(user=other_guardian, now=now).secret
    accepted = pairings.redeem_code(user=teen, typed=used, now=now)
    pairings.accept(pairing=accepted, user=teen, now=now)
    answers = {refused(teen, typed, now) for typed in ("ZZZZZZZZ", "short", old, used)}
    own = pairings.start(user=teen, now=now).secret
    later = now + dt.timedelta(minutes=9)
    other_teen = make_user("t2@example.org", "teen", 15, now)
    answers.add(refused(other_teen, own, later))
    assert len(answers) == 1


def test_five_wrong_tries_lock_the_code_and_slow_the_account(guardian, teen, now):
    secret = pairings.start(user=guardian, now=now).secret
    wrong = secret[:3] + "".join("3" if letter == "2" else "2" for letter in secret[3:])
    for _number in range(5):
        refused(teen, wrong, now)
    assert Pairing.objects.get().state == State.LOCKED
    assert "ten minutes" in refused(teen, secret, now) or "dix minutes" in refused(teen, secret, now)
    other = make_user("t2@example.org", "teen", 15, now)
    assert refused(other, secret, now)


def test_wrong_tries_are_kept_although_the_step_fails(guardian, teen, now):
    secret = pairings.start(user=guardian, now=now).secret
    refused(teen, secret[:3] + "22222", now)
    assert Pairing.objects.get().wrong_tries == 1


def test_only_adults_are_guardians_and_only_teens_are_guarded(guardian, other_guardian, teen, now):
    started = pairings.start(user=guardian, now=now)
    assert refused(other_guardian, started.secret, now)
    young_parent = make_user("young@example.org", "parent", 17, now)
    with pytest.raises(PairingError):
        pairings.start(user=young_parent, now=now)


def test_an_emailed_link_serves_once(guardian, other_guardian, teen, now):
    started = pairings.start(user=teen, now=now, invited_email="mum@example.org")
    assert pairings.redeem_token(user=guardian, token=started.secret, now=now).state == State.REVIEWING
    assert pairings.redeem_token(user=guardian, token=started.secret, now=now).state == State.REVIEWING  # a second tap
    with pytest.raises(PairingError):
        pairings.redeem_token(user=other_guardian, token=started.secret, now=now)
    pairings.accept(pairing=started.pairing, user=guardian, now=now)
    with pytest.raises(PairingError):
        pairings.redeem_token(user=guardian, token=started.secret, now=now)


def test_several_guardians_and_several_teens(guardian, other_guardian, teen, now):
    sibling = make_user("t2@example.org", "teen", 16, now)
    made = [pair(adult, child, now) for adult in (guardian, other_guardian) for child in (teen, sibling)]
    assert {found.state for found in made} == {State.ACTIVE}


def test_two_people_with_one_code_at_the_same_instant(own_database, now):
    guardian = make_user("mum@example.org", "parent", 44, now)
    teens = [make_user(f"t{number}@example.org", "teen", 14, now) for number in range(6)]
    secret = pairings.start(user=guardian, now=now).secret
    barrier, outcomes = threading.Barrier(len(teens)), []

    def redeem(user):
        barrier.wait()
        try:
            outcomes.append(pairings.redeem_code(user=user, typed=secret, now=now).teen_id)
        except PairingError:
            outcomes.append(None)
        finally:
            connection.close()

    threads = [threading.Thread(target=redeem, args=(user,)) for user in teens]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    winners = [outcome for outcome in outcomes if outcome is not None]
    assert len(winners) == 1
    assert Pairing.objects.get().teen_id == winners[0]


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("step", list(Step))
def test_every_transition_and_every_forbidden_one(state, step):
    if (state, step) in TRANSITIONS:
        assert after(state, step) == TRANSITIONS[state, step]
    else:
        with pytest.raises(ForbiddenStep):
            after(state, step)


def test_the_drawing_in_the_docs_has_every_transition_and_no_other():
    docs = (site_settings.BASE_DIR / "docs/family-pairing.md").read_text("utf-8")
    drawn = re.findall(r"^    (\w+) --> (\w+):", docs, re.MULTILINE)
    assert set(drawn) == {(before.value, to.value) for (before, _step), to in TRANSITIONS.items()}


def test_the_wrong_side_can_take_no_step(guardian, teen, now):
    started = pairings.start(user=guardian, now=now)
    found = pairings.redeem_code(user=teen, typed=started.secret, now=now)
    for step, user in (
        (pairings.accept, guardian),
        (pairings.confirm, guardian),
        (pairings.confirm, teen),
        (pairings.decline, guardian),
        (pairings.refuse, teen),
        (pairings.cancel, teen),
    ):
        with pytest.raises(ForbiddenStep):
            step(pairing=found, user=user, now=now)


def test_a_teens_ending_holds_for_48_hours_and_can_be_taken_back(paired, guardian, teen, now):
    ending.end_by_teen(pairing=paired, user=teen, now=now)
    assert ending.finish_holds(now=now + dt.timedelta(hours=47, minutes=59)) == 0
    ending.stay(pairing=paired, user=teen, now=now)
    ending.end_by_teen(pairing=paired, user=teen, now=now)
    assert ending.finish_holds(now=now + dt.timedelta(hours=48)) == 1
    paired.refresh_from_db()
    assert paired.state == State.ENDED


def test_it_ends_by_itself_at_eighteen_with_notice_to_both(paired, teen, now, django_capture_on_commit_callbacks):
    teen.birth_date = now.date().replace(year=now.year - 18)
    teen.save()
    with django_capture_on_commit_callbacks(execute=True):
        assert ending.end_at_eighteen(now=now) == 1
    assert {message.to[0] for message in mail.outbox} == {"mum@example.org", "teen@example.org"}


def test_both_sides_are_told_the_same_in_their_own_language(guardian, teen, now, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        pair(guardian, teen, now)
    started = {message.to[0]: message.body for message in mail.outbox[-2:]}
    assert "Claude et Sacha sont jumelés" in started["mum@example.org"]
    assert "Claude and Sacha are paired" in started["teen@example.org"]


def test_sqlite_refuses_it_as_well(db, tmp_path):
    """The table and the triggers of the migration on a SQLite of their own: the default database has no PostgreSQL."""
    import importlib

    from django.db.backends.sqlite3.base import DatabaseWrapper

    migration = importlib.import_module("family_pairing.migrations.0002_history_is_append_only")
    settings = {**connections.settings["default"], "ENGINE": "django.db.backends.sqlite3", "OPTIONS": {}}
    sqlite = DatabaseWrapper({**settings, "NAME": str(tmp_path / "own.sqlite3")}, "own")
    connections["own"] = sqlite
    table = HistoryEvent._meta.db_table
    try:
        with sqlite.schema_editor() as editor:
            editor.create_model(HistoryEvent)
            migration.forwards(None, editor)
        with sqlite.cursor() as cursor:
            fields = "(teen_ref, kind, data, at) VALUES ('x', 'pairing_started', '{}', '2026-11-25')"
            cursor.execute(f"INSERT INTO {table} {fields}")
            for statement in (f"UPDATE {table} SET kind = 'x'", f"DELETE FROM {table}"):
                with pytest.raises(DatabaseError, match="append-only"):
                    cursor.execute(statement)
            cursor.execute(f"SELECT count(*), min(kind) FROM {table}")
            assert cursor.fetchone() == (1, "pairing_started")
        with sqlite.schema_editor() as editor:
            migration.backwards(None, editor)
        with sqlite.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table}")
    finally:
        sqlite.close()
        del connections["own"]


@pytest.mark.parametrize("statement", ["UPDATE {} SET kind = 'x'", "DELETE FROM {}", "TRUNCATE {}"])
def test_the_database_refuses_to_change_history(paired, statement):
    lines = HistoryEvent.objects.count()
    assert lines > 0
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(HistoryEvent._meta.db_table))
    assert HistoryEvent.objects.count() == lines


def test_erasing_an_account_ends_its_pairings_and_tells_the_other_side(
    paired, guardian, teen, now, django_capture_on_commit_callbacks
):
    from safety_centre.accounts.services import erase_account

    with django_capture_on_commit_callbacks(execute=True):
        erase_account(user=teen, now=now)
    assert not Pairing.objects.filter(teen__isnull=False).exists()
    assert any("mum@example.org" in message.to for message in mail.outbox)


@pytest.mark.parametrize("step", [pairings.confirm, pairings.accept, pairings.refuse, ending.end_by_guardian])
def test_no_step_but_cancelling_before_somebody_came(guardian, now, step):
    started = pairings.start(user=guardian, now=now)
    with pytest.raises(ForbiddenStep):
        step(pairing=started.pairing, user=guardian, now=now)
    assert pairings.cancel(pairing=started.pairing, user=guardian, now=now).state == State.CANCELLED
