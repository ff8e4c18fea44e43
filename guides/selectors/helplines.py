"""Reads of help lines for readers: checked ones only, those of a country first, never nothing."""

import calendar
import datetime as dt
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from guides.models import Helpline

FLAG_AFTER_MONTHS, HIDE_AFTER_MONTHS = 12, 24  # product.md, "Help finder"


def months_before(day: dt.date, months: int) -> dt.date:
    """Return the same day ``months`` earlier, or that month's last day where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def visible_helplines(today: dt.date | None = None) -> Any:
    """Return the help lines that readers may see: published, and checked within 24 months."""
    since = months_before(today or timezone.localdate(), HIDE_AFTER_MONTHS)
    return Helpline.objects.filter(status=Helpline.Status.PUBLISHED, checked_on__gte=since)


def lines_of_country(country: str, *, with_hours: bool = False) -> list[Helpline]:
    """Return the visible lines of ``country`` (ISO 3166 code) and those that work everywhere, with hours and topics.

    Without a country only the latter. The European lines join where the country is in the Union. Hours come along only
    ``with_hours``: rows in a guide don't show them.
    """
    country = settings.SAME_LINES_AS.get(country, country)
    scopes = Q(scope=Helpline.Scope.WORLD)
    if country:
        scopes |= Q(countries__contains=country)
    if country in settings.EUROPEAN_UNION:
        scopes |= Q(scope=Helpline.Scope.EUROPE)
    lines = visible_helplines().filter(scopes).prefetch_related("topics")
    found = sorted(
        lines.prefetch_related("hours") if with_hours else lines,
        key=lambda line: line.scope != Helpline.Scope.COUNTRY,  # a country's own lines first
    )
    return without_double_numbers(found)


def helplines_for(
    lines: list[Helpline], *, topic: str = "", audience: str = "anyone", at_most: int = 4
) -> list[Helpline]:
    """Choose among a country's ``lines`` those for a topic and a reader, at most ``at_most``, best first.

    A line for the topic comes before one for any worry; a line for this reader before one for anyone; a line for
    others (a parents' line on a teen's page) is left out. Emergency numbers and finders fill up what is missing.
    """
    others = {"teen": {"parent", "adult"}, "parent": {"teen"}}.get(audience, set())

    def keys_of(line: Helpline) -> set[str]:
        return {found.key for found in line.topics.all()}

    def rank(line: Helpline) -> tuple[int, int, int, int]:
        fit = 0 if topic in keys_of(line) else 1 if line.is_general else 2
        # Without a topic the list's own order says best which line comes first in a country.
        people = 0 if line.audience == audience or not topic else 1
        kind = {"helpline": 0, "removal": 0, "report": 1, "emergency": 2, "finder": 3}[line.kind]
        return (kind, fit, people, line.sort_order)

    def suits(line: Helpline) -> bool:
        if line.kind in {"emergency", "finder"}:
            return True
        return line.audience not in others and (not topic or topic in keys_of(line) or line.is_general)

    return sorted((line for line in lines if suits(line)), key=rank)[:at_most]


def without_double_numbers(lines: list[Helpline]) -> list[Helpline]:
    """Drop what a country needn't read twice, from lines with its own ones first.

    A European or worldwide emergency number goes where the country's own line has the same number, and the worldwide
    one wherever there is a nearer one: it is the answer for countries whose number this site hasn't checked.
    """
    own = {line.dial for line in lines if line.scope == Helpline.Scope.COUNTRY and line.dial}
    nearer = any(line.kind == Helpline.Kind.EMERGENCY and line.scope != Helpline.Scope.WORLD for line in lines)

    def is_double(line: Helpline) -> bool:
        if line.scope == Helpline.Scope.COUNTRY or not line.dial:
            return False
        is_last_resort = line.kind == Helpline.Kind.EMERGENCY and line.scope == Helpline.Scope.WORLD
        return line.dial in own or (is_last_resort and nearer)

    return [line for line in lines if not is_double(line)]


def default_country(language: str) -> str:
    """Return the country shown before a reader chose one: ``DEFAULT_COUNTRIES`` of the settings."""
    return settings.DEFAULT_COUNTRIES.get(language, settings.DEFAULT_COUNTRIES[settings.LANGUAGE_CODE])
