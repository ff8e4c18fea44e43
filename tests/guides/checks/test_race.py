"""Publishing while another save adds a *must fix*: only a text that passed the gate goes live, whatever the order."""

import threading

import pytest
from django.db import connection

from guides.models import CheckFinding, PageCheck, TopicGuidePage
from guides.services import checks
from tests.guides.checks.conftest import BAD, GOOD, guide, live_text, with_text

pytestmark = pytest.mark.concurrency
ROUNDS = 6


def run_together(*jobs) -> list[Exception]:
    start, errors = threading.Barrier(len(jobs)), []

    def run(job):
        try:
            start.wait()
            job()
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return errors


def test_a_save_meanwhile_never_goes_live(own_database):
    refused = 0
    for number in range(ROUNDS):
        clean = with_text(guide(), f"{GOOD} {number}").save_revision()

        def overwrite(clean=clean):
            # Autosave writes over the same revision.
            with_text(guide(), BAD).save_revision(overwrite_revision=type(clean).objects.get(pk=clean.pk), clean=False)

        def publish(clean=clean):
            type(clean).objects.get(pk=clean.pk).publish()

        errors = run_together(publish, overwrite, publish)
        assert all(isinstance(error, checks.MustFixError) for error in errors), errors
        refused += len(errors)
        assert "réussi leur" not in live_text(guide())
    with pytest.raises(checks.MustFixError):
        guide().get_latest_revision().publish()
    assert TopicGuidePage.objects.get(pk=guide().pk).live


def test_saves_at_once_leave_the_findings_of_the_newest(own_database):
    page = guide()

    def save(text):
        return lambda: with_text(guide(), text).save_revision()

    errors = run_together(save(BAD), save(GOOD), save(BAD))
    assert not errors
    kept = PageCheck.objects.get(page_id=page.pk)
    newest = page.revisions.order_by("-pk").first()
    assert kept.revision_id == newest.pk
    assert CheckFinding.objects.filter(page_id=page.pk).exists() == ("leur suicide." in newest.content["teen"])
