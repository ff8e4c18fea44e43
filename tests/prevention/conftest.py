"""A lexicon small enough to read in one glance, and a clock that tests hold."""

import datetime as dt
from functools import cache

import pytest
from django.utils import timezone

from safety_centre.prevention import compiled
from safety_centre.prevention.matching import Term, terms_from_folder, version_of
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


@cache
def starter() -> tuple[list[Term], str, list[dict]]:
    """Return the starter's terms, their fingerprint, and what a version keeps of them. Read once a process."""
    terms = terms_from_folder(lexicon.STARTER)
    return terms, version_of(terms), [term.to_dict() for term in terms]


def publish_starter() -> LexiconVersion:
    """Publish the starter lexicon, without the rows that editors see: seventeen thousand take seconds to write."""
    _terms, fingerprint, rows = starter()
    newest = LexiconVersion.objects.order_by("-number").values_list("number", flat=True).first() or 0
    version = LexiconVersion.objects.create(
        number=newest + 1, terms=rows, hash=fingerprint, count=len(rows), published_at=timezone.now()
    )
    compiled.forget()
    return version


@pytest.fixture
def small_lexicon(db) -> LexiconVersion:
    return publish_rows()
