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
    ExtraTime,
    GuardianChoice,
    Pairing,
    PlannedChange,
    SettingRequest,
    TeenChoice,
    UsageDay,
)
from family_pairing.policy import bands, words
from family_pairing.policy.catalogue import CATALOGUE, GROUPS, SETTINGS
from family_pairing.policy.effective import DEFAULT, PLATFORM, TEEN, Choices, Chosen, EffectiveValue, effective_policy
from family_pairing.policy.kinds import Choice, WeekdayMinutes
from family_pairing.selectors.pairings import pairings_in_force, pairings_of_guardian
from family_pairing.transitions import IN_FORCE, State
from safety_centre.accounts.models import User

SHOWN_DAYS = 28


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
    guardians: list[Pairing] = field(default_factory=list)


def _chosen(rows: list[Any]) -> dict[str, Chosen]:
    return {row.key: Chosen(row.value, row.set_at) for row in rows}


def _band(teen: User, today: dt.date) -> str:
    return bands.band_on(teen.birth_date, today) if teen.birth_date else bands.YOUNGER


def views_for_guardian(*, guardian: User, today: dt.date) -> list[TeenView]:
    """Return one view a teen, in eight queries for any number of teens.

    A teen whose pairing was severed is shown from the choices as they stood for this guardian.
    """
    mine = pairings_of_guardian(guardian=guardian)
    teens = [pairing.people[1] for pairing in mine]
    return _views(teens, {pairing.people[1].pk: pairing for pairing in mine}, today)


def view_for_teen(*, teen: User, today: dt.date) -> TeenView:
    """Return the teen's own page."""
    return _views([teen], {}, today)[0]


def _views(teens: list[User], own: dict[int, Pairing], today: dt.date) -> list[TeenView]:
    ids = [teen.pk for teen in teens]
    in_force: dict[int, list[Pairing]] = defaultdict(list)
    for found in Pairing.objects.filter(teen__in=ids, state__in=IN_FORCE).select_related("guardian", "teen"):
        in_force[found.teen_id].append(found)  # type: ignore[index]
    for teen_id, pairing in own.items():
        if pairing.pk not in {found.pk for found in in_force[teen_id]}:
            in_force[teen_id].append(pairing)
    relevant = [pairing.pk for found in in_force.values() for pairing in found]
    choices: dict[int, list[GuardianChoice]] = defaultdict(list)
    for choice in GuardianChoice.objects.filter(pairing__in=relevant):
        choices[choice.pairing_id].append(choice)
    teen_choices: dict[int, list[TeenChoice]] = defaultdict(list)
    for own_choice in TeenChoice.objects.filter(teen__in=ids):
        teen_choices[own_choice.teen_id].append(own_choice)
    requests: dict[int, list[SettingRequest]] = defaultdict(list)
    waiting = SettingRequest.objects.filter(pairing__in=relevant, state__in=["open", "countered"])
    for request in waiting.order_by("created_at"):
        requests[request.pairing_id].append(request)
    plans: dict[int, list[PlannedChange]] = defaultdict(list)
    for plan in PlannedChange.objects.filter(pairing__in=relevant, done_at__isnull=True):
        plans[plan.pairing_id].append(plan)
    usage: dict[int, dict[dt.date, int]] = defaultdict(dict)
    for used in UsageDay.objects.filter(teen__in=ids, day__gt=today - dt.timedelta(days=SHOWN_DAYS)):
        usage[used.teen_id][used.day] = used.minutes
    extra: dict[int, list[ExtraTime]] = defaultdict(list)
    for granted in ExtraTime.objects.filter(pairing__in=relevant, day=today):
        extra[granted.pairing_id].append(granted)
    views = []
    for teen in teens:
        linked = in_force[teen.pk]
        severed_at = _severed_at(own.get(teen.pk))
        if severed_at is not None:
            # What this guardian saw last, and nothing of what came after.
            linked = [own[teen.pk]]
            teen_choices[teen.pk] = [choice for choice in teen_choices[teen.pk] if choice.set_at <= severed_at]
            usage[teen.pk] = {day: m for day, m in usage[teen.pk].items() if day <= severed_at.date()}
        # A guardian sees the requests and plans of their own pairing only; settings are everybody's.
        shown = [pairing for pairing in linked if pairing.pk == own[teen.pk].pk] if teen.pk in own else linked
        guardians: list[tuple[object, Choices]] = [(p.pk, _chosen(choices[p.pk])) for p in linked]
        policy = effective_policy(_band(teen, today), guardians, _chosen(teen_choices[teen.pk]))
        names = {f"guardian:{p.pk}": p.people[0].name_or_address for p in linked}
        my_choices = _chosen(choices[own[teen.pk].pk]) if teen.pk in own else _chosen(teen_choices[teen.pk])
        limit = policy["daily_screen_time"].value
        views.append(
            TeenView(
                teen=teen,
                pairing=own.get(teen.pk),
                groups=_groups(policy, names, teen, _band(teen, today), my_choices),
                requests=[_request(request, p) for p in shown for request in requests[p.pk]],
                plans=[_plan(plan) for p in shown for plan in plans[p.pk]],
                usage=_usage(usage[teen.pk], limit, today),
                today_limit=limit_today(limit[today.weekday()], [e.minutes for p in linked for e in extra[p.pk]]),
                guardians=linked,
            )
        )
    return views


def _severed_at(pairing: Pairing | None) -> dt.datetime | None:
    """Return when a pairing was severed, or None."""
    return pairing.closed_at if pairing is not None and pairing.state == State.SEVERED else None


def limit_today(limit: int, extra: list[int | None]) -> int | None:
    """Return today's minutes with what was granted; None where the rest of the day was given or there is no limit."""
    if None in extra or limit >= 1440:
        return None
    return min(limit + sum(minutes for minutes in extra if minutes), 1440)


def _groups(
    policy: dict[str, EffectiveValue], names: dict[str, str], teen: User, band: str, mine: dict[str, Chosen]
) -> list[dict[str, Any]]:
    called = {
        **names,
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
                set_by=[called[source] for source in held.set_by],
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
