"""Who gets what of a family: every address of pairing, every method, every role. What isn't yours looks missing."""

import datetime as dt
import re
import uuid

import pytest
from django.urls import get_resolver, reverse

from family_pairing.models import ExtraTime, GuardianChoice, Pairing, PlannedChange, SettingRequest
from family_pairing.services import agreement as agreements
from family_pairing.services import choices, ending, safe_route
from family_pairing.services import pairing as pairings
from guides.services.workspaces import ensure_safety_team
from safety_centre.accounts.models import User
from tests.family_pairing.conftest import make_user, pair
from tests.family_pairing.test_pages import client_of

METHODS = ["get", "post", "put", "patch", "delete", "head", "options"]
# Addresses of one's own, which name nobody: tests/contracts/test_urls.py says who may open them.
OWN = {
    "family_home", "family_start", "family_waiting", "family_invite", "family_join", "family_join_link",
    "family_set_mine", "family_ask_extra_time", "family_digest", "family_news_read",
}  # fmt: skip
# Addresses that name a pairing, a request or a plan: which arguments come after it.
OF_A_FAMILY: dict[str, list[str]] = {
    **{
        f"family_{name}": []
        for name in (
            "review", "end", "stay", "safe", "consent", "history", "history_read", "extra_time", "plan", "answer",
            "agreement", "agreement_write", "agreement_sign", "agreement_note", "agreement_print",
        )
    },
    "family_set_theirs": ["search"],
    "family_unplan": [7],
}  # fmt: skip
BY_NUMBER = {"family_answer"}


def names_of_family() -> set[str]:
    resolver = next(p for p in get_resolver().url_patterns if str(p.pattern) == "family/")
    return {pattern.name for pattern in resolver.url_patterns}


def test_every_address_of_pairing_is_in_one_of_the_tables():
    assert names_of_family() == OWN | set(OF_A_FAMILY)


@pytest.fixture
def family(paired, guardian, teen, now) -> Pairing:
    """A family with one of everything: a request, a plan, an agreement being written."""
    choices.set_by_guardian(pairing=paired, user=guardian, key="search", value="off", now=now)
    choices.ask(teen=teen, key="search", value="on", now=now)
    day = now.date() + dt.timedelta(days=30)
    choices.plan(pairing=paired, user=guardian, key="search", value="on", starts_on=day, now=now)
    agreements.draft(pairing=paired, user=guardian, now=now)
    return paired


def declined_guardian(teen: User, now: dt.datetime) -> User:
    user = make_user("declined@example.org", "parent", 40, now)
    found = pairings.redeem_code(user=teen, typed=pairings.start(user=user, now=now).secret, now=now)
    pairings.decline(pairing=found, user=teen, now=now)
    return user


def former_guardian(teen: User, now: dt.datetime) -> User:
    user = make_user("former@example.org", "parent", 40, now)
    ending.end_by_guardian(pairing=pair(user, teen, now), user=user, now=now)
    return user


def member_of_the_safety_team(teen: User, now: dt.datetime) -> User:
    user = User.objects.create_user("safety@example.org", "x" * 12, is_staff=True)
    user.groups.add(ensure_safety_team())
    return user


ROLES = {
    "other parent": lambda teen, now: make_user("other@example.org", "parent", 40, now),
    "second guardian": lambda teen, now: pair(make_user("dad@example.org", "parent", 41, now), teen, now).guardian,
    "former guardian": former_guardian,
    "declined guardian": declined_guardian,
    "other teen": lambda teen, now: make_user("t2@example.org", "teen", 15, now),
    "partner": lambda teen, now: User.objects.create_user("e@example.org", "x" * 12, is_staff=True),
    "safety team": member_of_the_safety_team,
    "admin": lambda teen, now: User.objects.create_superuser("a@example.org", "x" * 12),
    "anonymous": lambda teen, now: None,
}


@pytest.mark.parametrize("role", ["partner", "safety team", "admin", "anonymous"])
def test_who_has_no_family_has_no_family_pages(paired, teen, now, role):
    """The addresses of one's own, for those who are neither parent nor teen."""
    client = client_of(ROLES[role](teen, now))
    for name in sorted(OWN):
        address = reverse(name, args={"family_set_mine": ["search"], "family_join_link": ["x"]}.get(name, []))
        for method in METHODS:
            code = getattr(client, method)(address).status_code
            assert code in ({302} if role == "anonymous" else {404, 405}), (name, method)


@pytest.mark.parametrize("role", ROLES)
def test_what_isnt_yours_looks_like_what_doesnt_exist(family, teen, now, role):
    client = client_of(ROLES[role](teen, now))
    request, plan = SettingRequest.objects.get(pairing=family), PlannedChange.objects.get(pairing=family)
    numbers = {"family_answer": request.pk}
    arguments = {**OF_A_FAMILY, "family_unplan": [plan.pk]}
    before = list(Pairing.objects.order_by("pk").values())
    for name, rest in arguments.items():
        theirs, none = (numbers[name], 987_654) if name in BY_NUMBER else (family.public_id, uuid.uuid4())
        for method in METHODS:
            mine = getattr(client, method)(reverse(name, args=[theirs, *rest]))
            nobodys = getattr(client, method)(reverse(name, args=[none, *rest]))
            assert mine.status_code == nobodys.status_code, (name, method)
            assert mine.status_code in ({302} if role == "anonymous" else {404, 405}), (name, method)
            if mine.status_code == 404:
                nonce = re.compile(rb'nonce="[^"]+"')
                assert nonce.sub(b"", mine.content) == nonce.sub(b"", nobodys.content), (name, method)
    assert list(Pairing.objects.order_by("pk").values()) == before
    request.refresh_from_db()
    assert request.state == "open"
    assert PlannedChange.objects.filter(pk=plan.pk).exists()


def closed(how: str, guardian: User, teen: User, now: dt.datetime) -> Pairing:
    """Return a pairing of the two that came to nothing or has ended, in one of the ways."""
    found = pairings.redeem_code(user=teen, typed=pairings.start(user=guardian, now=now).secret, now=now)
    if how == "declined":
        return pairings.decline(pairing=found, user=teen, now=now)
    pairings.accept(pairing=found, user=teen, now=now)
    if how == "refused":
        return pairings.refuse(pairing=found, user=guardian, now=now)
    pairings.confirm(pairing=found, user=guardian, now=now)
    return (ending.sever if how == "severed" else ending.end_by_guardian)(
        pairing=found, now=now, **({} if how == "severed" else {"user": guardian})
    )


@pytest.mark.parametrize("how", ["declined", "refused", "ended", "severed"])
def test_of_ones_own_that_is_over_nothing_is_left_but_its_history(guardian, teen, now, how):
    """The declined and the former guardian on the very pairing that was theirs, and the teen on it."""
    over = closed(how, guardian, teen, now)
    before = list(Pairing.objects.values())
    for user in (guardian, teen) if how != "severed" else (teen,):  # to its guardian a severed one lives
        left = {"family_review"}  # leads home
        if how == "ended":
            left |= {"family_history"} | ({"family_consent"} if user == guardian else set())
        client = client_of(user)
        for name in sorted(set(OF_A_FAMILY) - BY_NUMBER - left):
            address = reverse(name, args=[over.public_id, *OF_A_FAMILY[name]])
            for method in ("get", "head", "put", "patch", "delete", "options"):
                assert getattr(client, method)(address).status_code in {404, 405}, (name, method)
            assert client.post(address, {"value": "off", "minutes": "15"}).status_code in {302, 404, 405}, name
        for name in left - {"family_review"}:
            assert client.get(reverse(name, args=[over.public_id])).status_code == 200, name
    assert list(Pairing.objects.values()) == before
    for model in (ExtraTime, GuardianChoice, PlannedChange):
        assert not model.objects.exists()


@pytest.mark.parametrize("name", sorted({"family_stay", "family_safe"}))
def test_what_is_the_teens_alone_is_missing_for_the_guardian(family, guardian, name):
    client = client_of(guardian)
    for method in ("get", "post"):
        answer = getattr(client, method)(reverse(name, args=[family.public_id]))
        assert answer.status_code in {404, 405}
        assert answer.status_code == getattr(client, method)(reverse(name, args=[uuid.uuid4()])).status_code


@pytest.mark.parametrize("name", ["family_extra_time", "family_set_theirs", "family_plan", "family_unplan"])
def test_what_is_the_guardians_alone_is_missing_for_the_teen(family, teen, name):
    arguments = [PlannedChange.objects.get().pk] if name == "family_unplan" else OF_A_FAMILY[name]
    client = client_of(teen)
    for method in ("get", "post"):
        assert getattr(client, method)(reverse(name, args=[family.public_id, *arguments])).status_code in {404, 405}


def pages_of(pairing: Pairing, *, is_teen: bool) -> list[str]:
    """Return every page that one of the two can open by GET."""
    parts = ["end", "history", "agreement", "agreement_write", "agreement_print", *(["safe"] if is_teen else ["plan"])]
    own = ["family_home", "family_waiting", "family_invite", "family_join", "account_my_data", "account_covers"]
    accounts = ["account_email", "account_change_password", "mfa_index", "usersessions_list"]
    return [
        *(reverse(f"family_{part}", args=[pairing.public_id]) for part in parts),
        *(reverse(name) for name in [*own, *accounts]),
    ]


def test_no_answer_holds_a_hash_a_secret_or_another_familys_id(family, guardian, teen, now):
    stranger = pairings.start(user=make_user("x@example.org", "parent", 40, now, first_name="Xanthippe"), now=now)
    theirs = pair(
        make_user("y@example.org", "parent", 40, now, first_name="Yolanda"), make_user("z@e.org", "teen", 14, now), now
    )
    safe_route.ask(teen=teen, pairing=family, contact="none", now=now)
    invited, link = (
        Pairing.objects.get(pk=stranger.pairing.pk),
        pairings.start(user=make_user("w@example.org", "teen", 14, now), now=now, invited_email="w2@example.org"),
    )
    secrets = [
        invited.code_hash, stranger.secret, link.secret, Pairing.objects.get(pk=link.pairing.pk).token_hash,
        str(invited.public_id), str(theirs.public_id), str(theirs.teen.public_id), "token_hash", "code_hash",
        "Yolanda", "Xanthippe", "w2@example.org", guardian.password, teen.password,
    ]  # fmt: skip
    for user in (guardian, teen):
        client = client_of(user)
        own = client.post(reverse("family_start"))
        hashes = list(Pairing.objects.exclude(code_hash="").values_list("code_hash", flat=True))
        answers = [own, *(client.get(address) for address in pages_of(family, is_teen=user == teen))]
        for answer in answers:
            assert answer.status_code == 200, answer.request["PATH_INFO"]
            html = answer.content.decode()
            for secret in [*secrets, *hashes]:
                assert secret not in html, (answer.request["PATH_INFO"], secret)


def test_the_sign_of_who_one_is_paired_with_is_on_every_signed_in_page(family, guardian, teen):
    for user, name in ((guardian, "Sacha"), (teen, "Claude")):
        client = client_of(user)
        for address in pages_of(family, is_teen=user == teen):
            html = client.get(address).content.decode()
            assert f"Paired with {name}" in html, address
            assert "Sign in" not in html, address
            assert html.count(reverse("account_logout")) >= 2, address  # in the menu and at the foot
