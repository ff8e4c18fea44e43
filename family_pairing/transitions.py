"""The states of a pairing and every step between them. What is not here can't happen.

Drawn in ``docs/family-pairing.md``; ``services`` asks :func:`after` before it writes.
"""

from enum import StrEnum


class State(StrEnum):
    """Where a pairing is."""

    INVITED = "invited"  # one side shows a code or sent a link
    REVIEWING = "reviewing"  # the other side came, and reads what it would mean
    ACCEPTED = "accepted"  # the other side agreed; the first must say that it is the right person
    ACTIVE = "active"
    ENDING = "ending"  # the teen ended it; the guardian's protections hold for 48 hours
    ENDED = "ended"
    SEVERED = "severed"  # ended by the safety team, without a word to the guardian
    DECLINED = "declined"  # the other side said no
    REFUSED = "refused"  # the first side said "that isn't them"
    CANCELLED = "cancelled"  # the first side took the invitation back
    EXPIRED = "expired"
    LOCKED = "locked"  # five wrong tries


class Step(StrEnum):
    """What moves a pairing."""

    REDEEM = "redeem"
    ACCEPT = "accept"
    DECLINE = "decline"
    CONFIRM = "confirm"
    REFUSE = "refuse"
    CANCEL = "cancel"
    EXPIRE = "expire"
    LOCK = "lock"
    TEEN_ENDS = "teen_ends"
    TEEN_STAYS = "teen_stays"  # takes the ending back within 48 hours
    HOLD_OVER = "hold_over"  # 48 hours have passed
    GUARDIAN_ENDS = "guardian_ends"
    ADULT = "adult"  # the teen's eighteenth birthday
    NOT_ADULT = "not_adult"  # the guardian's corrected date of birth isn't an adult's
    ERASE = "erase"  # one of the two accounts is deleted
    SEVER = "sever"  # the safety team agreed to the safe route


S = State
TRANSITIONS: dict[tuple[State, Step], State] = {
    (S.INVITED, Step.REDEEM): S.REVIEWING,
    (S.INVITED, Step.CANCEL): S.CANCELLED,
    (S.INVITED, Step.EXPIRE): S.EXPIRED,
    (S.INVITED, Step.LOCK): S.LOCKED,
    (S.INVITED, Step.ERASE): S.ENDED,
    (S.REVIEWING, Step.ACCEPT): S.ACCEPTED,
    (S.REVIEWING, Step.DECLINE): S.DECLINED,
    (S.REVIEWING, Step.CANCEL): S.CANCELLED,
    (S.REVIEWING, Step.EXPIRE): S.EXPIRED,
    (S.REVIEWING, Step.ERASE): S.ENDED,
    (S.ACCEPTED, Step.CONFIRM): S.ACTIVE,
    (S.ACCEPTED, Step.REFUSE): S.REFUSED,
    (S.ACCEPTED, Step.DECLINE): S.DECLINED,
    (S.ACCEPTED, Step.EXPIRE): S.EXPIRED,
    (S.ACCEPTED, Step.ERASE): S.ENDED,
    (S.ACTIVE, Step.TEEN_ENDS): S.ENDING,
    (S.ACTIVE, Step.GUARDIAN_ENDS): S.ENDED,
    (S.ACTIVE, Step.ADULT): S.ENDED,
    (S.ACTIVE, Step.NOT_ADULT): S.ENDED,
    (S.ACTIVE, Step.ERASE): S.ENDED,
    (S.ACTIVE, Step.SEVER): S.SEVERED,
    (S.ENDING, Step.TEEN_STAYS): S.ACTIVE,
    (S.ENDING, Step.HOLD_OVER): S.ENDED,
    (S.ENDING, Step.GUARDIAN_ENDS): S.ENDED,
    (S.ENDING, Step.ADULT): S.ENDED,
    (S.ENDING, Step.NOT_ADULT): S.ENDED,
    (S.ENDING, Step.ERASE): S.ENDED,
    (S.ENDING, Step.SEVER): S.SEVERED,
    (S.SEVERED, Step.HOLD_OVER): S.ENDED,  # severed while its 48 hours ran: to the guardian they end as they would
    (S.SEVERED, Step.ADULT): S.ENDED,
    (S.SEVERED, Step.NOT_ADULT): S.ENDED,
    (S.SEVERED, Step.ERASE): S.ENDED,
    (S.SEVERED, Step.GUARDIAN_ENDS): S.ENDED,
}

OPEN = frozenset({S.INVITED, S.REVIEWING, S.ACCEPTED})  # being made
IN_FORCE = frozenset({S.ACTIVE, S.ENDING})  # the guardian's choices count
GUARDIAN_SEES = frozenset({S.ACTIVE, S.ENDING, S.SEVERED})  # a severed one looks active to the guardian
CLOSED = frozenset(State) - OPEN - GUARDIAN_SEES


class ForbiddenStep(Exception):
    """This step can't be taken from this state; nothing was changed."""

    def __init__(self, state: State, step: Step) -> None:
        self.state, self.step = state, step
        super().__init__(f"{step} from {state}")


def after(state: State | str, step: Step) -> State:
    """Return the state that ``step`` leads to from ``state``. Raises :class:`ForbiddenStep` where it leads nowhere."""
    try:
        return TRANSITIONS[State(state), step]
    except KeyError:
        raise ForbiddenStep(State(state), step) from None
