"""Making a pairing: start, redeem, accept, confirm; and every way in which it doesn't come about."""

import datetime as dt
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from family_pairing import codes
from family_pairing.errors import NO_SUCH_CODE, NO_SUCH_LINK, TOO_MANY_TRIES, PairingError
from family_pairing.models import Pairing, WrongTry
from family_pairing.policy import bands
from family_pairing.services import history
from family_pairing.services.locking import lock
from family_pairing.transitions import GUARDIAN_SEES, ForbiddenStep, State, Step, after
from safety_centre.accounts import services as accounts
from safety_centre.accounts.clock import today_of
from safety_centre.accounts.models import User

CODE_LASTS = dt.timedelta(minutes=10)
LINK_LASTS = dt.timedelta(hours=48)
ONE_LINK = dt.timedelta(minutes=1)
LINKS_A_DAY = 5  # an invitation is mail to somebody who didn't ask for it
DECISION_LASTS = dt.timedelta(hours=24)  # to accept and to confirm, once both are there
TRIES = 5
NOT_THESE_TWO = _("Pairing links an adult’s parent account and a teen’s account.")


@dataclass(frozen=True)
class Started:
    """A new invitation with the secret that is shown once and stored nowhere."""

    pairing: Pairing
    secret: str


def _refuse_kind(user: User, now: dt.datetime) -> None:
    """Only adults are guardians, only teens are guarded: by birth date, whatever the account calls itself."""
    if user.birth_date is None:
        raise PairingError(_("Add your date of birth to your account first."), field="birth_date")
    is_adult = bands.age_on(user.birth_date, today_of(user, now)) >= bands.ADULT_AGE
    if (user.kind == User.Kind.PARENT) != is_adult or user.kind == User.Kind.STAFF:
        raise PairingError(NOT_THESE_TWO)


@transaction.atomic
def start(*, user: User, now: dt.datetime, invited_email: str = "") -> Started:
    """Start a pairing from ``user``'s side with a code, or with a link to ``invited_email`` where one is given.

    An invitation of theirs that is still open is taken back: one screen shows one code. Raises
    :class:`PairingError` for somebody who can be neither guardian nor teen.
    """
    _refuse_kind(user, now)
    User.objects.select_for_update(no_key=True).get(pk=user.pk)  # two screens, one code
    is_guardian = user.kind == User.Kind.PARENT
    if invited_email and _links_sent(user, now) >= LINKS_A_DAY:
        raise PairingError(_("That was five links in one day. Wait a day, or show a code instead."), field="email")
    mine = Pairing.objects.select_for_update().filter(state=State.INVITED)
    mine = mine.filter(guardian=user, teen=None) if is_guardian else mine.filter(teen=user, guardian=None)
    for earlier in mine:
        _close(earlier, Step.CANCEL, now)
    pairing = Pairing(
        guardian=user if is_guardian else None,
        teen=None if is_guardian else user,
        started_by=Pairing.StartedBy.GUARDIAN if is_guardian else Pairing.StartedBy.TEEN,
        state=State.INVITED,
        invited_email=invited_email,
        created_at=now,
        expires_at=now + (LINK_LASTS if invited_email else CODE_LASTS),
    )
    if invited_email:
        secret = codes.new_token()
        pairing.token_hash = codes.hash_of(secret)
        pairing.save()
        return Started(pairing, secret)
    return Started(pairing, _give_code(pairing, now))


@transaction.atomic
def invite(*, user: User, email: str, now: dt.datetime) -> Started | None:
    """Start a pairing by a link to ``email``; None where the same link was asked for a minute ago: one tap, one mail.

    Raises :class:`PairingError` as :func:`start` does.
    """
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    mine = Pairing.objects.filter(state=State.INVITED, created_at__gt=now - ONE_LINK, created_at__lte=now)
    mine = mine.filter(guardian=user) | mine.filter(teen=user)
    if mine.filter(invited_email__iexact=email).exists():
        return None
    return start(user=user, now=now, invited_email=email)


def _links_sent(user: User, now: dt.datetime) -> int:
    recent = Pairing.objects.filter(created_at__gt=now - dt.timedelta(days=1)).exclude(invited_email="")
    return (
        recent.filter(guardian=user, started_by="guardian").count()
        + recent.filter(teen=user, started_by="teen").count()
    )


def _give_code(pairing: Pairing, now: dt.datetime) -> str:
    """Save ``pairing`` with a fresh code whose locator no open code has."""
    Pairing.objects.filter(state=State.INVITED, expires_at__lte=now).exclude(locator="").update(
        state=State.EXPIRED, locator="", code_hash="", closed_at=now
    )
    for _attempt in range(20):
        code = codes.new_code()
        pairing.locator, pairing.code_hash = codes.locator(code), codes.hash_of(code)
        try:
            with transaction.atomic():
                pairing.save()
        except IntegrityError:
            continue
        return code
    raise PairingError(_("No code is free right now. Try again in a minute."))


def redeem_code(*, user: User, typed: str, now: dt.datetime) -> Pairing:
    """Open the pairing of a typed code for ``user``, who then reads what it would mean.

    Raises :class:`PairingError` with one and the same answer for a wrong, old, used, locked or own code; five wrong
    tries lock the code, and an account that tried five codes in ten minutes waits. The counts are kept even though
    the step fails, so this is not one transaction with the failure.
    """
    _refuse_kind(user, now)
    code = codes.normalise(typed)
    if WrongTry.objects.filter(user=user, at__gt=now - CODE_LASTS).count() >= TRIES:
        raise PairingError(TOO_MANY_TRIES, field="code", code="throttled")
    if codes.is_code(code):
        found = _redeem_located(user, code, now) or _redeemed_before(user, code_hash=codes.hash_of(code))
        if found is not None:
            return found
    WrongTry.objects.create(user=user, at=now)
    raise PairingError(NO_SUCH_CODE, field="code", code="no_such_code")


@transaction.atomic
def _redeem_located(user: User, code: str, now: dt.datetime) -> Pairing | None:
    """Redeem under a row lock: of two people with one code, exactly one comes through."""
    pairing = Pairing.objects.select_for_update().filter(state=State.INVITED, locator=codes.locator(code)).first()
    if pairing is None:
        return None
    if pairing.expires_at is None or pairing.expires_at <= now:
        _close(pairing, Step.EXPIRE, now)
        return None
    if not codes.matches(code, pairing.code_hash):
        pairing.wrong_tries += 1
        if pairing.wrong_tries >= TRIES:
            _close(pairing, Step.LOCK, now)
        else:
            pairing.save(update_fields=["wrong_tries"])
        return None
    return _join(pairing, user, now)


def _redeemed_before(user: User, **secret: str) -> Pairing | None:
    """Return the pairing that ``user`` opened with this very secret and is still reading: the first of two taps did."""
    mine = Pairing.objects.filter(state=State.REVIEWING, **secret)
    came = mine.filter(guardian=user, started_by="teen") | mine.filter(teen=user, started_by="guardian")
    return came.first()


@transaction.atomic
def redeem_token(*, user: User, token: str, now: dt.datetime) -> Pairing:
    """Open the pairing of an e-mailed link. Raises :class:`PairingError` with one answer as :func:`redeem_code`."""
    _refuse_kind(user, now)
    pairing = (
        Pairing.objects.select_for_update()
        .filter(state=State.INVITED, token_hash=codes.hash_of(token), expires_at__gt=now)
        .first()
    )
    joined = _join(pairing, user, now) if pairing else _redeemed_before(user, token_hash=codes.hash_of(token))
    if joined is None:
        raise PairingError(NO_SUCH_LINK, field="code", code="no_such_code")
    return joined


def _join(pairing: Pairing, user: User, now: dt.datetime) -> Pairing | None:
    """Put ``user`` on the empty side. None where they are on the wrong side, or are paired with this person already."""
    if user.kind == User.Kind.PARENT and pairing.guardian_id is None:
        pairing.guardian = user
    elif user.kind == User.Kind.TEEN and pairing.teen_id is None:
        pairing.teen = user
    else:
        return None
    living = [State.ACCEPTED, State.ACTIVE, State.ENDING, State.SEVERED]
    if Pairing.objects.filter(guardian=pairing.guardian, teen=pairing.teen, state__in=living).exists():
        return None
    pairing.state = after(pairing.state, Step.REDEEM)
    pairing.locator = ""  # nobody finds it any more; the hash stays until they answer, for a second tap
    pairing.expires_at = now + DECISION_LASTS
    pairing.save()
    return pairing


def _close(pairing: Pairing, step: Step, now: dt.datetime) -> Pairing:
    pairing.state = after(pairing.state, step)
    pairing.locator = pairing.code_hash = pairing.token_hash = ""
    pairing.closed_at = now
    pairing.save()
    return pairing


def _expired(pairing: Pairing, now: dt.datetime) -> bool:
    return pairing.expires_at is not None and pairing.expires_at <= now


@transaction.atomic
def accept(*, pairing: Pairing, user: User, now: dt.datetime) -> Pairing:
    """The side that came agrees. Raises :class:`ForbiddenStep` for the side that started, or in any other state."""
    pairing = lock(pairing)
    if not is_joiner(pairing, user) or _expired(pairing, now):
        raise ForbiddenStep(State(pairing.state), Step.ACCEPT)
    pairing.state = after(pairing.state, Step.ACCEPT)
    pairing.code_hash = pairing.token_hash = ""
    pairing.expires_at = now + DECISION_LASTS
    try:
        with transaction.atomic():
            pairing.save()
    except IntegrityError:  # two codes between the same two people, and the other one came first
        raise PairingError(_("You are already paired with this person, or about to be.")) from None
    history.record(kind="pairing_accepted", pairing=pairing, actor=user, now=now)
    return pairing


@transaction.atomic
def decline(*, pairing: Pairing, user: User, now: dt.datetime) -> Pairing:
    """The side that came says no, before or after agreeing. Nobody has to say why."""
    pairing = lock(pairing)
    if not is_joiner(pairing, user):
        raise ForbiddenStep(State(pairing.state), Step.DECLINE)
    pairing = _close(pairing, Step.DECLINE, now)
    history.record(kind="pairing_declined", pairing=pairing, actor=user, now=now)
    return pairing


@transaction.atomic
def confirm(*, pairing: Pairing, user: User, now: dt.datetime) -> Pairing:
    """The side that started has seen who agreed, and says that it is them. The pairing is in force from here."""
    pairing = lock(pairing)
    if not is_starter(pairing, user) or _expired(pairing, now):
        raise ForbiddenStep(State(pairing.state), Step.CONFIRM)
    pairing.state = after(pairing.state, Step.CONFIRM)
    guardian, teen = pairing.people
    if guardian.kind != User.Kind.PARENT or teen.kind != User.Kind.TEEN:
        raise PairingError(NOT_THESE_TWO)
    for person in pairing.people:
        _refuse_kind(person, now)
    pairing.active_since, pairing.expires_at = now, None
    pairing.save()
    _consent_where_the_law_asks(pairing, now)
    history.record(kind="pairing_started", pairing=pairing, actor=user, now=now)
    return pairing


def _consent_where_the_law_asks(pairing: Pairing, now: dt.datetime) -> None:
    """Record the guardian's consent to the account of a teen below the age of consent; both agreed on their pages."""
    guardian, teen = pairing.people
    if accounts.needs_consent(teen, today_of(teen, now)):
        accounts.give_consent(teen=teen, by=guardian, now=now)
        history.record(kind="consent_given", pairing=pairing, actor=guardian, now=now)


@transaction.atomic
def refuse(*, pairing: Pairing, user: User, now: dt.datetime) -> Pairing:
    """The side that started says that this isn't the right person."""
    pairing = lock(pairing)
    if not is_starter(pairing, user):
        raise ForbiddenStep(State(pairing.state), Step.REFUSE)
    pairing = _close(pairing, Step.REFUSE, now)
    history.record(kind="pairing_refused", pairing=pairing, actor=user, now=now)
    return pairing


@transaction.atomic
def cancel(*, pairing: Pairing, user: User, now: dt.datetime) -> Pairing:
    """The side that started takes the invitation back."""
    pairing = lock(pairing)
    if not is_starter(pairing, user):
        raise ForbiddenStep(State(pairing.state), Step.CANCEL)
    return _close(pairing, Step.CANCEL, now)


def expire_open(*, now: dt.datetime) -> int:
    """Close every open pairing whose time is over; return how many. Run by ``manage.py tend_pairings``."""
    closed = 0
    open_states = [State.INVITED, State.REVIEWING, State.ACCEPTED]
    for pk in Pairing.objects.filter(state__in=open_states, expires_at__lte=now).values_list("pk", flat=True):
        with transaction.atomic():
            pairing = Pairing.objects.select_for_update().filter(pk=pk, state__in=open_states).first()
            if pairing and _expired(pairing, now):
                _close(pairing, Step.EXPIRE, now)
                closed += 1
    WrongTry.objects.filter(at__lte=now - CODE_LASTS).delete()
    # The address of somebody who may never have come is kept for as long as it counts (see LINKS_A_DAY), no longer.
    Pairing.objects.exclude(invited_email="").filter(created_at__lte=now - LINK_LASTS).update(invited_email="")
    return closed


DONE = {
    "accept": {State.ACCEPTED, *GUARDIAN_SEES},
    "decline": {State.DECLINED},
    "confirm": GUARDIAN_SEES,
    "refuse": {State.REFUSED},
    "cancel": {State.CANCELLED},
}


def is_done(*, pairing: Pairing, user: User, step: str) -> bool:
    """Say whether ``user`` has taken ``step`` (accept, decline, confirm, refuse, cancel) in this pairing before."""
    is_mine = is_joiner(pairing, user) if step in {"accept", "decline"} else is_starter(pairing, user)
    found = Pairing.objects.filter(pk=pairing.pk, state__in=DONE[step])
    if user.pk != pairing.guardian_id:
        found = found.exclude(state=State.SEVERED)  # to the teen it has ended
    return is_mine and found.exists()


def is_starter(pairing: Pairing, user: User) -> bool:
    """Whether ``user`` is the side that showed the code."""
    return user.pk == (pairing.guardian_id if pairing.started_by == Pairing.StartedBy.GUARDIAN else pairing.teen_id)


def is_joiner(pairing: Pairing, user: User) -> bool:
    """Whether ``user`` is the side that came with the code."""
    return user.pk == (pairing.teen_id if pairing.started_by == Pairing.StartedBy.GUARDIAN else pairing.guardian_id)
