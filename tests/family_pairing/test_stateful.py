"""A machine that pairs, agrees, ends and waits at random: nothing lost, nobody locked out, history complete."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from family_pairing.errors import PairingError
from family_pairing.models import GuardianChoice, HistoryEvent, Pairing, SettingRequest, WrongTry
from family_pairing.policy import bands
from family_pairing.policy.catalogue import CATALOGUE
from family_pairing.policy.effective import respects_floor
from family_pairing.selectors.history import lines_of
from family_pairing.selectors.history import of_pairing as lines_as_read
from family_pairing.selectors.pairings import last_word
from family_pairing.selectors.policy import policy_of
from family_pairing.selectors.standing import band_of
from family_pairing.services import choices, consent, ending
from family_pairing.services import pairing as pairings
from family_pairing.transitions import CLOSED, GUARDIAN_SEES, IN_FORCE, ForbiddenStep, State
from safety_centre.accounts.clock import today_of
from safety_centre.accounts.models import ParentalConsent, User
from tests.family_pairing.conftest import make_user

pytestmark = pytest.mark.django_db
STEPS = [
    pairings.accept,
    pairings.decline,
    pairings.confirm,
    pairings.refuse,
    pairings.cancel,
    ending.end_by_teen,
    ending.stay,
    ending.end_by_guardian,
]
PEOPLE = [("parent", 40), ("parent", 45), ("teen", 14), ("teen", 16)]  # in France consent is asked for below 15
YOUNG = 2
people = st.integers(0, 3)
KEYS = ["search", "autoplay", "personalised_feed"]  # no floor at these ages: what is in the way is a guardian
WALKED: list[int] = []  # steps of each example, so that the test can say how many it took


class Families(RuleBasedStateMachine):
    """Two guardians and two teens do whatever they like; the clock moves in between."""

    @initialize()
    def begin(self) -> None:
        self.block = transaction.atomic()
        self.block.__enter__()
        self.now = timezone.now()
        self.people = list(User.objects.filter(email__startswith="person").order_by("email"))
        self.secrets: list[str] = []
        self.started: set[int] = set()
        self.ended: set[int] = set()
        self.agreed: int | None = None  # which adult's agreement the young teen's account has
        self.is_new = True  # whether anything was written since the last look
        WALKED.append(0)

    def teardown(self) -> None:
        if hasattr(self, "block"):
            self.nobody_is_locked_out()
            transaction.set_rollback(True)
            self.block.__exit__(None, None, None)

    @rule(who=people)
    def start(self, who: int) -> None:
        self.secrets.append(pairings.start(user=self.people[who], now=self.now).secret)
        self.is_new = True

    @rule(who=people, which=st.integers(0, 5))
    def redeem(self, who: int, which: int) -> None:
        if self.secrets:
            try:
                pairings.redeem_code(
                    user=self.people[who], typed=self.secrets[-1 - which % len(self.secrets)], now=self.now
                )
            except PairingError:
                assert not Pairing.objects.filter(state="reviewing", closed_at__isnull=False).exists()
            self.is_new = True

    @rule(who=people, step=st.sampled_from(STEPS), which=st.integers(0, 5))
    def step(self, who: int, step: Callable[..., Pairing], which: int) -> None:
        mine = list(Pairing.objects.order_by("-pk")[:6])
        if not mine:
            return
        chosen = mine[which % len(mine)]
        before = (chosen.state, HistoryEvent.objects.count())
        try:
            after = step(pairing=chosen, user=self.people[who], now=self.now)
        except ForbiddenStep:
            chosen.refresh_from_db()
            assert (chosen.state, HistoryEvent.objects.count()) == before
            return
        self.is_new = True
        if after.state == State.ACTIVE:
            self.started.add(after.pk)
            if after.teen == self.people[YOUNG] and self.agreed is None and step == pairings.confirm:
                self.agreed = after.guardian_id

    @rule(which=st.integers(0, 3))
    def sever(self, which: int) -> None:
        living = list(Pairing.objects.filter(state__in=IN_FORCE))
        if living:
            lines = HistoryEvent.objects.count()
            ending.sever(pairing=living[which % len(living)], now=self.now)
            assert HistoryEvent.objects.count() == lines
            self.is_new = True

    @rule(which=st.integers(0, 5), agrees=st.booleans())
    def an_adult_agrees_or_takes_it_back(self, which: int, agrees: bool) -> None:
        """Who agreed takes it back, whoever is paired agrees anew; after the safe route it reaches no account."""
        about = Pairing.objects.filter(teen=self.people[YOUNG], pk__in=self.started).select_related("guardian", "teen")
        found = [one for one in about.order_by("-pk")[:6] if one.state in {*GUARDIAN_SEES, State.ENDED}]
        if not found:
            return
        pairing = found[which % len(found)]
        user, teen, is_over = pairing.guardian, pairing.teen, pairing.state == State.ENDED
        before, said = HistoryEvent.objects.count(), last_word(teen=teen, by=user)
        is_severed, taken_back = pairing.state == State.SEVERED, bool((pairing.frozen or {}).get("consent_withdrawn"))
        do = consent.agree_again if agrees else consent.withdraw_after_end if is_over else consent.withdraw
        try:
            do(pairing=pairing, user=user, now=self.now)
        except ValidationError:
            assert HistoryEvent.objects.count() == before
            assert is_over or (not agrees and (taken_back or self.agreed != user.pk))
            return
        self.is_new = True
        if agrees:
            if not taken_back and self.agreed is None:
                self.agreed = user.pk
                assert HistoryEvent.objects.count() == before + 1
            return
        assert HistoryEvent.objects.count() == before + 1
        quiet = Pairing.objects.filter(guardian=user, teen=teen, left__quiet=True).exists()
        if is_over:
            assert said is not None
            assert said.kind == consent.GIVEN
        if self.agreed == user.pk and not is_severed and not (is_over and quiet):
            self.agreed = None

    @rule(which=st.integers(0, 3), key=st.sampled_from(KEYS), value=st.sampled_from(["on", "off"]))
    def guardian_sets(self, which: int, key: str, value: str) -> None:
        seen = list(Pairing.objects.filter(state__in=GUARDIAN_SEES).select_related("guardian", "teen"))
        if not seen:
            return
        pairing = seen[which % len(seen)].as_guardian_sees()
        is_open = respects_floor(key, value, band_of(pairing.teen, today_of(pairing.teen, self.now)))
        try:
            choices.set_by_guardian(pairing=pairing, user=pairing.guardian, key=key, value=value, now=self.now)
        except ValidationError:
            assert not is_open
        else:
            assert is_open
            assert GuardianChoice.objects.get(pairing=pairing, key=key).value == value
            self.is_new = True

    @rule(who=st.integers(2, 3), key=st.sampled_from(KEYS), value=st.sampled_from(["on", "off"]))
    def teen_wants(self, who: int, key: str, value: str) -> None:
        """What a teen may not choose, they may ask for, but for what waits for an adult; never neither, never both."""
        teen = User.objects.select_related("parental_consent").get(pk=self.people[who].pk)
        today = today_of(teen, self.now)
        waits = band_of(teen, today) == bands.AWAITING
        assert waits == (who == YOUNG and self.agreed is None)
        self.is_new = True
        try:
            choices.set_by_teen(teen=teen, key=key, value=value, now=self.now)
        except ValidationError:
            waiting = SettingRequest.objects.filter(pairing__teen=teen, key=key, state__in=["open", "countered"])
            if waits and not respects_floor(key, value, bands.AWAITING):
                with pytest.raises(ValidationError):
                    choices.ask(teen=teen, key=key, value=value, now=self.now)
            elif not waiting.exists():
                assert choices.ask(teen=teen, key=key, value=value, now=self.now)
        held = policy_of(teen=teen, today=today)
        assert not waits or held["personalised_feed"].value == "off"
        for choice in GuardianChoice.objects.filter(pairing__teen=teen, pairing__state__in=IN_FORCE):
            assert CATALOGUE[choice.key].kind.at_least_as_strict(held[choice.key].value, choice.value)

    @rule(which=st.integers(0, 5), answer=st.sampled_from(["accept", "decline", "counter", "withdraw", "take"]))
    def answer(self, which: int, answer: str) -> None:
        waiting = list(
            SettingRequest.objects.filter(state__in=["open", "countered"]).select_related("pairing__guardian")
        )
        if not waiting:
            return
        request = waiting[which % len(waiting)]
        guardian, teen = request.pairing.guardian, request.pairing.teen
        steps = {
            "accept": lambda: choices.accept_request(request=request, user=guardian, now=self.now),
            "decline": lambda: choices.decline_request(request=request, user=guardian, reason="not yet", now=self.now),
            "counter": lambda: choices.counter_request(request=request, user=guardian, offer="off", now=self.now),
            "withdraw": lambda: choices.withdraw_request(request=request, user=teen, now=self.now),
            "take": lambda: choices.accept_offer(request=request, user=teen, now=self.now),
        }
        lines = HistoryEvent.objects.count()
        try:
            steps[answer]()
        except PairingError:
            assert HistoryEvent.objects.count() == lines
        else:
            assert HistoryEvent.objects.count() == lines + 1
            self.is_new = True

    @rule(hours=st.sampled_from([0.1, 1, 25, 49]))
    def wait(self, hours: float) -> None:
        self.now += dt.timedelta(hours=hours)
        done = [run(now=self.now) for run in (pairings.expire_open, choices.expire_requests, ending.finish_holds)]
        self.is_new = any(done)

    @invariant()
    def holds(self) -> None:
        """Look at everything that stands, after each step that wrote something."""
        if not hasattr(self, "people"):
            return
        WALKED[-1] += 1
        if not self.is_new:
            return
        self.is_new = False
        found = list(Pairing.objects.select_related("guardian", "teen"))
        living = [(p.guardian_id, p.teen_id) for p in found if p.state in {*IN_FORCE, State.SEVERED}]
        assert len(living) == len(set(living))
        assert all(None not in pair for pair in living)
        assert all(p.closed_at is not None for p in found if p.state in CLOSED)
        # A second tap may find what it opened until the answer; nobody else finds it: test_double_taps.py.
        assert not any(p.code_hash for p in found if p.state not in {State.INVITED, State.REVIEWING})
        open_ones = SettingRequest.objects.filter(state__in=["open", "countered"]).values_list("pairing", flat=True)
        assert not set(open_ones) & {p.pk for p in found if p.state in CLOSED}
        kept = ParentalConsent.objects.filter(teen=self.people[YOUNG], withdrawn_at=None)
        assert list(kept.values_list("given_by", flat=True)) == ([self.agreed] if self.agreed else [])
        for pairing in found:
            if pairing.state == State.ENDED and pairing.pk in self.started - self.ended:
                self.ended.add(pairing.pk)
                self.reads_the_same_to_both(pairing)
        if self.started:
            told = HistoryEvent.objects.filter(kind="pairing_started").values_list("pairing_ref", flat=True)
            assert {p.public_id for p in found if p.pk in self.started} <= set(told)

    def reads_the_same_to_both(self, pairing: Pairing) -> None:
        assert pairing.left is not None
        assert not HistoryEvent.objects.filter(lines_of(pairing), at__gt=pairing.closed_at).exists()
        both = [lines_as_read(pairing=pairing, reader=person) for person in pairing.people]
        assert both[0]
        assert [line.text for line in both[0]] == [line.text for line in both[1]]

    def nobody_is_locked_out(self) -> None:
        """After some days, two who aren't paired can pair; which two, by how far this example went."""
        self.now += dt.timedelta(hours=100)
        pairings.expire_open(now=self.now)
        ending.finish_holds(now=self.now)
        guardian, teen = self.people[len(WALKED) % 2], self.people[2 + len(WALKED) // 2 % 2]
        if Pairing.objects.filter(guardian=guardian, teen=teen, state__in=[*IN_FORCE, State.SEVERED]).exists():
            return
        WrongTry.objects.filter(at__lte=self.now - pairings.CODE_LASTS).delete()
        secret = pairings.start(user=guardian, now=self.now).secret
        found = pairings.redeem_code(user=teen, typed=secret, now=self.now)
        pairings.accept(pairing=found, user=teen, now=self.now)
        assert pairings.confirm(pairing=found, user=guardian, now=self.now).state == State.ACTIVE


def test_families_at_random(capsys):
    for number, (kind, age) in enumerate(PEOPLE):
        make_user(f"person{number}@example.org", kind, age, timezone.now())
    WALKED.clear()
    run_state_machine_as_test(Families, settings=settings(max_examples=60, stateful_step_count=50, deadline=None))
    with capsys.disabled():
        print(f"\nfamilies at random: {sum(WALKED)} steps in {len(WALKED)} families")
    assert sum(WALKED) > 2000
