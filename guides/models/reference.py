"""Short records that many pages lean on, translated field by field (see ``guides.translation``)."""

from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from safety_centre.pages.typography import typeset

HUES = [
    ("rose", _("Rose")),
    ("blue", _("Blue")),
    ("green", _("Green")),
    ("plum", _("Plum")),
    ("ochre", _("Ochre")),
    ("teal", _("Teal")),
]


def per_language(field: str) -> list[index.SearchField]:
    """One search field per language column: a plain one would index only the language active at save."""
    return [index.SearchField(f"{field}_{code}") for code, _name in settings.LANGUAGES]


class TypesetRecord(models.Model):
    """A record whose prose gets its language's typography when it is validated, in each language column."""

    typeset_fields: tuple[str, ...] = ()

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        for name in self.typeset_fields:
            for code, _label in settings.LANGUAGES:
                column = f"{name}_{code}"
                if getattr(self, column, None):
                    setattr(self, column, typeset(getattr(self, column), code))


class Topic(index.Indexed, TypesetRecord):
    """What a guide is about, and what a sensitive term points to. ``key`` is stable and public in the API."""

    typeset_fields = ("name", "summary")

    key = models.SlugField(_("key"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=120)
    short_name = models.CharField(_("short name"), max_length=60, blank=True)
    summary = models.CharField(_("summary"), max_length=200, blank=True)
    hue = models.CharField(_("colour"), max_length=10, choices=HUES, default="teal")
    illustration = models.SlugField(_("illustration"), max_length=60, blank=True)
    sort_order = models.PositiveSmallIntegerField(_("order"), default=0)

    search_fields = [*per_language("name"), index.FilterField("key")]

    class Meta:
        ordering = ["sort_order", "key"]
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    def __str__(self) -> str:
        return self.name or self.key


class PartnerAssociation(index.Indexed, TypesetRecord):
    """An association that writes guides. ``is_example`` marks the made-up ones of the starter content."""

    typeset_fields = ("name", "role", "description")

    key = models.SlugField(_("key"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=160)
    role = models.CharField(_("what it does"), max_length=200, blank=True)
    description = models.TextField(_("description"), blank=True)
    website = models.URLField(_("website"), blank=True)
    logo = models.ForeignKey(
        "pages.CustomImage",
        verbose_name=_("logo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    topics = models.ManyToManyField(Topic, verbose_name=_("topics"), blank=True, related_name="partners")
    is_example = models.BooleanField(_("example"), default=False)
    is_active = models.BooleanField(
        _("works here"),
        default=True,
        help_text=_("Off: its people no longer reach its guides. What it wrote stays, with its credit and history."),
    )

    search_fields = [*per_language("name"), index.FilterField("key")]

    class Meta:
        ordering = ["key"]
        verbose_name = _("partner association")
        verbose_name_plural = _("partner associations")

    def __str__(self) -> str:
        return self.name or self.key

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save together with the workspace that a signal makes (``guides.signal_handlers``): both or neither."""
        super().save(*args, **kwargs)


class GlossaryTerm(index.Indexed, TypesetRecord):
    """A word that parents or teens may not know. ``also`` holds other spellings, one a line."""

    typeset_fields = ("term", "definition")

    key = models.SlugField(_("key"), max_length=60, unique=True)
    term = models.CharField(_("term"), max_length=80)
    also = models.TextField(_("also written"), blank=True, help_text=_("Other spellings and words for it, one a line."))
    definition = models.TextField(_("definition"))
    topics = models.ManyToManyField(Topic, verbose_name=_("topics"), blank=True, related_name="glossary_terms")
    in_place = models.BooleanField(
        _("explained in guides"),
        default=True,
        help_text=_("Off for a word that also means something ordinary, such as “live”."),
    )

    search_fields = [*per_language("term"), *per_language("also"), index.FilterField("key")]

    class Meta:
        ordering = ["key"]
        verbose_name = _("glossary term")
        verbose_name_plural = _("glossary terms")

    def __str__(self) -> str:
        return self.term or self.key

    @property
    def other_spellings(self) -> list[str]:
        """The other spellings, in the active language, without blank lines."""
        return [line.strip() for line in (self.also or "").splitlines() if line.strip()]
