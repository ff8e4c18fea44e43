"""Reads of help lines for readers: checked ones only, those of a country first, never nothing."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django_countries import countries

from guides.models import Helpline

HIDE_AFTER_DAYS = 730  # 24 months: product.md, "Help finder"


def visible_helplines(today: dt.date | None = None) -> Any:
    """Return the help lines that readers may see: published, and checked within 24 months."""
    since = (today or timezone.localdate()) - dt.timedelta(days=HIDE_AFTER_DAYS)
    return Helpline.objects.filter(status=Helpline.Status.PUBLISHED, checked_on__gte=since)


def lines_of_country(country: str, *, with_hours: bool = False) -> list[Helpline]:
    """Return the visible lines of ``country`` (ISO 3166 code) and those that work everywhere, with hours and topics.

    The European lines join where the country is in the Union. Hours come along only ``with_hours``: rows in a guide
    don't show them.
    """
    scopes = Q(countries__contains=country) | Q(scope=Helpline.Scope.WORLD)
    if country in settings.EUROPEAN_UNION:
        scopes |= Q(scope=Helpline.Scope.EUROPE)
    lines = visible_helplines().filter(scopes).prefetch_related("topics")
    found = list(lines.prefetch_related("hours") if with_hours else lines)
    return sorted(found, key=lambda line: line.scope != Helpline.Scope.COUNTRY)  # a country's own lines first


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

    return sorted((line for line in _once_a_number(lines) if suits(line)), key=rank)[:at_most]


def _once_a_number(lines: list[Helpline]) -> list[Helpline]:
    """Drop an emergency line whose number a country's own line has already: nobody needs 112 twice."""
    own = {line.dial for line in lines if line.scope == Helpline.Scope.COUNTRY and line.dial}
    return [line for line in lines if line.scope == Helpline.Scope.COUNTRY or line.dial not in own or not line.dial]


def default_country(language: str) -> str:
    """Return the country shown before a reader chose one: ``DEFAULT_COUNTRIES`` of the settings."""
    return settings.DEFAULT_COUNTRIES.get(language, settings.DEFAULT_COUNTRIES[settings.LANGUAGE_CODE])


def countries_with_lines() -> list[tuple[str, str]]:
    """Return ``(code, translated name)`` of the countries that have a visible line, by name."""
    codes: set[str] = set()
    for value in visible_helplines().exclude(countries="").values_list("countries", flat=True):
        codes.update(value.split(",") if isinstance(value, str) else [c.code for c in value])
    return sorted(((code, countries.name(code)) for code in codes), key=lambda pair: pair[1])


def help_context(language: str, wanted: str) -> dict[str, Any]:
    """Return the help page's lines: of ``wanted`` country where it is known, else of the language's default one."""
    known = countries_with_lines()
    codes = {code for code, _name in known}
    country = wanted.upper() if wanted.upper() in codes else default_country(language)
    lines = _once_a_number(lines_of_country(country, with_hours=True))
    return {
        "countries": known,
        "country": country,
        "country_name": countries.name(country),
        "helplines": [line for line in lines if line.kind == Helpline.Kind.HELPLINE],
        "emergency_lines": [line for line in lines if line.kind == Helpline.Kind.EMERGENCY],
        "report_lines": [line for line in lines if line.kind in {Helpline.Kind.REPORT, Helpline.Kind.REMOVAL}],
        "finder_lines": [line for line in lines if line.kind == Helpline.Kind.FINDER],
    }
