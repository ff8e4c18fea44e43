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


def its_time_is_over(monkeypatch) -> None:
    """The next use looks at the database again."""
    monkeypatch.setattr(compiled, "_checked_at", compiled._checked_at - compiled.CHECK_EVERY)


def publish_elsewhere(editor, now) -> LexiconVersion:
    """Publish without “bullied” as another worker does: this process isn't told (nothing commits in a test)."""
    SensitiveTerm.objects.filter(term="bullied").update(is_active=False)
    return lexicon.publish(by=editor, note="", now=now)


def test_a_worker_takes_the_new_version_within_five_seconds(small_lexicon, editor, now, monkeypatch):
    assert found("bullied") == ["bullied"]
    publish_elsewhere(editor, now)
    assert compiled.CHECK_EVERY < 5
    assert found("bullied") == ["bullied"]
    its_time_is_over(monkeypatch)
    found("bullied")
    _wait_for_compiling()
    assert found("bullied") == []


def _wait_for_compiling() -> None:
    for thread in threading.enumerate():
        if thread.name.startswith(compiled.THREAD):
            thread.join(30)


def test_while_a_version_is_compiled_the_old_one_answers(small_lexicon, editor, now, monkeypatch):
    """Compiling takes seconds with a whole lexicon: no request may wait for it."""
    assert found("bullied") == ["bullied"]
    number = publish_elsewhere(editor, now).number
    asked, may_go_on, compile_really = threading.Event(), threading.Event(), compiled._compile

    def held(*version):
        asked.set()
        assert may_go_on.wait(30)
        return compile_really(*version)

    monkeypatch.setattr(compiled, "_compile", held)
    its_time_is_over(monkeypatch)
    assert found("bullied") == ["bullied"]  # would never come back if it waited
    assert asked.wait(30)
    its_time_is_over(monkeypatch)  # looking again neither waits nor starts a second one
    assert found("bullied") == ["bullied"]
    assert sum(thread.name.startswith(compiled.THREAD) for thread in threading.enumerate()) == 1
    may_go_on.set()
    _wait_for_compiling()
    assert found("bullied") == []
    assert compiled.current().number == number


def test_what_was_published_here_answers_at_once(
    small_lexicon, editor, now, monkeypatch, django_capture_on_commit_callbacks
):
    assert found("bullied") == ["bullied"]
    with django_capture_on_commit_callbacks(execute=True):
        version = publish_elsewhere(editor, now)
    monkeypatch.setattr(compiled, "_compile", None)  # nothing is left to compile
    assert found("bullied") == []
    assert compiled.current().number == version.number


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
