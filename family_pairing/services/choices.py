"""What guardians and teens choose, ask, answer and plan. Every change leaves its line in the history of both."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from family_pairing.errors import PairingError
from family_pairing.models import GuardianChoice, Pairing, PlannedChange, SettingRequest, TeenChoice
from family_pairing.policy import bands, effective
from family_pairing.policy.catalogue import CATALOGUE
from family_pairing.policy.extra_time import ASKED
from family_pairing.policy.plans import is_allowed
from family_pairing.selectors import policy as policies
from family_pairing.selectors.standing import band_of
from family_pairing.services import extra_time, history, taps
from family_pairing.services.locking import lock
from family_pairing.transitions import GUARDIAN_SEES, IN_FORCE, State
from safety_centre.accounts.clock import today_of
from safety_centre.accounts.models import User

REQUEST_LASTS = dt.timedelta(days=7)
LONGEST_REASON = 300
TOO_OPEN = _("At this age the platform keeps this setting safer than that, for everyone.")


def clean_value(key: str, value: Any, *, field: str = "value") -> Any:
    """Return ``value`` in the setting's canonical form. Raises :class:`ValidationError` naming ``field``."""
    if key not in CATALOGUE:
        raise ValidationError({field: _("There is no such setting.")})
    try:
        return CATALOGUE[key].kind.clean(value)
    except ValidationError as error:
        raise ValidationError({field: error.messages}) from error


def _band(teen: User, now: dt.datetime) -> str:
    return band_of(teen, today_of(teen, now))


def _refuse_below_floor(key: str, value: Any, teen: User, now: dt.datetime) -> None:
    band = _band(teen, now)
    if effective.respects_floor(key, value, band):
        return
    if band == bands.AWAITING:
        raise ValidationError({"value": _("Until an adult has agreed to this account, the platform keeps this safer.")})
    raise ValidationError({"value": TOO_OPEN})


@transaction.atomic
def set_by_guardian(
    *, pairing: Pairing, user: User | None, key: str, value: Any, now: dt.datetime, through: str = ""
) -> GuardianChoice:
    """Let a guardian choose a value, within the platform's floor. The same value again changes nothing.

    Raises :class:`ValidationError` for a wrong value or one below the floor, :class:`PairingError` for a pairing that
    the guardian doesn't see. A severed pairing takes the choice as ever, without effect.
    """
    pairing = lock(pairing)
    if user is None or user.pk != pairing.guardian_id or pairing.state not in GUARDIAN_SEES:
        raise PairingError(_("This pairing has ended."))
    cleaned = clean_value(key, value)
    _refuse_below_floor(key, cleaned, pairing.people[1], now)
    found = GuardianChoice.objects.filter(pairing=pairing, key=key).first()
    if found is not None and found.value == cleaned:
        return found
    choice, _created = GuardianChoice.objects.update_or_create(
        pairing=pairing, key=key, defaults={"value": cleaned, "set_at": now}
    )
    data = {"key": key, "value": cleaned, **({"through": through} if through else {})}
    history.record(kind="guardian_choice", pairing=pairing, actor=user, now=now, data=data)
    _close_what_is_met(pairing, key, now)
    return choice


@transaction.atomic
def remove_by_guardian(*, pairing: Pairing, user: User, key: str, now: dt.datetime) -> None:
    """Let a guardian no longer choose for a setting."""
    pairing = lock(pairing)
    if user.pk != pairing.guardian_id or pairing.state not in GUARDIAN_SEES:
        raise PairingError(_("This pairing has ended."))
    deleted, _rows = GuardianChoice.objects.filter(pairing=pairing, key=key).delete()
    if deleted:
        history.record(kind="guardian_choice_removed", pairing=pairing, actor=user, now=now, data={"key": key})
        _close_what_is_met(pairing, key, now)


def _close_what_is_met(pairing: Pairing, key: str, now: dt.datetime) -> None:
    """Close a request that the guardian's new choice grants anyway: answering it later could only take away."""
    chosen = GuardianChoice.objects.filter(pairing=pairing, key=key).first()
    for request in SettingRequest.objects.filter(pairing=pairing, key=key, state__in=["open", "countered"]):
        if chosen is None or CATALOGUE[key].kind.at_least_as_strict(request.wanted, chosen.value):
            history.record(kind="request_met", pairing=pairing, actor=None, now=now, data={"key": key})
            _answer(request, SettingRequest.State.ACCEPTED, now)


@transaction.atomic
def set_by_teen(*, teen: User, key: str, value: Any, now: dt.datetime) -> TeenChoice:
    """Let a teen choose a value that no guardian and no floor forbids.

    Raises :class:`ValidationError` where a guardian's choice is stricter: then a request is the way.
    """
    # Not the key: rows that point at this person may be written meanwhile.
    User.objects.select_for_update(no_key=True).get(pk=teen.pk)
    cleaned = clean_value(key, value)
    _refuse_below_floor(key, cleaned, teen, now)
    guardians = policies.guardian_choices(teen=teen)
    if not effective.may_teen_set_directly(key, cleaned, _band(teen, now), guardians):
        raise ValidationError({"value": _("A guardian chose something safer here. You can ask for this instead.")})
    found = TeenChoice.objects.filter(teen=teen, key=key).first()
    if found is not None and found.value == cleaned:
        return found
    choice, _created = TeenChoice.objects.update_or_create(
        teen=teen, key=key, defaults={"value": cleaned, "set_at": now}
    )
    history.record_own(kind="teen_choice", teen=teen, now=now, data={"key": key, "value": cleaned})
    return choice


@transaction.atomic
def ask(*, teen: User, key: str, value: Any, now: dt.datetime) -> list[SettingRequest]:
    """Ask every guardian whose choice stands in the way to loosen one setting; return the requests made.

    Raises :class:`ValidationError` below the floor, where nobody stands in the way, or where a request is still open.
    """
    cleaned = clean_value(key, value)
    _refuse_below_floor(key, cleaned, teen, now)
    kind = CATALOGUE[key].kind
    in_the_way = [
        choice.pairing
        for choice in GuardianChoice.objects.filter(
            pairing__teen=teen, pairing__state__in=IN_FORCE, key=key
        ).select_related("pairing__guardian", "pairing__teen")
        if not kind.at_least_as_strict(cleaned, choice.value)
    ]
    if not in_the_way:
        raise ValidationError({"value": _("You can set this yourself: nobody has to be asked.")})
    made = []
    for pairing in in_the_way:
        try:
            with transaction.atomic():
                request = SettingRequest.objects.create(
                    pairing=pairing, key=key, wanted=cleaned, created_at=now, expires_at=now + REQUEST_LASTS
                )
        except IntegrityError:
            made += taps.twins_of(pairing=pairing, key=key, wanted=cleaned, now=now)
            continue
        made.append(request)
        history.record(kind="request_made", pairing=pairing, actor=teen, now=now, data={"key": key, "value": cleaned})
    if not made:
        raise ValidationError({"value": _("You have already asked about this. Wait for the answer, or withdraw it.")})
    return made


def is_answered(request: SettingRequest, state: str) -> bool:
    """Say whether ``request`` is in ``state`` by now."""
    return SettingRequest.objects.filter(pk=request.pk, state=state).exists()


def _open_request(request: SettingRequest, states: tuple[str, ...], now: dt.datetime) -> SettingRequest:
    """Return ``request`` locked, its pairing first: whoever took the two locks the other way round would wait forever.

    Raises :class:`PairingError` where it is in none of ``states``, too old, or its pairing has ended.
    """
    lock(request.pairing)
    locked = (
        SettingRequest.objects.select_for_update(of=("self",))
        .select_related("pairing__guardian", "pairing__teen")
        .get(pk=request.pk)
    )
    if locked.state not in states or locked.expires_at <= now or locked.pairing.state not in GUARDIAN_SEES:
        raise PairingError(_("This request has already been answered, or is too old."))
    return locked


def _answer(request: SettingRequest, state: str, now: dt.datetime, **fields: Any) -> SettingRequest:
    request.state, request.answered_at = state, now
    for name, value in fields.items():
        setattr(request, name, value)
    request.save()
    return request


def _grant(request: SettingRequest, value: Any, now: dt.datetime) -> None:
    """Make ``value`` the guardian's choice, and the teen's own where that would still stand in the way of it.

    Asking for more is also changing one's own mind; what a teen chose after asking is newer than the question.
    """
    pairing, key = request.pairing, request.key
    GuardianChoice.objects.update_or_create(pairing=pairing, key=key, defaults={"value": value, "set_at": now})
    kind = CATALOGUE[key].kind
    if pairing.state == State.SEVERED:  # the teen's own is theirs; the guardian's page goes on from how it stood
        own = (pairing.frozen or {}).get("teen", {})
        held, since = own.get(key, (value, None))
        is_older = since is None or dt.datetime.fromisoformat(since) <= request.created_at
        if is_older and not kind.at_least_as_strict(value, held):
            own[key] = [value, now.isoformat()]
            Pairing.objects.filter(pk=pairing.pk).update(frozen=pairing.frozen)
        return
    mine = TeenChoice.objects.filter(teen=pairing.teen, key=key, set_at__lte=request.created_at).first()
    if mine is not None and not kind.at_least_as_strict(value, mine.value):
        mine.value, mine.set_at = value, now
        mine.save(update_fields=["value", "set_at"])


@transaction.atomic
def accept_request(
    *, request: SettingRequest, user: User, now: dt.datetime, review_on: dt.date | None = None
) -> SettingRequest:
    """The guardian agrees: what was asked becomes their choice, in the same transaction.

    A request for extra time gives the minutes that were asked for.
    """
    request = _open_request(request, ("open",), now)
    _be_guardian(request, user)
    if request.key == ASKED:
        extra_time.grant(pairing=request.pairing, user=user, minutes=request.wanted["minutes"], now=now)
        request.refresh_from_db()
        return request
    _refuse_past(review_on, today_of(request.pairing.people[1], now))
    _grant(request, request.wanted, now)
    data = {"key": request.key, "value": request.wanted}
    history.record(kind="request_accepted", pairing=request.pairing, actor=user, now=now, data=data)
    return _answer(request, SettingRequest.State.ACCEPTED, now, review_on=review_on)


@transaction.atomic
def counter_request(*, request: SettingRequest, user: User, offer: Any, now: dt.datetime) -> SettingRequest:
    """The guardian offers something between; the teen accepts it or not, within seven days."""
    request = _open_request(request, ("open",), now)
    _be_guardian(request, user)
    cleaned = clean_value(request.key, offer, field="offer")
    _refuse_below_floor(request.key, cleaned, request.pairing.people[1], now)
    data = {"key": request.key, "value": cleaned}
    history.record(kind="request_countered", pairing=request.pairing, actor=user, now=now, data=data)
    return _answer(request, SettingRequest.State.COUNTERED, now, offered=cleaned, expires_at=now + REQUEST_LASTS)


@transaction.atomic
def accept_offer(*, request: SettingRequest, user: User, now: dt.datetime) -> SettingRequest:
    """The teen takes the offer: it becomes the guardian's choice."""
    request = _open_request(request, ("countered",), now)
    if user.pk != request.pairing.teen_id:
        raise PairingError(_("Only the person who asked can take the offer."))
    _grant(request, request.offered, now)
    data = {"key": request.key, "value": request.offered}
    history.record(kind="request_accepted", pairing=request.pairing, actor=user, now=now, data=data)
    return _answer(request, SettingRequest.State.ACCEPTED, now)


@transaction.atomic
def decline_request(*, request: SettingRequest, user: User, reason: str, now: dt.datetime) -> SettingRequest:
    """The guardian keeps things as they are, and says why: an answer without a reason is refused."""
    request = _open_request(request, ("open", "countered"), now)
    _be_guardian(request, user)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why in a few words: it is what makes a no acceptable.")})
    reason = "".join(sign if sign.isprintable() else " " for sign in reason)
    if len(reason) > LONGEST_REASON:
        raise ValidationError({"reason": _("At most 300 characters.")})
    data = {"key": request.key, "reason": reason.strip()}
    history.record(kind="request_declined", pairing=request.pairing, actor=user, now=now, data=data)
    return _answer(request, SettingRequest.State.DECLINED, now, reason=reason.strip())


@transaction.atomic
def withdraw_request(*, request: SettingRequest, user: User, now: dt.datetime) -> SettingRequest:
    """The teen takes a request back, or leaves an offer."""
    request = _open_request(request, ("open", "countered"), now)
    if user.pk != request.pairing.teen_id:
        raise PairingError(_("Only the person who asked can withdraw."))
    history.record(kind="request_withdrawn", pairing=request.pairing, actor=user, now=now, data={"key": request.key})
    return _answer(request, SettingRequest.State.WITHDRAWN, now)


def expire_requests(*, now: dt.datetime) -> int:
    """Close the requests and offers that got no answer in time, telling both; return how many."""
    done = 0
    waiting = ("open", "countered")
    for found in SettingRequest.objects.filter(state__in=waiting, expires_at__lte=now).select_related("pairing"):
        with transaction.atomic():
            lock(found.pairing)
            request = (
                SettingRequest.objects.select_for_update(of=("self",))
                .select_related("pairing__guardian", "pairing__teen")
                .get(pk=found.pk)
            )
            if request.state in waiting and request.expires_at <= now:
                data = {"key": request.key}
                history.record(kind="request_expired", pairing=request.pairing, actor=None, now=now, data=data)
                _answer(request, SettingRequest.State.EXPIRED, now)
                done += 1
    return done


def _be_guardian(request: SettingRequest, user: User) -> None:
    if user.pk != request.pairing.guardian_id:
        raise PairingError(_("Only the guardian who was asked can answer."))


def _refuse_past(day: dt.date | None, today: dt.date) -> None:
    if day is not None and day <= today:
        raise ValidationError({"review_on": _("Choose a day to come, to look at it together again.")})


@transaction.atomic
def plan(*, pairing: Pairing, user: User, key: str, value: Any, starts_on: dt.date, now: dt.datetime) -> PlannedChange:
    """Promise a value from a day on. Both see it in advance; it becomes the guardian's choice on that day."""
    pairing = lock(pairing)
    if user.pk != pairing.guardian_id or pairing.state not in GUARDIAN_SEES:
        raise PairingError(_("This pairing has ended."))
    cleaned = clean_value(key, value)
    teen = pairing.people[1]
    if starts_on <= today_of(teen, now):
        raise ValidationError({"starts_on": _("Choose a day to come.")})
    if teen.birth_date is not None and bands.band_on(teen.birth_date, starts_on) == bands.ADULT:
        raise ValidationError({"starts_on": _("From 18 on there is no pairing any more, so nothing to plan.")})
    if teen.birth_date is None or not is_allowed(key, cleaned, teen.birth_date, starts_on):
        raise ValidationError({"value": TOO_OPEN})
    twin = PlannedChange.objects.filter(pairing=pairing, key=key, starts_on=starts_on, done_at__isnull=True).first()
    if twin is not None and twin.value == cleaned:
        return twin
    made, _created = PlannedChange.objects.update_or_create(
        pairing=pairing, key=key, starts_on=starts_on, defaults={"value": cleaned, "created_at": now, "done_at": None}
    )
    data = {"key": key, "value": cleaned, "day": starts_on.isoformat()}
    history.record(kind="plan_made", pairing=pairing, actor=user, now=now, data=data)
    return made


@transaction.atomic
def remove_plan(*, plan: PlannedChange, user: User, now: dt.datetime) -> None:
    """Take a promise back before its day; both read that it was."""
    pairing = lock(plan.pairing)
    if user.pk != pairing.guardian_id or pairing.state not in GUARDIAN_SEES:
        raise PairingError(_("This pairing has ended."))
    deleted, _rows = PlannedChange.objects.filter(pk=plan.pk, done_at__isnull=True).delete()
    if deleted:
        history.record(kind="plan_removed", pairing=pairing, actor=user, now=now, data={"key": plan.key})


def carry_out_plans(*, now: dt.datetime) -> int:
    """Make the plans whose day has come, where the teen lives, the guardians' choices; return how many."""
    done = 0
    somewhere = now.date() + dt.timedelta(days=1)  # the day has begun east of here before it begins here
    due = PlannedChange.objects.filter(done_at__isnull=True, starts_on__lte=somewhere, pairing__state__in=GUARDIAN_SEES)
    for found in due.select_related("pairing__guardian", "pairing__teen").order_by("starts_on"):
        if found.starts_on > today_of(found.pairing.people[1], now):
            continue
        with transaction.atomic():
            pairing = lock(found.pairing)
            still_to_do = PlannedChange.objects.filter(pk=found.pk, done_at__isnull=True)
            if pairing.state not in GUARDIAN_SEES or not still_to_do.update(done_at=now):
                continue
            GuardianChoice.objects.update_or_create(
                pairing=pairing, key=found.key, defaults={"value": found.value, "set_at": now}
            )
            data = {"key": found.key, "value": found.value}
            history.record(kind="plan_done", pairing=pairing, actor=None, now=now, data=data)
            _close_what_is_met(pairing, found.key, now)
            done += 1
    return done
