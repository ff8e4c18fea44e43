"""Ways out of a pairing. A teen's takes 48 hours, so that nobody has to act in anger; every other is at once."""

import datetime as dt
from typing import Any

from django.db import transaction

from family_pairing.models import Pairing
from family_pairing.policy import bands
from family_pairing.policy.plans import day_of_age
from family_pairing.selectors.inputs import freeze
from family_pairing.services import history
from family_pairing.services.locking import lock
from family_pairing.transitions import GUARDIAN_SEES, OPEN, ForbiddenStep, State, Step, after
from safety_centre.accounts.ages import rule_for
from safety_centre.accounts.clock import today_of
from safety_centre.accounts.models import User

HOLD = dt.timedelta(hours=48)


def end(pairing: Pairing, step: Step, now: dt.datetime) -> Pairing:
    """Close a locked pairing by ``step``. The line of history is the caller's to write."""
    pairing.left = _left(pairing, now)
    pairing.state = after(pairing.state, step)
    pairing.closed_at, pairing.ends_at, pairing.frozen = now, None, None
    pairing.locator = pairing.code_hash = pairing.token_hash = ""
    pairing.save()
    pairing.requests.filter(state__in=["open", "countered"]).update(state="expired", answered_at=now)
    return pairing


def is_ending(pairing: Pairing) -> bool:
    """Say whether the 48 hours of ``pairing`` run now."""
    return Pairing.objects.filter(pk=pairing.pk, state=State.ENDING).exists()


def _left(pairing: Pairing, now: dt.datetime) -> dict[str, Any] | None:
    """Return what the two may still read of a pairing that ends now; None where it was never in force."""
    if pairing.active_since is None:
        return None
    guardian, teen = pairing.people
    quiet = pairing.state == State.SEVERED
    alone_from = teen.birth_date and day_of_age(teen.birth_date, rule_for(str(teen.country)).consent_age)
    return {
        "guardian": guardian.name_or_address,
        "teen": teen.name_or_address,
        "own_until": (pairing.closed_at if quiet and pairing.closed_at else now).isoformat(),
        "asks_until": alone_from and alone_from.isoformat(),
        "quiet": quiet,
    }


@transaction.atomic
def end_by_teen(*, pairing: Pairing, user: User, now: dt.datetime) -> Pairing:
    """The teen ends it: the guardian is told, and the guardian's protections hold for 48 hours."""
    pairing = lock(pairing)
    if user.pk != pairing.teen_id:
        raise ForbiddenStep(State(pairing.state), Step.TEEN_ENDS)
    pairing.state = after(pairing.state, Step.TEEN_ENDS)
    pairing.ends_at = now + HOLD
    pairing.save()
    history.record(
        kind="ending_started", pairing=pairing, actor=user, now=now, data={"ends_at": pairing.ends_at.isoformat()}
    )
    return pairing


@transaction.atomic
def stay(*, pairing: Pairing, user: User, now: dt.datetime) -> Pairing:
    """The teen takes the ending back while the 48 hours run."""
    pairing = lock(pairing)
    if user.pk != pairing.teen_id:
        raise ForbiddenStep(State(pairing.state), Step.TEEN_STAYS)
    pairing.state = after(pairing.state, Step.TEEN_STAYS)
    pairing.ends_at = None
    pairing.save()
    history.record(kind="ending_taken_back", pairing=pairing, actor=user, now=now)
    return pairing


@transaction.atomic
def end_by_guardian(*, pairing: Pairing, user: User, now: dt.datetime) -> Pairing:
    """The guardian ends it, at once. From a severed pairing this tells the teen nothing new and looks the same."""
    pairing = lock(pairing)
    if user.pk != pairing.guardian_id:
        raise ForbiddenStep(State(pairing.state), Step.GUARDIAN_ENDS)
    pairing = end(pairing, Step.GUARDIAN_ENDS, now)
    history.record(kind="pairing_ended", pairing=pairing, actor=user, now=now, data={"why": "guardian"})
    return pairing


@transaction.atomic
def sever(*, pairing: Pairing, now: dt.datetime) -> Pairing:
    """The safety team agreed to the safe route: the guardian's choices stop counting, and the guardian is told nothing.

    No history line is written, because both sides read the history. The guardian's page goes on as before: requests
    stay to be answered, and 48 hours that were running run out.
    """
    pairing = lock(pairing)
    pairing.frozen = freeze(pairing, today_of(pairing.people[1], now))
    pairing.state = after(pairing.state, Step.SEVER)
    pairing.closed_at = now
    pairing.save()
    return pairing


@transaction.atomic
def end_for_erasure(*, user: User, now: dt.datetime) -> int:
    """End every pairing of an account that is about to be deleted, telling the other side; return how many."""
    ended = 0
    mine = Pairing.objects.filter(teen=user) | Pairing.objects.filter(guardian=user)
    for pairing in mine.filter(state__in=[*OPEN, *GUARDIAN_SEES]).order_by("pk"):
        pairing = lock(pairing)
        was_open = pairing.state in OPEN
        pairing = end(pairing, Step.ERASE, now)
        if not was_open:
            history.record(kind="pairing_ended", pairing=pairing, actor=user, now=now, data={"why": "erased"})
        ended += 1
    return ended


def finish_holds(*, now: dt.datetime) -> int:
    """End the pairings whose 48 hours have passed; return how many."""
    done = 0
    held = Pairing.objects.filter(state__in=[State.ENDING, State.SEVERED], ends_at__lte=now)
    for pk in held.values_list("pk", flat=True):
        with transaction.atomic():
            pairing = lock(Pairing(pk=pk))
            if (
                pairing.state in {State.ENDING, State.SEVERED}
                and pairing.ends_at is not None
                and pairing.ends_at <= now
            ):
                end(pairing, Step.HOLD_OVER, now)
                history.record(kind="pairing_ended", pairing=pairing, actor=None, now=now, data={"why": "hold_over"})
                done += 1
    return done


def end_at_eighteen(*, now: dt.datetime) -> int:
    """End the pairings of teens who turned eighteen, with notice to both; return how many."""
    done = 0
    living = Pairing.objects.filter(state__in=GUARDIAN_SEES, teen__birth_date__isnull=False).select_related(
        "guardian", "teen"
    )
    for found in living:
        teen = found.people[1]
        if teen.birth_date is None or bands.age_on(teen.birth_date, today_of(teen, now)) < bands.ADULT_AGE:
            continue
        with transaction.atomic():
            pairing = lock(found)
            if pairing.state in GUARDIAN_SEES:
                end(pairing, Step.ADULT, now)
                history.record(kind="pairing_ended", pairing=pairing, actor=None, now=now, data={"why": "adult"})
                done += 1
    return done
