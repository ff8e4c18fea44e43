"""What the pairing pages show. The teen's page is the guardian's view plus "set by": one selector makes both.

It reads pairings, choices, requests, plans, usage and history, and nothing else: what a teen reads, searches or is
helped with isn't in any query here.
"""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from family_pairing.models import (
    Agreement,
    Pairing,
    PlannedChange,
    SettingRequest,
)
from family_pairing.policy import bands, windows, words
from family_pairing.policy.catalogue import CATALOGUE, GROUPS, SETTINGS
from family_pairing.policy.effective import (
    DEFAULT,
    PLATFORM,
    TEEN,
    Chosen,
    EffectiveValue,
    effective_policy,
    guardian_source,
)
from family_pairing.policy.extra_time import limit_on
from family_pairing.policy.kinds import Choice, WeekdayMinutes
from family_pairing.policy.plans import at_next_birthday
from family_pairing.selectors.inputs import SHOWN_DAYS, inputs_for
from family_pairing.selectors.pairings import pairings_in_force, pairings_of_guardian
from safety_centre.accounts.models import User


@dataclass(frozen=True)
class SettingRow:
    """One setting as both sides see it."""

    key: str
    name: str
    explanation: str
    value: Any
    in_words: str
    set_by: list[str]
    set_at: dt.datetime | None
    is_floor: bool
    options: list[dict[str, Any]]
    kind: str
    mine: Any = None


@dataclass
class Day:
    """One day of use against its limit, in minutes; ``percent`` is of the longest bar."""

    day: dt.date
    minutes: int | None
    limit: int
    percent: int = 0


@dataclass
class TeenView:
    """All that the pairing page of one teen shows."""

    teen: User
    pairing: Pairing | None
    groups: list[dict[str, Any]]
    requests: list[dict[str, Any]]
    plans: list[dict[str, Any]]
    usage: list[Day]
    today_limit: int | None
    reviews: list[dict[str, Any]]
    birthday: dict[str, Any] | None
    guardians: list[Pairing] = field(default_factory=list)


def _band(teen: User, today: dt.date) -> str:
    return bands.band_on(teen.birth_date, today) if teen.birth_date else bands.YOUNGER


def views_for_guardian(*, guardian: User, today: dt.date) -> list[TeenView]:
    """Return one view a teen, in ten queries for any number of teens.

    A teen whose pairing was severed is shown as they stood then, with this guardian's own choices since.
    """
    mine = pairings_of_guardian(guardian=guardian)
    teens = [pairing.people[1] for pairing in mine]
    return _views(teens, {pairing.people[1].pk: pairing for pairing in mine}, today)


def view_for_teen(*, teen: User, today: dt.date) -> TeenView:
    """Return the teen's own page."""
    return _views([teen], {}, today)[0]


def _views(teens: list[User], own: dict[int, Pairing], today: dt.date) -> list[TeenView]:
    inputs = inputs_for(teens, own, today)
    relevant = [pairing.pk for found in inputs.values() for pairing in found.linked]
    requests: dict[int, list[SettingRequest]] = defaultdict(list)
    waiting = SettingRequest.objects.filter(pairing__in=relevant, state__in=["open", "countered"])
    for request in waiting.order_by("created_at"):
        requests[request.pairing_id].append(request)
    plans: dict[int, list[PlannedChange]] = defaultdict(list)
    for plan in PlannedChange.objects.filter(pairing__in=relevant, done_at__isnull=True):
        plans[plan.pairing_id].append(plan)
    reviews: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for pairing_id, day, what in _reviews(relevant, today):
        reviews[pairing_id].append({"day": day, "what": what})
    views = []
    for teen in teens:
        found, band = inputs[teen.pk], _band(teen, today)
        # A guardian sees the requests and plans of their own pairing only; settings are everybody's.
        shown = [own[teen.pk]] if teen.pk in own else found.linked
        policy = effective_policy(band, found.choices, found.teen)
        limit = limit_on(today, band, found.choices, found.teen, found.granted).minutes
        my_choices = found.guardians.get(own[teen.pk].pk, {}) if teen.pk in own else found.teen
        views.append(
            TeenView(
                teen=teen,
                pairing=own.get(teen.pk),
                groups=_groups(policy, found.names, teen, band, my_choices),
                requests=[_request(request, pairing) for pairing in shown for request in requests[pairing.pk]],
                plans=[_plan(plan) for pairing in shown for plan in plans[pairing.pk]],
                usage=_usage(found.usage, policy["daily_screen_time"].value, today),
                today_limit=None if limit >= windows.DAY else limit,
                reviews=[review for pairing in shown for review in reviews[pairing.pk]],
                birthday=_birthday(teen, today),
                guardians=found.linked,
            )
        )
    return views


def _groups(
    policy: dict[str, EffectiveValue], names: dict[int, str], teen: User, band: str, mine: dict[str, Chosen]
) -> list[dict[str, Any]]:
    called = {
        **{guardian_source(pk): name for pk, name in names.items()},
        TEEN: teen.name_or_address,
        DEFAULT: _("the platform, until somebody chooses"),
        PLATFORM: _("the platform, for everyone of this age"),
    }
    rows: dict[str, list[SettingRow]] = defaultdict(list)
    for setting in SETTINGS:
        held = policy[setting.key]
        floor = setting.floor(band)
        options = []
        if isinstance(setting.kind, Choice):
            options = [
                {"value": value, "label": words.value_in_words(setting.key, value), "is_current": value == held.value}
                for value in setting.kind.values
                if floor is None or setting.kind.at_least_as_strict(value, floor)
            ]
        rows[setting.group].append(
            SettingRow(
                key=setting.key,
                name=str(setting.name),
                explanation=str(setting.explanation),
                value=held.value,
                in_words=words.value_in_words(setting.key, held.value),
                set_by=[
                    called[source] for source in held.set_by if not (source == DEFAULT and PLATFORM in held.set_by)
                ],
                set_at=held.set_at,
                is_floor=held.is_floor,
                options=options,
                kind=type(setting.kind).__name__,
                mine=mine[setting.key].value if setting.key in mine else None,
            )
        )
    return [{"key": key, "title": str(title), "rows": rows[key]} for key, title in GROUPS.items()]


def _request(request: SettingRequest, pairing: Pairing) -> dict[str, Any]:
    return {
        "request": request,
        "guardian": pairing.people[0].name_or_address,
        "teen": pairing.people[1].name_or_address,
        "name": words.name_of(request.key),
        "wanted": words.value_in_words(request.key, request.wanted),
        "offered": words.value_in_words(request.key, request.offered) if request.offered is not None else "",
        "is_minutes": isinstance(CATALOGUE[request.key].kind, WeekdayMinutes),
        "kind": type(CATALOGUE[request.key].kind).__name__,
        "offers": _offers(request, pairing),
    }


def _offers(request: SettingRequest, pairing: Pairing) -> list[dict[str, Any]]:
    """Return the values that a guardian may offer instead: all that the platform allows but the one asked for."""
    setting, band = CATALOGUE[request.key], _band(pairing.people[1], request.created_at.date())
    floor, kind = setting.floor(band), setting.kind
    if not isinstance(kind, Choice):
        return []
    return [
        {"value": value, "label": words.value_in_words(request.key, value)}
        for value in kind.values
        if value != request.wanted and (floor is None or kind.at_least_as_strict(value, floor))
    ]


def _reviews(pairings: list[int], today: dt.date) -> list[tuple[int, dt.date, str]]:
    """Return what was to be looked at again, from two weeks ago on: ``(pairing id, day, what)``; two queries."""
    since = today - dt.timedelta(days=14)
    asked = SettingRequest.objects.filter(pairing__in=pairings, state="accepted", review_on__gte=since)
    signed = Agreement.objects.filter(pairing__in=pairings, state="signed", review_on__gte=since)
    found = [
        *((one.pairing_id, one.review_on, words.name_of(one.key)) for one in asked),
        *((one.pairing_id, one.review_on, _("the family agreement")) for one in signed),
    ]
    return sorted(found, key=lambda one: (one[1], one[2]))  # type: ignore[arg-type]


def _birthday(teen: User, today: dt.date) -> dict[str, Any] | None:
    """Return what the next birthday changes by itself, in words."""
    found = at_next_birthday(teen.birth_date, today) if teen.birth_date else None
    if found is None:
        return None
    day, changes = found
    return {
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


def _plan(plan: PlannedChange) -> dict[str, Any]:
    return {
        "plan": plan,
        "name": words.name_of(plan.key),
        "value": words.value_in_words(plan.key, plan.value),
        "starts_on": plan.starts_on,
    }


def _usage(minutes: dict[dt.date, int], limit: list[int], today: dt.date) -> list[Day]:
    days = [today - dt.timedelta(days=back) for back in range(SHOWN_DAYS - 1, -1, -1)]
    shown = [Day(day, minutes.get(day), limit[day.weekday()]) for day in days]
    longest = max([day.minutes or 0 for day in shown] + [min(day.limit, 240) for day in shown] + [60])
    for day in shown:
        day.percent = round(100 * (day.minutes or 0) / longest)
    return shown


def paired_with(user: User) -> list[str]:
    """Return the names of the people ``user`` is paired with, for the sign on every signed-in page."""
    if user.kind == User.Kind.TEEN:
        return [pairing.people[0].name_or_address for pairing in pairings_in_force(teen=user)]
    if user.kind == User.Kind.PARENT:
        return [pairing.people[1].name_or_address for pairing in pairings_of_guardian(guardian=user)]
    return []
