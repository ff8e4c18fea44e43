"""A lexicon small enough to read in one glance, and a clock that tests hold."""

import datetime as dt

import pytest
from django.utils import timezone

from safety_centre.prevention import compiled
from safety_centre.prevention.models import LexiconVersion, SensitiveTerm
from safety_centre.prevention.services import lexicon

ROWS = [
    # language, term, topic, level, intent, match
    ("en", "want to die", "suicide-self-harm", "urgent", "at-risk", "phrase"),
    ("en", "suicide", "suicide-self-harm", "risk", "at-risk", "word"),
    ("en", "suicide prevention", "suicide-self-harm", "concern", "neutral", "phrase"),
    ("en", "help for suicidal thoughts", "suicide-self-harm", "risk", "seeking-help", "phrase"),
    ("en", "bullied", "harassment", "risk", "at-risk", "word"),
    ("fr", "harcèlement", "harassment", "risk", "at-risk", "word"),
    ("fr", "je veux mourir", "suicide-self-harm", "urgent", "at-risk", "phrase"),
    ("any", "thinspo", "eating-disorders", "risk", "at-risk", "hashtag"),
]


@pytest.fixture
def now() -> dt.datetime:
    return timezone.now().replace(microsecond=0)


def publish_rows(rows=ROWS) -> LexiconVersion:
    """Publish these rows and nothing else."""
    SensitiveTerm.objects.all().delete()
    names = ("language", "term", "topic", "level", "intent", "match")
    SensitiveTerm.objects.bulk_create(
        SensitiveTerm(family=row[1], **dict(zip(names, row, strict=True))) for row in rows
    )
    version = lexicon.publish(by=None, note="", now=timezone.now())
    compiled.forget()
    return version


@pytest.fixture
def small_lexicon(db) -> LexiconVersion:
    return publish_rows()
