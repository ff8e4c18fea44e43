"""The words that call for help: one row a term and language, and the versions that were published of them."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

TOPICS = [
    ("harassment", _("Harassment")),
    ("depression", _("Depression")),
    ("eating-disorders", _("Eating disorders")),
    ("suicide-self-harm", _("Suicide and self-harm")),
    ("hate", _("Hate and discrimination")),
    ("image-abuse", _("Image abuse")),
]
ANY_LANGUAGE = "any"


def validate_words(value: object) -> None:
    """Refuse anything but a list of non-empty texts."""
    if not isinstance(value, list) or not all(isinstance(word, str) and word.strip() for word in value):
        raise ValidationError(_("A list of words is needed."))


def _words(name: Any, help_text: Any) -> models.JSONField:
    return models.JSONField(name, default=list, blank=True, validators=[validate_words], help_text=help_text)


class SensitiveTerm(models.Model):
    """One spelling. Its fields are those of ``prevention/lexicon/README.md``; a version publishes the active rows."""

    class Level(models.TextChoices):
        CONCERN = "concern", _("Concern")
        RISK = "risk", _("Risk")
        URGENT = "urgent", _("Urgent")

    class Intent(models.TextChoices):
        AT_RISK = "at-risk", _("At risk")
        SEEKING_HELP = "seeking-help", _("Seeking help: never counted")
        NEUTRAL = "neutral", _("Talk about it")

    class Match(models.TextChoices):
        WORD = "word", _("Word")
        HASHTAG = "hashtag", _("Hashtag")
        PHRASE = "phrase", _("Phrase")

    class Accents(models.TextChoices):
        IGNORE = "ignore", _("Accents don’t matter")
        EXACT = "exact", _("Accents must be there")

    language = models.CharField(
        _("language"), max_length=10, choices=[*settings.LANGUAGES, (ANY_LANGUAGE, _("Any language"))]
    )
    term = models.CharField(_("term"), max_length=120)
    family = models.CharField(_("family"), max_length=60, help_text=_("What this spelling is a spelling of."))
    topic = models.CharField(_("topic"), max_length=40, choices=TOPICS)
    level = models.CharField(_("level"), max_length=10, choices=Level.choices)
    intent = models.CharField(_("intent"), max_length=12, choices=Intent.choices, default=Intent.AT_RISK)
    match = models.CharField(_("match"), max_length=8, choices=Match.choices, default=Match.WORD)
    accents = models.CharField(_("accents"), max_length=6, choices=Accents.choices, default=Accents.IGNORE)
    allowed_neighbours = _words(_("allowed neighbours"), _("Endings (-s) and beginnings (anti-) that may touch it."))
    exceptions = _words(_("exceptions"), _("Longer innocent wordings, for the whole family."))
    only_with = _words(_("only with"), _("It counts only if one of these stands in the same post."))
    not_with = _words(_("not with"), _("It doesn’t count if one of these stands in the same post."))
    note = models.CharField(_("note"), max_length=300, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["language", "topic", "family", "term"]
        verbose_name = _("sensitive term")
        verbose_name_plural = _("sensitive terms")
        constraints = [
            models.UniqueConstraint(fields=["language", "term", "match"], name="one_meaning_a_term"),
        ]

    def __str__(self) -> str:
        return f"{self.term} ({self.language})"


class LexiconVersion(models.Model):
    """What was published, whole: workers compile this, and a rollback publishes an older one again.

    ``terms`` is the list that ``matching.lexicon`` reads; ``hash`` its fingerprint, the API's ETag.
    """

    number = models.PositiveIntegerField(_("version"), unique=True)
    terms = models.JSONField()
    hash = models.CharField(max_length=64)
    count = models.PositiveIntegerField(_("terms"))
    note = models.CharField(_("what changed"), max_length=300, blank=True)
    published_at = models.DateTimeField(_("published at"))
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("published by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        ordering = ["-number"]
        verbose_name = _("lexicon version")
        verbose_name_plural = _("lexicon versions")

    def __str__(self) -> str:
        return f"v{self.number}"
