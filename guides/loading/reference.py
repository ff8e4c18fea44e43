"""Topics, partner associations, help lines and glossary: one file each, both languages side by side."""

import datetime as dt
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.images import ImageFile
from django.db import models

from guides.loading import records
from guides.loading.documents import Document
from guides.models import GlossaryTerm, Helpline, HelplineHours, PartnerAssociation, Topic
from safety_centre.pages.models import CustomImage

DAYS = {day: number for number, day in enumerate(["mon", "tue", "wed", "thu", "fri", "sat", "sun"])}
LANGUAGES = [code for code, _name in settings.LANGUAGES]
TRANSLATED: dict[str, tuple[str, ...]] = {
    "topics.yaml": ("name", "short_name", "summary"),
    "partners.yaml": ("name", "role", "description"),
    "helplines.yaml": ("name", "description", "what_happens", "cost"),
    "glossary.yaml": ("term", "also", "definition"),
}
REQUIRED: dict[str, tuple[str, ...]] = {
    "topics.yaml": ("key", "name", "summary", "colour", "illustration"),
    "partners.yaml": ("key", "name", "description"),
    "helplines.yaml": ("key", "kind", "name", "status", "source", "checked_on"),
    "glossary.yaml": ("key", "term", "definition"),
}
PLAIN: dict[str, tuple[str, ...]] = {
    "topics.yaml": ("key", "sort_order", "colour", "illustration"),
    "partners.yaml": ("key", "slug", "website", "topics", "logo", "is_example"),
    "helplines.yaml": (
        *("key", "kind", "status", "phone", "dial", "sms", "chat_url", "web_url", "email", "scope", "countries"),
        *("languages", "topics", "general", "audience", "age_min", "age_max", "always_open", "hours", "time_zone"),
        *(
            "hours_unknown",
            "on_holidays",
            "free",
            "anonymous",
            "source",
            "source_url",
            "checked_on",
            "paired_with",
            "sort_order",
        ),
    ),
    "glossary.yaml": ("key", "topics", "in_place"),
}
ORDER = ["topics.yaml", "partners.yaml", "helplines.yaml", "glossary.yaml"]


def check_reference(document: Document) -> None:
    """Report every problem of one reference file: unknown and missing fields, repeated keys, missing languages."""
    name = document.name
    if not isinstance(document.data, list):
        if not document.problems:
            document.report((), "a list of records is needed")
        return
    seen: set[str] = set()
    for number, row in enumerate(document.data):
        if not isinstance(row, dict):
            document.report((number,), "a mapping of fields is needed")
            continue
        for unknown in set(row) - set(PLAIN[name]) - set(TRANSLATED[name]):
            document.report((number, unknown), "unknown field")
        for required in REQUIRED[name]:
            if row.get(required) in (None, ""):
                document.report((number, required), "is missing")
        for field in TRANSLATED[name]:
            _check_languages(document, (number, field), row.get(field))
        if row.get("key") in seen:
            document.report((number, "key"), f"“{row['key']}” is there twice")
        seen.add(str(row.get("key")))
        if name == "helplines.yaml":
            _check_helpline(document, number, row)


def _check_languages(document: Document, at: tuple, value: Any) -> None:
    if value in (None, ""):
        return
    if not isinstance(value, dict):
        document.report(at, f"one text a language is needed: {', '.join(LANGUAGES)}")
        return
    for language in LANGUAGES:
        if language not in value:
            document.report((*at, language), "is missing")


def _check_helpline(document: Document, number: int, row: dict[str, Any]) -> None:
    if row.get("checked_on") and not isinstance(row["checked_on"], dt.date):
        document.report((number, "checked_on"), "a day is needed, as 2026-11-23")
    for kind, choices in (("kind", Helpline.Kind), ("status", Helpline.Status), ("audience", Helpline.Audience)):
        if row.get(kind) and row[kind] not in choices.values:
            document.report((number, kind), f"one of {', '.join(choices.values)}")
    for place, hours in enumerate(row.get("hours") or []):
        here = (number, "hours", place)
        if not isinstance(hours, dict) or set(hours) != {"days", "opens", "closes"}:
            document.report(here, "days, opens and closes are needed")
            continue
        for field in ("opens", "closes"):
            if _time(hours[field]) is None:
                document.report((*here, field), 'a time in quotes is needed, as "09:00"')
        if not isinstance(hours["days"], list) or set(hours["days"]) - set(DAYS):
            document.report((*here, "days"), f"a list of {', '.join(DAYS)}")


def _time(value: Any) -> Any:
    """Return the time of "09:00" (midnight for "24:00"), or None where it is not one."""
    try:
        return dt.time.fromisoformat("00:00" if value == "24:00" else str(value))
    except ValueError:
        return None


def load_reference(document: Document, folder: Path) -> dict[str, int]:
    """Make or mend the records of a checked file; return counts by what was done."""
    counts = {"create": 0, "update": 0, "keep": 0}
    model, fill = _MAKERS[document.name]
    made: list[tuple[models.Model, dict[str, Any], str, str]] = []
    for number, row in enumerate(document.data):
        name, source = f"{document.name}/{row['key']}", document.fingerprint(row)
        existing = model.objects.filter(key=row["key"]).first()
        action, found = records.decide(name, source, existing, records.state_of_record)
        counts[action] += 1
        if action == "keep":
            continue
        instance = found or model(key=row["key"])
        try:
            fill(instance, row, folder)
        except ValidationError as error:
            for field, messages in getattr(error, "message_dict", {"(record)": error.messages}).items():
                document.report((number, field), " ".join(messages))
            continue
        made.append((instance, row, name, source))
    for instance, row, _name, _source in made:
        if isinstance(instance, Helpline):
            instance.paired_with.set(Helpline.objects.filter(key__in=_partners(row, document.data)))
    for _instance, _row, name, source in made:
        records.remember(name, source, "")
    # States are read last: pairing two lines changes both.
    for instance, _row, name, source in made:
        records.remember(name, source, records.state_of_record(model.objects.get(pk=instance.pk)))
    return counts


def _partners(row: dict[str, Any], rows: list[dict[str, Any]]) -> set[str]:
    """Return the keys of the lines shown together with ``row``'s: the ones it names, and the ones that name it."""
    return {
        *(row.get("paired_with") or []),
        *(other["key"] for other in rows if row["key"] in other.get("paired_with", [])),
    }


def _save(instance: models.Model, row: dict[str, Any], name: str) -> None:
    for field in TRANSLATED[name]:
        for language in LANGUAGES:
            text = (row.get(field) or {}).get(language) or ""
            setattr(instance, f"{field}_{language}", "\n".join(text) if isinstance(text, list) else text.strip())
    instance.full_clean()
    instance.save()


def _fill_topic(topic: Topic, row: dict[str, Any], folder: Path) -> None:
    topic.hue, topic.illustration = row["colour"], row["illustration"]
    topic.sort_order = row.get("sort_order", 0)
    _save(topic, row, "topics.yaml")


def _fill_partner(partner: PartnerAssociation, row: dict[str, Any], folder: Path) -> None:
    partner.website = row.get("website") or ""
    partner.is_example = bool(row.get("is_example"))
    if row.get("logo") and not partner.logo_id:
        partner.logo = _logo(folder / row["logo"], row)
    _save(partner, row, "partners.yaml")
    partner.topics.set(Topic.objects.filter(key__in=row.get("topics") or []))


def _logo(path: Path, row: dict[str, Any]) -> CustomImage:
    name = row["name"]["fr"]
    with path.open("rb") as file:
        image = CustomImage(title=f"Logo {name}", description=f"Logo {name}", file=ImageFile(file, name=path.name))
        image.full_clean()
        image.save()
    return image


def _fill_helpline(line: Helpline, row: dict[str, Any], folder: Path) -> None:
    for field in ("kind", "status", "source", "checked_on"):
        setattr(line, field, row[field])
    for field in ("phone", "dial", "chat_url", "web_url", "email", "time_zone", "source_url"):
        setattr(line, field, str(row.get(field) or ""))
    sms = row.get("sms") or {}
    line.sms_number, line.sms_keyword = str(sms.get("number") or ""), str(sms.get("keyword") or "")
    line.scope = row.get("scope") or Helpline.Scope.COUNTRY
    line.countries = ",".join(row.get("countries") or [])
    line.languages = row.get("languages") or []
    line.is_general = bool(row.get("general"))
    line.audience = row.get("audience") or Helpline.Audience.ANYONE
    line.age_min, line.age_max = row.get("age_min"), row.get("age_max")
    line.is_always_open = bool(row.get("always_open"))
    line.hours_unknown = bool(row.get("hours_unknown"))
    line.on_holidays = row.get("on_holidays") or Helpline.OnHolidays.UNKNOWN
    line.is_free, line.is_anonymous = row.get("free"), row.get("anonymous")
    line.sort_order = row.get("sort_order", 100)
    line.hours = [  # type: ignore[misc]  # modelcluster lets children be assigned
        HelplineHours(weekday=DAYS[day], opens=_time(hours["opens"]), closes=_time(hours["closes"]))
        for hours in row.get("hours") or []
        for day in hours["days"]
    ]
    _save(line, row, "helplines.yaml")
    line.topics.set(Topic.objects.filter(key__in=row.get("topics") or []))


def _fill_term(term: GlossaryTerm, row: dict[str, Any], folder: Path) -> None:
    term.in_place = row.get("in_place", True) is not False
    _save(term, row, "glossary.yaml")
    term.topics.set(Topic.objects.filter(key__in=row.get("topics") or []))


_MAKERS: dict[str, tuple[Any, Any]] = {
    "topics.yaml": (Topic, _fill_topic),
    "partners.yaml": (PartnerAssociation, _fill_partner),
    "helplines.yaml": (Helpline, _fill_helpline),
    "glossary.yaml": (GlossaryTerm, _fill_term),
}
