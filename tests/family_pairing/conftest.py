"""A family: two guardians, two teens, and a clock that tests hold."""

import datetime as dt

import pytest
from django.utils import timezone

from family_pairing.models import Pairing
from family_pairing.services import pairing as pairings
from safety_centre.accounts.models import User


@pytest.fixture
def now() -> dt.datetime:
    return timezone.now().replace(microsecond=0)


def make_user(email: str, kind: str, age: int, now: dt.datetime, **fields) -> User:
    born = now.date().replace(year=now.year - age, day=1)
    return User.objects.create_user(email, "x" * 12, kind=kind, birth_date=born, country="FR", **fields)


@pytest.fixture
def guardian(db, now) -> User:
    return make_user("mum@example.org", "parent", 44, now, first_name="Claude", language="fr")


@pytest.fixture
def other_guardian(db, now) -> User:
    return make_user("dad@example.org", "parent", 47, now, first_name="Dominique", language="en")


@pytest.fixture
def teen(db, now) -> User:
    return make_user("teen@example.org", "teen", 14, now, first_name="Sacha", language="en")


def pair(guardian: User, teen: User, now: dt.datetime) -> Pairing:
    """Take a pairing through its whole making."""
    started = pairings.start(user=guardian, now=now)
    found = pairings.redeem_code(user=teen, typed=started.secret, now=now)
    pairings.accept(pairing=found, user=teen, now=now)
    return pairings.confirm(pairing=found, user=guardian, now=now)


@pytest.fixture
def paired(guardian, teen, now) -> Pairing:
    return pair(guardian, teen, now)
