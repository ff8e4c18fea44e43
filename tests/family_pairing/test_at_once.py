"""Two people press at the same instant, on PostgreSQL with real threads: one after the other, no deadlock."""

import threading

from django.core.exceptions import ValidationError
from django.db import connection

from family_pairing.models import ExtraTime, GuardianChoice, HistoryEvent, SettingRequest
from family_pairing.policy.extra_time import ASKED
from family_pairing.services import agreement as agreements
from family_pairing.services import choices, ending, extra_time
from family_pairing.transitions import ForbiddenStep
from guides.models import CharterCommitment
from tests.family_pairing.conftest import make_user, pair

ROUNDS = 8


def at_once(*steps) -> list[Exception]:
    """Run ``steps`` at the same instant, each on a connection of its own; return what isn't a plain refusal."""
    barrier, problems = threading.Barrier(len(steps)), []

    def run(step):
        barrier.wait()
        try:
            step()
        except (ValidationError, ForbiddenStep):
            return  # whoever comes second is told so
        except Exception as error:
            problems.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(step,)) for step in steps]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return problems


def test_an_answer_and_a_choice_at_once(own_database, now):
    guardian, teen = make_user("a@example.org", "parent", 44, now), make_user("b@example.org", "teen", 14, now)
    paired = pair(guardian, teen, now)
    for number in range(ROUNDS):
        choices.set_by_guardian(pairing=paired, user=guardian, key="search", value="off", now=now)
        (request,) = choices.ask(teen=teen, key="search", value="on", now=now)
        assert not at_once(
            lambda: choices.accept_request(request=request, user=guardian, now=now),  # noqa: B023  # run at once
            lambda: choices.remove_by_guardian(pairing=paired, user=guardian, key="search", now=now),
        ), number
        request.refresh_from_db()
        assert request.state == SettingRequest.State.ACCEPTED
        choices.remove_by_guardian(pairing=paired, user=guardian, key="search", now=now)


def test_a_tap_and_an_answer_about_extra_time_at_once(own_database, now):
    guardian, teen = make_user("a@example.org", "parent", 44, now), make_user("b@example.org", "teen", 14, now)
    paired = pair(guardian, teen, now)
    for number in range(ROUNDS):
        ExtraTime.objects.all().delete()
        choices.set_by_guardian(pairing=paired, user=guardian, key="daily_screen_time", value=30 + number, now=now)
        (request,) = extra_time.ask(teen=teen, minutes=15, now=now)
        assert request.key == ASKED
        assert not at_once(
            lambda: choices.accept_request(request=request, user=guardian, now=now),  # noqa: B023  # run at once
            lambda: extra_time.grant(pairing=paired, user=guardian, minutes=15, now=now),
        ), number
        assert ExtraTime.objects.count() == 1  # the same tap twice is one


def test_no_answer_comes_after_the_end(own_database, now):
    guardian, teen = make_user("a@example.org", "parent", 44, now), make_user("b@example.org", "teen", 14, now)
    for number in range(ROUNDS):
        paired = pair(guardian, teen, now)
        choices.set_by_guardian(pairing=paired, user=guardian, key="search", value="off", now=now)
        (request,) = choices.ask(teen=teen, key="search", value="on", now=now)
        assert not at_once(
            lambda: choices.accept_request(request=request, user=guardian, now=now),  # noqa: B023  # run at once
            lambda: ending.end_by_guardian(pairing=paired, user=guardian, now=now),  # noqa: B023  # run at once
        ), number
        kinds = HistoryEvent.objects.filter(pairing_ref=paired.public_id).order_by("pk").values_list("kind", flat=True)
        assert list(kinds)[-1] == "pairing_ended"
        if "request_accepted" not in kinds:
            assert GuardianChoice.objects.get(pairing=paired, key="search").value == "off"


def test_the_last_signature_and_an_end_at_once(own_database, now):
    """Signed before the end or not at all; never after it, and nobody waits for the other forever."""
    guardian, teen = make_user("a@example.org", "parent", 44, now), make_user("b@example.org", "teen", 14, now)
    promises = list(CharterCommitment.objects.filter(locale__language_code="fr"))
    for number in range(ROUNDS):
        paired = pair(guardian, teen, now)
        draft = agreements.draft(pairing=paired, user=guardian, now=now)
        words = {"commitments": promises, "sides": {}, "settings": {"search": "off"}, "review_on": None}
        agreements.write(agreement=draft, user=guardian, now=now, **words)
        seen = agreements.content_hash(draft)
        agreements.sign(agreement=draft, user=guardian, seen_hash=seen, now=now)
        assert not at_once(
            lambda: agreements.sign(agreement=draft, user=teen, seen_hash=seen, now=now),  # noqa: B023  # run at once
            lambda: ending.end_by_guardian(pairing=paired, user=guardian, now=now),  # noqa: B023  # run at once
        ), number
        draft.refresh_from_db()
        assert (draft.state == "signed") == GuardianChoice.objects.filter(pairing=paired, key="search").exists()
        kinds = HistoryEvent.objects.filter(pairing_ref=paired.public_id).order_by("pk").values_list("kind", flat=True)
        assert list(kinds)[-1] == "pairing_ended"
