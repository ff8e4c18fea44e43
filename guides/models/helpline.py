"""Help lines: who answers, how, when, and who checked it on which day."""

import datetime as dt
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.search import index

from guides.models.reference import Topic, TypesetRecord, per_language

DIAL = RegexValidator(
    r"^\+?[0-9*#]+$", _("Digits as they are dialled, without spaces: 3114, 0800235236, +33180523376.")
)


def validate_languages(value: object) -> None:
    """Refuse anything but a list of ISO 639 codes."""
    if not isinstance(value, list) or not all(isinstance(code, str) and 2 <= len(code) <= 8 for code in value):
        raise ValidationError(_("A list of language codes is needed, such as fr or en."))


def validate_time_zone(value: str) -> None:
    if value and value not in available_timezones():
        raise ValidationError(_("“%(value)s” isn’t a time zone; Europe/Paris is one."), params={"value": value})


class Helpline(index.Indexed, TypesetRecord, ClusterableModel):
    """People who answer. Short codes are kept as typed (``3114`` can't be dialled as +333114).

    ``checked_on`` is the day when somebody last read the number at its source: after 12 months editors are told,
    after 24 the line hides itself from readers (product.md, "Help finder").
    """

    typeset_fields = ("name", "description", "what_happens", "cost")

    class Kind(models.TextChoices):
        HELPLINE = "helpline", _("Help line")
        EMERGENCY = "emergency", _("Emergency number")
        REPORT = "report", _("Where to report")
        FINDER = "finder", _("Finder of help lines")
        REMOVAL = "removal", _("Removal of images")

    class Status(models.TextChoices):
        PUBLISHED = "published", _("Published")
        UNCHECKED = "unchecked", _("Not checked: readers don’t see it")

    class Audience(models.TextChoices):
        TEEN = "teen", _("Teens and children")
        PARENT = "parent", _("Parents")
        ADULT = "adult", _("Adults")
        ANYONE = "anyone", _("Anyone")

    class Scope(models.TextChoices):
        COUNTRY = "country", _("Some countries")
        EUROPE = "europe", _("The European Union")
        WORLD = "world", _("Everywhere")

    class OnHolidays(models.TextChoices):
        UNKNOWN = "unknown", _("Not known: readers are told that hours may differ")
        USUAL = "as_usual", _("As on other days")
        CLOSED = "closed", _("Closed")

    key = models.SlugField(_("key"), max_length=60, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.HELPLINE)
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.UNCHECKED)
    name = models.CharField(_("name"), max_length=160)
    description = models.TextField(_("who answers"), blank=True)
    what_happens = models.TextField(_("what happens when I call"), blank=True)
    phone = models.CharField(_("number as shown"), max_length=40, blank=True)
    dial = models.CharField(_("number as dialled"), max_length=20, blank=True, validators=[DIAL])
    sms_number = models.CharField(_("SMS number"), max_length=20, blank=True, validators=[DIAL])
    sms_keyword = models.CharField(_("word to send"), max_length=20, blank=True)
    chat_url = models.URLField(_("chat"), blank=True)
    web_url = models.URLField(_("website"), blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    scope = models.CharField(_("where"), max_length=10, choices=Scope.choices, default=Scope.COUNTRY)
    countries = CountryField(_("countries"), multiple=True, blank=True)
    languages = models.JSONField(_("languages spoken"), default=list, blank=True, validators=[validate_languages])
    topics = models.ManyToManyField(Topic, verbose_name=_("topics"), blank=True, related_name="helplines")
    is_general = models.BooleanField(_("for any worry"), default=False)
    audience = models.CharField(_("for whom"), max_length=10, choices=Audience.choices, default=Audience.ANYONE)
    age_min = models.PositiveSmallIntegerField(_("from age"), null=True, blank=True)
    age_max = models.PositiveSmallIntegerField(_("to age"), null=True, blank=True)
    is_always_open = models.BooleanField(_("open day and night"), default=False)
    hours_unknown = models.BooleanField(
        _("hours not confirmed"), default=False, help_text=_("Readers are sent to the line’s own site for hours.")
    )
    on_holidays = models.CharField(
        _("on public holidays"), max_length=10, choices=OnHolidays.choices, default=OnHolidays.UNKNOWN
    )
    time_zone = models.CharField(_("time zone"), max_length=40, blank=True, validators=[validate_time_zone])
    cost = models.CharField(_("cost"), max_length=160, blank=True)
    is_free = models.BooleanField(_("free"), null=True, blank=True)
    is_anonymous = models.BooleanField(_("anonymous"), null=True, blank=True)
    paired_with = models.ManyToManyField("self", verbose_name=_("shown together with"), blank=True)
    source = models.TextField(_("source"), help_text=_("Where the number was read: the line’s own page, a ministry."))
    source_url = models.URLField(_("source’s address"), blank=True, max_length=500)
    checked_on = models.DateField(_("checked on"))
    sort_order = models.PositiveSmallIntegerField(_("order"), default=100)

    search_fields = [*per_language("name"), *per_language("description"), index.FilterField("status")]

    class Meta:
        ordering = ["sort_order", "key"]
        verbose_name = _("help line")
        verbose_name_plural = _("help lines")

    def __str__(self) -> str:
        return self.name or self.key

    @property
    def hours_in_words(self) -> list[str]:
        """Opening hours for readers, days with the same hours together: "Monday to Friday, 09:00–23:00"."""
        from guides.opening import hours_in_words

        return hours_in_words([(hours.weekday, hours.opens, hours.closes) for hours in self.hours.all()])

    @property
    def openings(self) -> list[tuple[int, dt.time, dt.time]]:
        """Its weekly hours for ``guides.opening``; none where they aren't confirmed or have no time zone."""
        if self.is_always_open or self.hours_unknown or not self.time_zone:
            return []
        return [(hours.weekday, hours.opens, hours.closes) for hours in self.hours.all()]

    @property
    def channels(self) -> list[str]:
        """How it is reached: of ``phone``, ``sms``, ``chat`` and ``web``."""
        ways = {"phone": self.dial, "sms": self.sms_number, "chat": self.chat_url, "web": self.web_url}
        return [name for name, address in ways.items() if address]

    def clean(self) -> None:
        super().clean()
        errors: dict[str, object] = {}
        if not any([self.dial, self.sms_number, self.chat_url, self.web_url, self.email]):
            errors["phone"] = _("Give at least one way to reach it: a number, SMS, chat, website or e-mail address.")
        if self.checked_on and self.checked_on > timezone.localdate() + dt.timedelta(days=1):
            errors["checked_on"] = _("This day is still to come.")
        if self.scope == self.Scope.COUNTRY and not self.countries:
            errors["countries"] = _("Choose at least one country, or say that it works everywhere.")
        if not self.time_zone and not self.is_always_open and not self.hours_unknown and self._has_hours:
            errors["time_zone"] = _("Hours need their time zone: Europe/Paris.")
        if self.age_min is not None and self.age_max is not None and self.age_min > self.age_max:
            errors["age_max"] = _("The highest age is below the lowest.")
        if errors:
            raise ValidationError(errors)

    @property
    def _has_hours(self) -> bool:
        # A record that isn't saved yet holds its hours in memory (modelcluster) or has none.
        return bool(self.hours.all()) if self.pk or "hours" in getattr(self, "_cluster_related_objects", {}) else False


class HelplineHours(models.Model):
    """One opening on one weekday, in the line's own time zone. A closing before the opening is the next day's."""

    class Weekday(models.IntegerChoices):
        MONDAY = 0, _("Monday")
        TUESDAY = 1, _("Tuesday")
        WEDNESDAY = 2, _("Wednesday")
        THURSDAY = 3, _("Thursday")
        FRIDAY = 4, _("Friday")
        SATURDAY = 5, _("Saturday")
        SUNDAY = 6, _("Sunday")

    helpline = ParentalKey(Helpline, on_delete=models.CASCADE, related_name="hours")
    weekday = models.PositiveSmallIntegerField(_("day"), choices=Weekday.choices)
    opens = models.TimeField(_("opens"))
    closes = models.TimeField(_("closes"))

    class Meta:
        ordering = ["weekday", "opens"]
        verbose_name = _("opening hours")
        verbose_name_plural = _("opening hours")

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens:%H:%M}–{self.closes:%H:%M}"
