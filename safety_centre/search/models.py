"""The index that search reads, and the count of what it did not find.

Why tables of our own and not Wagtail's index: Wagtail's holds one row a page, so it can't say on which side of a guide
and below which heading a passage stands, and its PostgreSQL and SQLite backends find different things. Here the words
are folded, stemmed and weighed once, when a page is published; a search is one indexed look-up of stems on either
database, and both rank alike. Stems are ours as well (see ``analysis``): Snowball's French rules, and so PostgreSQL's
``safety_fr``, lean on accents that nobody types on a phone. PostgreSQL's trigrams find the words that were mistyped.
"""

from django.db import models
from django.db.models import Q
from wagtail.models import Page

from guides.models import GlossaryTerm, Helpline

MOST_QUERY_CHARACTERS = 60  # of a query that found nothing: longer ones are stories, and may name somebody


class SearchPassage(models.Model):
    """A piece of a public page, a help line or a glossary term, as one language's readers find it.

    ``audience``: the side of a guide (teen, parent, friend), empty for all readers. ``anchor``: the heading it stands
    under, empty where none does. ``text`` is what a result quotes, as plain text.
    """

    class Kind(models.TextChoices):
        TITLE = "title"
        BRIEF = "brief"
        HEADING = "heading"
        BODY = "body"

    page = models.ForeignKey(Page, null=True, on_delete=models.CASCADE, related_name="+")
    helpline = models.ForeignKey(Helpline, null=True, on_delete=models.CASCADE, related_name="+")
    glossary_term = models.ForeignKey(GlossaryTerm, null=True, on_delete=models.CASCADE, related_name="+")
    language = models.CharField(max_length=10)
    audience = models.CharField(max_length=10, blank=True)
    sides = models.CharField(max_length=40, blank=True)  # that the page has, with commas
    topic = models.CharField(max_length=40, blank=True)  # its key
    kind = models.CharField(max_length=10, choices=Kind.choices)
    heading = models.CharField(max_length=255, blank=True)
    anchor = models.CharField(max_length=255, blank=True)
    text = models.TextField()
    position = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(page__isnull=False, helpline__isnull=True, glossary_term__isnull=True)
                    | Q(page__isnull=True, helpline__isnull=False, glossary_term__isnull=True)
                    | Q(page__isnull=True, helpline__isnull=True, glossary_term__isnull=False)
                ),
                name="passage_has_one_owner",
            )
        ]

    def __str__(self) -> str:
        return f"{self.language} {self.kind} {self.text[:60]}"


class SearchPosting(models.Model):
    """A stem in a passage and what finding it there is worth. One indexed look-up a search."""

    passage = models.ForeignKey(SearchPassage, on_delete=models.CASCADE, related_name="postings")
    language = models.CharField(max_length=10)
    stem = models.CharField(max_length=40)
    weight = models.FloatField()

    class Meta:
        indexes = [models.Index(fields=["language", "stem"], name="posting_by_stem")]

    def __str__(self) -> str:
        return f"{self.language} {self.stem}: {self.weight}"


class SearchWord(models.Model):
    """A word of the index, for telling what a mistyped one meant. ``word`` is folded, ``shown`` as pages write it."""

    language = models.CharField(max_length=10)
    word = models.CharField(max_length=40)
    shown = models.CharField(max_length=40)
    stem = models.CharField(max_length=40)
    sound = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["language", "word"], name="one_row_a_word_and_language")]
        indexes = [models.Index(fields=["language", "sound"], name="word_by_sound")]

    def __str__(self) -> str:
        return f"{self.language} {self.word}"


class EmptySearch(models.Model):
    """How often, on one day, readers looked for something and found nothing.

    ``query`` is folded, and empty where the words were sensitive, long or could identify somebody: then only the topic
    counts. No identity, no time of day. Shown to partners from 10 on, erased after 90 days (``manage.py tend_search``).
    """

    day = models.DateField()
    language = models.CharField(max_length=10)
    topic = models.CharField(max_length=40, blank=True)
    query = models.CharField(max_length=MOST_QUERY_CHARACTERS, blank=True)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["day", "language", "topic", "query"], name="one_empty_search_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.language} {self.topic} {self.query}: {self.count}"
