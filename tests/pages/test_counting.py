"""Daily counts: one row that the database will never take holds up no other; a database that is away loses nothing."""

import datetime as dt
import logging
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from django.db import connection, models
from django.test.utils import isolate_apps

from guides.models import Topic
from safety_centre.pages import counting
from safety_centre.pages.counting import DailyCounter

DAY = dt.date(2026, 11, 20)


@pytest.fixture
def counter(own_database) -> Iterator[DailyCounter]:
    """A counter of a table with a real foreign key and a short text, in a database of its own."""
    with isolate_apps("safety_centre.pages"):

        class TopicCount(models.Model):
            day = models.DateField()
            topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="+")
            word = models.CharField(max_length=5)
            count = models.PositiveIntegerField(default=0)

            class Meta:
                app_label = "pages"

        with connection.schema_editor() as editor:
            editor.create_model(TopicCount)
        found = DailyCounter(TopicCount, ("topic_id", "word"))
        yield found
        counting._counters.remove(found)


def written(counter: DailyCounter) -> list[tuple]:
    return sorted(counter.model.objects.values_list("topic_id", "word", "count"))


@contextmanager
def locked(table: str) -> Iterator[None]:
    """Hold the whole table for as long as the block runs, as a migration does."""
    parameters = {key: connection.get_connection_params()[key] for key in ("dbname", "user", "host")}
    with psycopg.connect(**parameters) as other:
        other.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
        yield
        other.rollback()


def test_a_row_that_always_fails_is_dropped_without_its_content(counter, caplog):
    first, last = Topic.objects.order_by("pk")[:2]
    gone = (first.pk + last.pk) * 1000
    for topic_id, word in ((first.pk, "a"), (first.pk, "secret"), (gone, "b"), (last.pk, "c")):
        counter.count(day=DAY, topic_id=topic_id, word=word, number=3)
    # A day later than all the others: sorted last, so it is reached only behind what fails.
    counter.count(day=DAY + dt.timedelta(days=1), topic_id=last.pk, word="c")
    with caplog.at_level(logging.WARNING, logger="safety_centre.pages.counting"):
        assert counter.flush() == 3
    assert written(counter) == [(first.pk, "a", 3), (last.pk, "c", 1), (last.pk, "c", 3)]
    assert "2 daily counts of pages.TopicCount were refused and dropped." in caplog.text
    assert "secret" not in caplog.text
    assert str(gone) not in caplog.text
    assert counter.flush() == 0, "what was dropped doesn't come back"


def test_while_the_database_is_busy_everything_is_kept(counter):
    topic = Topic.objects.order_by("pk").first()
    for word in ("a", "b"):
        counter.count(day=DAY, topic_id=topic.pk, word=word, number=2)
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '100ms'")
    with locked(counter.model._meta.db_table):
        assert counter.flush() == 0
    counter.count(day=DAY, topic_id=topic.pk, word="a")
    assert counter.flush() == 2
    assert written(counter) == [(topic.pk, "a", 3), (topic.pk, "b", 2)]
