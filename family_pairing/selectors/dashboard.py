"""What the pairing pages show. The teen's page is the guardian's view plus "set by": one selector makes both.

It reads pairings, choices, requests, plans, usage and history, and nothing else: what a teen reads, searches or is
helped with isn't in any query here.
"""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import prefetch_related_objects
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from family_pairing.models import (
    Pairing,
    PlannedChange,
    SettingRequest,
)
from family_pairing.policy import bands, second_person, windows, words
from family_pairing.policy.allowed import Way, loosest_for_guardian, loosest_for_teen, way_for_teen
from family_pairing.policy.catalogue import CATALOGUE, GROUPS, SETTINGS, Setting
from family_pairing.policy.effective import (
    DEFAULT,
    PLATFORM,
    TEEN,
    Chosen,
    EffectiveValue,
    effective_policy,
    guardian_source,
    respects_floor,
)
from family_pairing.policy.extra_time import ASKED, limit_on
from family_pairing.policy.kinds import Choice
from family_pairing.policy.openings import next_closing, next_opening
from family_pairing.policy.plans import at_next_birthday, day_of_age
from family_pairing.selectors.inputs import SHOWN_DAYS, Ending, Inputs, inputs_for
from family_pairing.selectors.pairings import pairings_in_force, pairings_of_guardian
from family_pairing.selectors.review_days import to_review
from family_pairing.selectors.standing import band_of
from safety_centre.accounts.clock import today_of, zone_of
from safety_centre.accounts.models import User
from safety_centre.accounts.retention import erased_at
from safety_centre.accounts.services import may_withdraw_consent


@dataclass(frozen=True)
class SettingRow:
    """One setting as both sides see it."""

    key: str
    name: str
    explanation: str
    value: Any
    in_words: str
    meaning: dict[str, str]  # said to the teen and to the guardian
    set_by: list[str]
    set_at: dt.datetime | None
    is_floor: bool
    options: list[dict[str, Any]]
    kind: str
    mine: Any = None
    free_up_to: str = ""  # the loosest value that the teen may choose without asking, in words; empty: all of them


@dataclass
class Day:
    """One day of use against the limit of that day, in minutes; percents are of the chart's height."""

    day: dt.date
    minutes: int | None
    limit: int
    percent: int = 0
    limit_percent: int | None = None

    @property
    def is_over(self) -> bool:
        """Whether more was used than that day allowed."""
        return self.minutes is not None and self.minutes > self.limit

    @property
    def is_unlimited(self) -> bool:
        """Whether this day had no limit."""
        return self.limit >= windows.DAY


@dataclass(frozen=True)
class Usage:
    """Four weeks: the days, the chart's height in minutes, and what there is to say about them at a glance."""

    days: list[Day]
    top: int
    mean: int | None
    known: int
    over: int


@dataclass
class TeenView:
    """All that the pairing page of one teen shows."""

    teen: User
    pairing: Pairing | None
    groups: list[dict[str, Any]]
    requests: list[dict[str, Any]]
    plans: list[dict[str, Any]]
    usage: Usage
    today: dt.date
    today_limit: int | None
    today_used: int | None
    rest: dict[str, Any]
    reviews: list[dict[str, Any]]
    birthday: dict[str, Any] | None
    guardians: list[Pairing] = field(default_factory=list)
    endings: list[Ending] = field(default_factory=list)
    awaits_consent: bool = False
    erased_at: dt.datetime | None = None  # when an account that waits for a consent is deleted
    may_withdraw: bool = False


def views_for_guardian(*, guardian: User, now: dt.datetime) -> list[TeenView]:
    """Return one view a teen, in ten queries for any number of teens, each on the teen's own day.

    A teen whose pairing was severed is shown as they stood then, with this guardian's own choices since.
    """
    mine = pairings_of_guardian(guardian=guardian)
    teens = [pairing.people[1] for pairing in mine]
    return _views(teens, {pairing.people[1].pk: pairing for pairing in mine}, now)


def view_for_teen(*, teen: User, now: dt.datetime) -> TeenView:
    """Return the teen's own page."""
    return _views([teen], {}, now)[0]


def _views(teens: list[User], own: dict[int, Pairing], now: dt.datetime) -> list[TeenView]:
    days = {teen.pk: today_of(teen, now) for teen in teens}
    inputs = inputs_for(teens, own, days)
    relevant = [pairing.pk for found in inputs.values() for pairing in found.linked]
    requests: dict[int, list[SettingRequest]] = defaultdict(list)
    waiting = SettingRequest.objects.filter(pairing__in=relevant, state__in=["open", "countered"])
    for request in waiting.order_by("created_at"):
        requests[request.pairing_id].append(request)
    plans: dict[int, list[PlannedChange]] = defaultdict(list)
    for plan in PlannedChange.objects.filter(pairing__in=relevant, done_at__isnull=True):
        plans[plan.pairing_id].append(plan)
    reviews: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for pairing_id, day, what in _reviews(relevant, min(days.values(), default=dt.date.max)):
        reviews[pairing_id].append({"day": day, "what": what})
    views = []
    younger = [teen for teen in teens if band_of(teen, days[teen.pk]) == bands.AWAITING]
    prefetch_related_objects(younger, "birth_date_reviews")  # they decide how long an account waits
    for teen in teens:
        found, today = inputs[teen.pk], days[teen.pk]
        band = band_of(teen, today)
        # A guardian sees the requests and plans of their own pairing only; settings are everybody's.
        shown = [own[teen.pk]] if teen.pk in own else found.linked
        policy = effective_policy(band, found.choices, found.teen)
        limit = limit_on(today, band, found.choices, found.teen, found.granted).minutes
        my_choices = found.guardians.get(own[teen.pk].pk, {}) if teen.pk in own else found.teen
        views.append(
            TeenView(
                teen=teen,
                pairing=own.get(teen.pk),
                groups=_groups(policy, found, teen, band, my_choices),
                requests=[_request(request, pairing, band) for pairing in shown for request in requests[pairing.pk]],
                plans=[_plan(plan, pairing) for pairing in shown for plan in plans[pairing.pk]],
                usage=_usage(found, policy["daily_screen_time"].value, today, limit),
                today=today,
                today_used=found.usage.get(today),
                rest=_rest(policy["time_away"].value, now, zone_of(teen)),
                today_limit=None if limit >= windows.DAY else limit,
                reviews=[review for pairing in shown for review in reviews[pairing.pk]],
                birthday=_birthday(teen, today),
                guardians=found.linked,
                endings=[ending for ending in found.endings if ending.until > now],
                awaits_consent=band == bands.AWAITING,
                erased_at=erased_at(teen) if band == bands.AWAITING else None,
                may_withdraw=band != bands.AWAITING and may_withdraw(teen, own.get(teen.pk), today),
            )
        )
    return views


def _groups(
    policy: dict[str, EffectiveValue], found: Inputs, teen: User, band: str, mine: dict[str, Chosen]
) -> list[dict[str, Any]]:
    called = {
        **{guardian_source(pk): name for pk, name in found.names.items()},
        TEEN: teen.name_or_address,
        DEFAULT: _("the platform, until somebody chooses"),
        PLATFORM: _("the platform, for everyone of this age")
        if band != bands.AWAITING
        else _("the platform, until an adult has agreed to the account"),
    }
    rows: dict[str, list[SettingRow]] = defaultdict(list)
    for setting in SETTINGS:
        held = policy[setting.key]
        rows[setting.group].append(
            SettingRow(
                key=setting.key,
                name=str(setting.name),
                explanation=str(setting.explanation),
                value=held.value,
                in_words=words.value_in_words(setting.key, held.value),
                meaning={
                    "teen": second_person.sentence(setting.key, held.value, for_guardian=False),
                    "guardian": second_person.sentence(setting.key, held.value, for_guardian=True),
                },
                set_by=[
                    called[source] for source in held.set_by if not (source == DEFAULT and PLATFORM in held.set_by)
                ],
                set_at=held.set_at,
                is_floor=held.is_floor,
                options=_options(setting, held.value, band, found),
                kind=type(setting.kind).__name__,
                mine=mine[setting.key].value if setting.key in mine else None,
                free_up_to=_free_up_to(setting, band, found),
            )
        )
    return [{"key": key, "title": str(title), "rows": rows[key]} for key, title in GROUPS.items()]


def _options(setting: Setting, value: Any, band: str, found: Inputs) -> list[dict[str, Any]]:
    """Return what may be chosen at this age, and which of it the teen has to ask for."""
    if not isinstance(setting.kind, Choice):
        return []
    ways = {one: way_for_teen(setting.key, one, band, found.choices) for one in setting.kind.values}
    return [
        {
            "value": one,
            "label": words.value_in_words(setting.key, one),
            "is_current": one == value,
            "must_ask": way is Way.ASK,
        }
        for one, way in ways.items()
        if way is not Way.NOT_NOW
    ]


def _free_up_to(setting: Setting, band: str, found: Inputs) -> str:
    loosest = loosest_for_teen(setting.key, band, found.choices)
    if loosest == loosest_for_guardian(setting.key, band):
        return ""
    return words.value_in_words(setting.key, loosest)


def _rest(away: list[list[int]], now: dt.datetime, zone: ZoneInfo) -> dict[str, Any]:
    """Return whether the feed rests now, and when that changes within a day; empty where no hours were chosen.

    Moments are in the teen's zone and written there: both sides read the clock that the rest follows.
    """
    hours = tuple((start, end) for start, end in away)
    if not hours:
        return {}
    if windows.is_inside(hours, now, zone):
        opens = next_opening(hours, now, zone)
        return {"is_on": True, "until": opens and date_format(opens, "H:i")}
    begins = next_closing(hours, now, zone)
    soon = begins is not None and begins - now < dt.timedelta(days=1)
    return {"is_on": False, "from": date_format(begins, "H:i") if begins and soon else ""}


def _request(request: SettingRequest, pairing: Pairing, band: str) -> dict[str, Any]:
    setting = CATALOGUE.get(request.key)
    return {
        "request": request,
        "guardian": pairing.people[0].name_or_address,
        "teen": pairing.people[1].name_or_address,
        "name": words.name_of(request.key),
        "wanted": words.value_in_words(request.key, request.wanted),
        "offered": words.value_in_words(request.key, request.offered) if request.offered is not None else "",
        "is_extra_time": request.key == ASKED,
        "kind": type(setting.kind).__name__ if setting else "",
        "offers": _offers(request, setting, band) if setting else [],
    }


def _offers(request: SettingRequest, setting: Setting, band: str) -> list[dict[str, Any]]:
    """Return the values that a guardian may offer instead: all that the platform allows but the one asked for."""
    if not isinstance(setting.kind, Choice):
        return []
    return [
        {"value": value, "label": words.value_in_words(request.key, value)}
        for value in setting.kind.values
        if value != request.wanted and respects_floor(request.key, value, band)
    ]


def _reviews(pairings: list[int], today: dt.date) -> list[tuple[int, dt.date, str]]:
    """Return what was to be looked at again, from two weeks ago on: ``(pairing id, day, what)``; two queries."""
    asked, signed = to_review(pairing__in=pairings, review_on__gte=today - dt.timedelta(days=14))
    found = [
        *((one.pairing_id, one.review_on, words.name_of(one.key)) for one in asked),
        *((one.pairing_id, one.review_on, _("the family agreement")) for one in signed),
    ]
    return sorted(found, key=lambda one: (one[1], one[2]))  # type: ignore[arg-type]


def _birthday(teen: User, today: dt.date) -> dict[str, Any] | None:
    """Return what the next birthday changes by itself, in words, and the day on which pairings end by themselves."""
    if teen.birth_date is None:
        return None
    adult_on = day_of_age(teen.birth_date, bands.ADULT_AGE)
    found = at_next_birthday(teen.birth_date, today)
    if found is None:
        return {"adult_on": adult_on} if adult_on > today else None
    day, changes = found
    return {
        "adult_on": adult_on,
        "day": day,
        "changes": [
            {
                "name": words.name_of(change.key),
                "before": words.value_in_words(change.key, change.default[0]),
                "after": words.value_in_words(change.key, change.default[1]),
                "opens_up": change.opens_up,
            }
            for change in changes
        ],
    }


def _plan(plan: PlannedChange, pairing: Pairing) -> dict[str, Any]:
    return {
        "plan": plan,
        "by": pairing.people[0].name_or_address,
        "name": words.name_of(plan.key),
        "value": words.value_in_words(plan.key, plan.value),
        "starts_on": plan.starts_on,
    }


def may_withdraw(teen: User, pairing: Pairing | None, today: dt.date) -> bool:
    """Say whether the reading guardian of ``pairing`` may take the agreement to the account back."""
    return pairing is not None and may_withdraw_consent(teen=teen, by=pairing.people[0], today=today)


def _usage(found: Inputs, limit: list[int], today: dt.date, limit_today: int) -> Usage:
    """Return four weeks, each day against its own limit; a day that nobody reported has the weekday's of now."""
    limits = {**found.limits, today: limit_today}
    days = [
        Day(day, found.usage.get(day), limits.get(day, limit[day.weekday()]))
        for day in (today - dt.timedelta(days=back) for back in range(SHOWN_DAYS - 1, -1, -1))
    ]
    known = [day for day in days if day.minutes is not None]
    limited = [day.limit for day in days if day.limit < windows.DAY]
    # A limit far above what is used would flatten the bars; one that doesn't fit isn't drawn.
    most = max([day.minutes or 0 for day in known] + [one for one in limited if one <= 240] + [60])
    top = next(step for step in (60, 90, 120, 180, 240, 360, 480, 720, 960, windows.DAY) if step >= most)
    for day in days:
        day.percent = round(100 * (day.minutes or 0) / top)
        day.limit_percent = round(100 * day.limit / top) if day.limit <= top else None
    return Usage(
        days=days,
        top=top,
        mean=round(sum(day.minutes or 0 for day in known) / len(known)) if known else None,
        known=len(known),
        over=sum(day.is_over for day in known),
    )


def paired_with(user: User) -> list[str]:
    """Return the names of the people ``user`` is paired with, for the sign on every signed-in page."""
    if user.kind == User.Kind.TEEN:
        return [pairing.people[0].name_or_address for pairing in pairings_in_force(teen=user)]
    if user.kind == User.Kind.PARENT:
        return [pairing.people[1].name_or_address for pairing in pairings_of_guardian(guardian=user)]
    return []
