"""What the help finder shows: a country's lines as cards in groups, with whether somebody answers now.

The filters here are the ones that ``static/js/help-lists.js`` applies on the device; both read the same words of a
card (``topics``, ``for_whom``, ``languages``, ``channels``).
"""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from babel.core import get_global
from django.conf import settings
from django.db.models import prefetch_related_objects
from django.utils import timezone
from django_countries import countries

from guides import words
from guides.holidays import public_holidays
from guides.models import Helpline, Topic
from guides.opening import status
from guides.selectors.helplines import default_country, lines_of_country, visible_helplines, without_double_numbers

READERS = ("teen", "parent", "adult")
CHANNELS = ("phone", "sms", "chat", "web")
# For whom a line is, in the words of the form. A parent is an adult; an adult needn't be a parent.
FOR_WHOM = {"anyone": {"teen", "parent", "adult"}, "teen": {"teen"}, "parent": {"parent"}, "adult": {"adult", "parent"}}
ALWAYS_SHOWN = {Helpline.Kind.EMERGENCY, Helpline.Kind.FINDER}
HOLIDAYS_AHEAD = dt.timedelta(days=400)  # a saved page goes on telling holidays for a year


@dataclass(frozen=True)
class OpenState:
    """Whether somebody answers. ``kind``: ``always``, ``open``, ``closed`` or ``unknown``.

    ``changes_at`` (UTC) is when that changes, None where it doesn't or isn't known. ``is_holiday``: today is a public
    holiday where the line is, and the list doesn't know that it keeps its hours.
    """

    kind: str
    changes_at: dt.datetime | None = None
    is_holiday: bool = False


@dataclass
class Card:
    """One line with what a template shows and the finder filters by. ``holidays``: the ones to come, ISO dates."""

    line: Helpline
    state: OpenState
    state_in_words: str
    holidays: list[str]
    topics: list[str]
    for_whom: set[str]
    languages: str
    ages: str

    @property
    def hours(self) -> str:
        """The weekly hours as scripts read them: "0 09:00 23:00" with Monday as 0, commas between."""
        return ",".join(f"{day} {opens:%H:%M} {closes:%H:%M}" for day, opens, closes in self.line.openings)

    @property
    def opens_at_times(self) -> bool:
        """Whether people answer at all: a form or a tool has no hours."""
        return self.line.kind in {"helpline", "emergency"} or bool(self.line.dial)


@dataclass
class Filters:
    """What a reader asked for besides the country; empty where they didn't."""

    topic: str = ""
    reader: str = ""
    language: str = ""
    channel: str = ""

    @property
    def is_any(self) -> bool:
        return any((self.topic, self.reader, self.language, self.channel))

    def suit(self, card: Card) -> bool:
        """Say whether ``card`` is shown. Emergency numbers and finders always are."""
        line = card.line
        return line.kind in ALWAYS_SHOWN or (
            (not self.topic or self.topic in card.topics or line.is_general)
            and (not self.reader or self.reader in card.for_whom)
            and (not self.language or self.language in line.languages)
            and (not self.channel or self.channel in line.channels)
        )


@dataclass
class Shelf:
    """What one country has: cards by section; in ``people`` and ``reports`` those that belong together as one group."""

    country: str
    emergency: list[Card] = field(default_factory=list)
    people: list[list[Card]] = field(default_factory=list)
    reports: list[list[Card]] = field(default_factory=list)
    finders: list[Card] = field(default_factory=list)

    @property
    def has_people(self) -> bool:
        return bool(self.people)

    def count(self) -> int:
        """Return how many lines of people there are."""
        return sum(len(group) for group in self.people)


def open_state(line: Helpline, now: dt.datetime, country: str = "") -> OpenState:
    """Return whether ``line`` answers at ``now``; holidays are those of ``country``, else of its own first one."""
    if line.is_always_open:
        return OpenState("always")
    openings = line.openings
    if not openings:
        return OpenState("unknown")
    today = now.astimezone(ZoneInfo(line.time_zone)).date()
    days = _holidays_of(line, today - dt.timedelta(days=1), today + dt.timedelta(days=30), country)
    closed_on = days if line.on_holidays == Helpline.OnHolidays.CLOSED else frozenset()
    is_open, changes_at = status(openings, line.time_zone, now, closed_on)
    return OpenState("open" if is_open else "closed", changes_at, is_holiday=today in days)


def _holidays_of(line: Helpline, first: dt.date, last: dt.date, country: str = "") -> frozenset[dt.date]:
    """Return the public holidays on which the line's hours don't hold, or may not."""
    if line.on_holidays == Helpline.OnHolidays.USUAL:
        return frozenset()
    own = [str(found.code) for found in line.countries]  # type: ignore[attr-defined]
    return public_holidays(country if country in own else next(iter(own), ""), first, last)


def _card(line: Helpline, now: dt.datetime, country: str) -> Card:
    state = open_state(line, now, country)
    today = now.date()
    holidays = _holidays_of(line, today, today + HOLIDAYS_AHEAD, country) if line.openings else frozenset()
    return Card(
        line=line,
        state=state,
        state_in_words=words.state_in_words(state.kind, state.changes_at, line.time_zone, now),
        holidays=sorted(day.isoformat() for day in holidays),
        topics=[topic.key for topic in line.topics.all()],
        for_whom=set(FOR_WHOM[line.audience]),
        languages=words.in_languages(line.languages),
        ages=words.ages(line.age_min, line.age_max),
    )


def _grouped(cards: list[Card]) -> list[list[Card]]:
    """Put cards whose lines are shown together into one group, at the place of its first.

    A line for adults in the group of a youth line is for the teen's parent too, so the group is for all of them.
    """
    by_key = {card.line.pk: card for card in cards}
    groups: list[list[Card]] = []
    seen: set[int] = set()
    for card in cards:
        if card.line.pk in seen:
            continue
        group, waiting = [], [card]
        while waiting:
            member = waiting.pop(0)
            if member.line.pk not in seen:
                seen.add(member.line.pk)
                group.append(member)
                waiting += [by_key[other.pk] for other in member.line.paired_with.all() if other.pk in by_key]
        together = set().union(*(member.for_whom for member in group))
        for member in group:
            member.for_whom = together
        groups.append(group)
    return groups


def shelf_of(lines: list[Helpline], country: str, filters: Filters, now: dt.datetime) -> Shelf:
    """Return the shelf of ``country`` from its ``lines``, those for the topic asked for before those for any worry."""
    cards = [_card(line, now, country) for line in lines]
    removal = {Helpline.Kind.REPORT, Helpline.Kind.REMOVAL}

    def sections(kinds: set[Any]) -> list[list[Card]]:
        groups = _grouped([card for card in cards if card.line.kind in kinds])
        shown = [found for group in groups if (found := [card for card in group if filters.suit(card)])]
        if filters.topic:
            shown.sort(key=lambda group: all(filters.topic not in card.topics for card in group))
        return shown

    return Shelf(
        country=country,
        emergency=[card for card in cards if card.line.kind == Helpline.Kind.EMERGENCY],
        people=sections({Helpline.Kind.HELPLINE}),
        reports=sections(removal),
        finders=[card for card in cards if card.line.kind == Helpline.Kind.FINDER],
    )


def _known_everywhere() -> tuple[list[str], list[str]]:
    """Return the codes of the countries with a visible line of their own, and all languages spoken, in one query."""
    codes: set[str] = set()
    spoken: set[str] = set()
    own = visible_helplines().filter(scope=Helpline.Scope.COUNTRY)
    for found, languages in own.values_list("countries", "languages"):
        codes.update(found.split(",") if isinstance(found, str) else [country.code for country in found])
        spoken.update(languages)
    codes |= {part for part, whole in settings.SAME_LINES_AS.items() if whole in codes}
    return sorted(codes - {""}), sorted(spoken, key=lambda code: words.sort_key(words.language_name(code)))


def _choices(known: list[str]) -> dict[str, list[dict[str, str]]]:
    """Return all countries by name, those ``known`` to have lines apart, with the time zones that tell of them."""
    zones = get_global("territory_zones")

    def entry(code: str) -> dict[str, str]:
        return {
            "code": code,
            "name": str(countries.name(code)),
            "zones": " ".join(zones.get(code, [])) if code in known else "",
        }

    every = sorted((entry(code) for code, _name in countries), key=lambda one: words.sort_key(one["name"]))
    return {
        "with_lines": [one for one in every if one["code"] in known],
        "others": [one for one in every if one["code"] not in known],
    }


def help_context(language: str, asked: Mapping[str, str], now: dt.datetime | None = None) -> dict[str, Any]:
    """Return the help page for what the address ``asked``: country, topic, for, language, channel.

    Without a country, the language's default one. A country that doesn't exist gives ``unknown_country``: what works
    everywhere, and the form. A topic, reader, language or channel that doesn't exist is as if it weren't there.
    """
    now = now or timezone.now()
    wanted = asked.get("country", "").strip().upper()
    country = wanted or default_country(language)
    unknown = country not in countries
    country = "" if unknown else country
    topics = list(Topic.objects.order_by("sort_order"))
    lines = lines_of_country(country, with_hours=True)
    prefetch_related_objects(lines, "paired_with")
    known, spoken = _known_everywhere()
    filters = Filters(
        topic=_known(asked.get("topic"), [topic.key for topic in topics]),
        reader=_known(asked.get("for"), READERS),
        language=_known(asked.get("language"), spoken),
        channel=_known(asked.get("channel"), CHANNELS),
    )
    shelf = shelf_of(lines, country, filters, now)
    none_suits = filters.is_any and not shelf.people
    return {
        "choices": _choices(known),
        "country": country,
        "country_name": str(countries.name(country)) if country else "",
        "unknown_country": unknown,
        "is_chosen": bool(wanted),
        "topics": topics,
        "spoken": [(code, words.language_name(code)) for code in spoken],
        "filters": filters,
        # Rather all lines with a word about it than an empty page at night.
        "shelf": shelf_of(lines, country, Filters(), now) if none_suits else shelf,
        "none_suits": none_suits,
        "script_words": json.dumps(words.for_scripts(), ensure_ascii=False),
    }


def _known(value: str | None, values: Any) -> str:
    return value if value in values else ""  # type: ignore[return-value]


def _own_first(line: Helpline) -> tuple[bool, int, str]:
    return (line.scope != Helpline.Scope.COUNTRY, line.sort_order, line.key)


def saved_shelves(now: dt.datetime) -> dict[str, Shelf]:
    """Return what a phone keeps for a time without network: a shelf for each country with lines, and two for others.

    ``EU`` is for countries of the Union without lines of their own, ``*`` for the rest of the world. Four queries.
    """
    lines = list(visible_helplines().prefetch_related("topics", "hours", "paired_with"))
    world = [line for line in lines if line.scope == Helpline.Scope.WORLD]
    europe = [line for line in lines if line.scope == Helpline.Scope.EUROPE]
    own: dict[str, list[Helpline]] = {}
    for line in lines:
        for found in line.countries:
            own.setdefault(found.code, []).append(line)
    with_lines = {code for code, found in own.items() if any(line.scope == Helpline.Scope.COUNTRY for line in found)}

    def shelf(country: str, *parts: list[Helpline]) -> Shelf:
        found = {line.pk: line for part in parts for line in part}
        ordered = sorted(found.values(), key=_own_first)
        return shelf_of(without_double_numbers(ordered), country, Filters(), now)

    shelves = {
        code: shelf(code, own[code], europe if code in settings.EUROPEAN_UNION else [], world)
        for code in sorted(with_lines)
    }
    return shelves | {"EU": shelf("", europe, world), "*": shelf("", world)}
