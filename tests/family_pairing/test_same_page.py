"""The safe route leaves no mark: two families live the same days, in one of them a pairing was severed, and the two
guardians read the same pages, the same mail and the same files.
"""

import datetime as dt
import json
import re
from dataclasses import dataclass, field

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from family_pairing.models import Pairing, SettingRequest
from family_pairing.selectors.dashboard import view_for_teen
from family_pairing.services import choices, consent, digest, ending, extra_time, safe_route
from safety_centre.accounts import retention
from safety_centre.accounts.models import ParentalConsent, User
from safety_centre.accounts.services import export_account
from tests.family_pairing.conftest import make_user, pair
from tests.family_pairing.test_pages import client_of

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
CHANGING = re.compile(
    r'name="csrfmiddlewaretoken" value="[^"]+"|nonce="[^"]+"|[0-9a-f]{8}-[0-9a-f-]{27}|(?<=[-=#/"])\d+(?=[-"/])'
    r'|(?<=<time datetime=")[^"]+'
)


@dataclass
class Family:
    """A teen with two guardians; ``a`` is the one whose pairing may be severed."""

    name: str
    start: dt.datetime
    gives: str  # who agrees to the account
    a: User = field(init=False)
    b: User = field(init=False)
    teen: User = field(init=False)

    def __post_init__(self) -> None:
        self.a = make_user(f"a@{self.name}.example", "parent", 44, self.start, first_name="Claude", language="en")
        self.b = make_user(f"b@{self.name}.example", "parent", 44, self.start, first_name="Dominique", language="en")
        self.teen = make_user(f"t@{self.name}.example", "teen", 14, self.start, first_name="Sacha", language="en")
        born = self.start.date().replace(year=self.start.year - 14, day=1)
        User.objects.filter(pk=self.teen.pk).update(birth_date=born, date_joined=self.start)
        for who in ("a", "b") if self.gives == "a" else ("b", "a"):
            setattr(self, f"with_{who}", pair(getattr(self, who), self.teen, self.start))

    def does(self, step: str, now: dt.datetime) -> None:
        who, _space, what = step.partition(" ")
        user, pairing = getattr(self, who, None), getattr(self, f"with_{who}", None)
        match what:
            case "takes back":
                consent.withdraw(pairing=pairing, user=user, now=now)
            case "agrees":
                consent.agree_again(pairing=pairing, user=user, now=now)
            case "sets":
                choices.set_by_guardian(pairing=pairing, user=user, key="search", value="off", now=now)
            case "limits":
                choices.set_by_guardian(pairing=pairing, user=user, key="daily_screen_time", value=40, now=now)
            case "wants less":
                choices.set_by_teen(teen=self.teen, key="daily_screen_time", value=20, now=now)
            case "asks":
                choices.ask(teen=self.teen, key="daily_screen_time", value=50, now=now)
            case "accepts":
                (asked,) = SettingRequest.objects.filter(pairing=pairing)
                choices.accept_request(request=asked, user=user, now=now)
            case "gives time":
                extra_time.grant(pairing=pairing, user=user, minutes=15, now=now)
            case "ends":
                ending.end_by_guardian(pairing=pairing, user=user, now=now)
            case "takes back later":
                consent.withdraw_after_end(pairing=pairing, user=user, now=now)
            case "ends with b":
                ending.end_by_teen(pairing=self.with_b, user=self.teen, now=now)
            case "ends with a":
                ending.end_by_teen(pairing=self.with_a, user=self.teen, now=now)
            case "wait":
                for day in range(31):
                    at = now + day * DAY + dt.timedelta(hours=1)
                    retention.warn_before_erasure(now=at)
                    retention.erase_without_consent(now=at)
            case "holds":
                ending.finish_holds(now=now + 3 * DAY)
            case _:
                raise AssertionError(step)

    def sever(self, now: dt.datetime) -> None:
        request = safe_route.ask(teen=self.teen, pairing=self.with_a, contact="none", now=now)
        safe_route.agree(request=request, by=self.b, note="x", now=now)

    def read(self, who: str = "a") -> dict[str, object]:
        """Return all that one guardian can read: pages, mail, file, digest."""
        user, pairing = getattr(self, who), getattr(self, f"with_{who}")
        client = client_of(user)
        found: dict[str, object] = {}
        for name in ("home", "history", "consent", "end", "agreement", "agreement_write", "plan", "safe"):
            arguments = [] if name == "home" else [pairing.public_id]
            answer = client.get(reverse(f"family_{name}", args=arguments))
            text = CHANGING.sub("", answer.content.decode()) if answer.status_code == 200 else ""
            found[name] = (answer.status_code, [line.strip() for line in text.splitlines()])
        found["mail"] = [(one.subject, CHANGING.sub("", one.body)) for one in mail.outbox if one.to == [user.email]]
        file = export_account(user=user)
        found["file"] = CHANGING.sub("", json.dumps(file["family_pairing"], default=str, sort_keys=True))
        found["consents"] = len(file["consents_given"])
        return found


@pytest.mark.parametrize(
    ("gives", "before", "after"),
    [
        ("b", [], ["b takes back"]),
        ("b", ["b takes back"], ["b agrees"]),
        ("b", [], ["b takes back", "a agrees"]),
        ("b", [], ["b takes back", "a agrees", "a takes back", "a agrees"]),
        ("b", [], ["b takes back", "all wait"]),
        ("a", [], ["a takes back"]),
        ("a", ["a sets"], ["a takes back", "all wait"]),
        ("a", ["a takes back"], ["a agrees", "a takes back", "all wait"]),
        ("a", [], ["a takes back", "a agrees", "all wait", "a gives time"]),
        ("a", ["teen ends with b"], []),
        ("a", ["teen ends with b"], ["all holds"]),
        ("a", ["teen ends with a"], ["a sets", "all holds"]),
        ("a", [], ["a sets", "a ends", "a takes back later"]),
        ("b", [], ["a sets", "a ends"]),
        ("b", ["a limits", "teen wants less", "teen asks"], ["a accepts"]),
        ("b", ["a limits", "teen asks", "teen wants less"], ["a accepts"]),
    ],
)  # fmt: skip
def test_the_two_guardians_read_the_same(gives, before, after, django_capture_on_commit_callbacks):
    now = timezone.now().replace(microsecond=0)
    start = now - 60 * DAY if "all wait" in after or "all holds" in after else now - dt.timedelta(minutes=5)
    families = [Family(name, start, gives) for name in ("severed", "open")]
    step = dt.timedelta(seconds=10)
    with django_capture_on_commit_callbacks(execute=True):
        for family in families:
            for number, one in enumerate(before):
                family.does(one, start + (number + 1) * step)
    with django_capture_on_commit_callbacks(execute=True):
        families[0].sever(start + 9 * step)
        for number, one in enumerate(after):
            for family in families[:1] if one.startswith("all") else families:
                family.does(one, start + (number + 10) * step)
        for family in families:
            digest.want_digest(user=family.a, wanted=True)
        digest.send_digests(now=now)
    severed, living = (family.read() for family in families)
    for what in severed:
        assert severed[what] == living[what], what


@pytest.mark.parametrize("before", [["a sets", "b limits"], ["a limits", "teen asks", "teen ends with a"]])
def test_another_guardian_reads_what_they_would_if_the_first_had_ended_it(before, django_capture_on_commit_callbacks):
    """That choices are gone can be seen; not how they went."""
    start = timezone.now().replace(microsecond=0) - dt.timedelta(minutes=5)
    families = [Family(name, start, "b") for name in ("severed", "open")]
    with django_capture_on_commit_callbacks(execute=True):
        for family in families:
            for number, one in enumerate(before):
                family.does(one, start + number * dt.timedelta(seconds=1))
        families[0].sever(start + dt.timedelta(seconds=9))
        families[1].does("a ends", start + dt.timedelta(seconds=9))
        for family in families:
            family.does("b gives time", start + dt.timedelta(seconds=10))
            digest.want_digest(user=family.b, wanted=True)
        digest.send_digests(now=timezone.now())
    severed, ended = (family.read("b") for family in families)
    assert severed == ended
    assert "Claude" not in str(severed["home"])


def test_the_account_of_a_teen_who_took_the_safe_route_is_kept_though_its_guardian_reads_that_it_went():
    now = timezone.now().replace(microsecond=0)
    family = Family("severed", now - 60 * DAY, "a")
    family.sever(now - 50 * DAY)
    family.does("a takes back", now - 49 * DAY)
    family.does("all wait", now - 49 * DAY)
    assert "An account was deleted" in client_of(family.a).get(reverse("family_home")).content.decode()
    teen = User.objects.get(pk=family.teen.pk)
    assert not view_for_teen(teen=teen, now=now).awaits_consent
    page = client_of(teen).get(reverse("family_home")).content.decode()
    assert "deleted" not in page
    assert ParentalConsent.objects.get().given_by is None
    consent.withdraw(pairing=family.with_b, user=family.b, now=now)  # whoever looks after the teen now may
    assert not Pairing.objects.filter(guardian=family.a).exists()


def test_a_new_name_and_another_clock_are_not_the_severed_guardians_to_read():
    now = timezone.now().replace(microsecond=0)
    family = Family("severed", now - DAY, "a")
    family.sever(now - dt.timedelta(hours=2))
    User.objects.filter(pk=family.teen.pk).update(first_name="Alex", time_zone="Pacific/Auckland")
    family.does("a sets", now)
    family.does("a gives time", now)
    text = str(family.read())
    assert "Alex" not in text
    assert "Sacha" in text
    client = client_of(family.a)
    client.post(reverse("family_end", args=[family.with_a.public_id]))
    for address in (reverse("family_home"), reverse("family_history", args=[family.with_a.public_id])):
        assert "Alex" not in client.get(address).content.decode()
    assert User.objects.get(pk=family.teen.pk).first_name == "Alex"
