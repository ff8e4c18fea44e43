"""Publishing, rolling back, loading the starter, and how soon a worker knows."""

import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from safety_centre.accounts.models import User
from safety_centre.prevention import compiled
from safety_centre.prevention.models import LexiconVersion, SensitiveTerm
from safety_centre.prevention.services import lexicon
from tests.prevention.conftest import ROWS, publish_rows


def found(text: str) -> list[str]:
    return [match.term for match in compiled.current().matcher.find(text, (), "en")]


@pytest.fixture
def editor(db) -> User:
    return User.objects.create_superuser("s@example.org", "x" * 12)


def test_the_same_terms_publish_nothing(small_lexicon, editor, now):
    assert lexicon.publish(by=editor, note="", now=now) == small_lexicon


def test_a_worker_takes_the_new_version_within_five_seconds(small_lexicon, editor, now, monkeypatch):
    assert found("bullied") == ["bullied"]
    SensitiveTerm.objects.filter(term="bullied").update(is_active=False)
    # As another worker publishes: this process isn't told, and looks for itself when its time is over.
    monkeypatch.setattr(lexicon.compiled, "forget", lambda: None)
    lexicon.publish(by=editor, note="", now=now)
    assert compiled.CHECK_EVERY < 5
    assert found("bullied") == ["bullied"]
    monkeypatch.setattr(compiled, "_checked_at", compiled._checked_at - compiled.CHECK_EVERY)
    assert found("bullied") == []


def test_rolling_back_brings_rows_and_matches_back(small_lexicon, editor, now):
    SensitiveTerm.objects.filter(term="bullied").update(is_active=False)
    SensitiveTerm.objects.filter(term="suicide").update(level="urgent")
    second = lexicon.publish(by=editor, note="", now=now)
    third = lexicon.roll_back(version=small_lexicon, by=editor, now=now)
    assert (second.number, third.number) == (small_lexicon.number + 1, small_lexicon.number + 2)
    assert third.hash == small_lexicon.hash
    assert SensitiveTerm.objects.get(term="suicide").level == "risk"
    assert SensitiveTerm.objects.filter(is_active=True).count() == len(ROWS)
    assert lexicon.publish(by=editor, note="", now=now) == third


def test_a_term_that_cant_be_matched_stops_publishing(small_lexicon, editor, now):
    SensitiveTerm.objects.filter(term="bullied").update(allowed_neighbours=["s"])
    with pytest.raises(ValidationError, match="bullied"):
        lexicon.publish(by=editor, note="", now=now)
    assert LexiconVersion.objects.order_by("-number").first() == small_lexicon


def test_the_starter_loads_once_and_leaves_edits_alone(db, now):
    SensitiveTerm.objects.all().delete()
    LexiconVersion.objects.all().delete()
    new, version = lexicon.load_starter_lexicon(now=now)
    assert new == version.count == SensitiveTerm.objects.count()
    row = SensitiveTerm.objects.first()
    row.is_active = False
    row.save()
    assert lexicon.load_starter_lexicon(now=now) == (0, version)
    row.refresh_from_db()
    assert not row.is_active


@pytest.mark.concurrency
def test_two_who_publish_at_once_make_two_versions_in_order(own_database, now):
    publish_rows()
    SensitiveTerm.objects.filter(term="bullied").update(is_active=False)
    barrier, made, problems = threading.Barrier(4), [], []

    def publish() -> None:
        try:
            barrier.wait()
            made.append(lexicon.publish(by=None, note="", now=now).number)
        except Exception as error:
            problems.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=publish) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not problems
    assert len(set(made)) == 1  # the first publishes, the others find the same terms published
