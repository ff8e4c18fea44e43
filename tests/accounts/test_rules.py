"""Ages and consent by country, the clock of an account, passwords, and doors that tell nobody anything."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.auth.password_validation import validate_password
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from safety_centre.accounts import ages, clock, retention, services
from safety_centre.accounts.models import BirthDateReview, ParentalConsent, User
from tests.conftest import PASSWORD

DAY = dt.date(2026, 11, 25)


def test_every_line_of_the_table_has_its_law_and_its_day():
    table = ages._table()
    assert {"default", "FR", "BE", "CH", "LU", "CA", "GB", "US"} <= set(table)
    for country, rule in table.items():
        assert rule.law, country
        assert dt.date(2026, 1, 1) < rule.checked_on <= timezone.localdate(), country
        assert 13 <= rule.minimum_age <= rule.consent_age <= 16, country


@pytest.mark.parametrize(
    ("born", "country", "needed"),
    [
        (dt.date(2011, 11, 26), "FR", True),  # 14 until tomorrow
        (dt.date(2011, 11, 25), "FR", False),  # 15 today
        (dt.date(2011, 11, 25), "DE", True),
        (dt.date(2010, 11, 25), "DE", False),
        (dt.date(2012, 11, 25), "BE", False),
        (dt.date(2010, 11, 26), "ZZ", True),  # a country that isn't in the table: the strictest reading
    ],
)
def test_from_which_age_nobody_has_to_agree(born, country, needed):
    assert ages.needs_joint_consent(born, country, DAY) is needed


def test_somebody_born_on_29_february_has_a_birthday_each_year():
    born = dt.date(2012, 2, 29)
    assert ages.age_on(born, dt.date(2027, 2, 28)) == 14
    assert ages.age_on(born, dt.date(2027, 3, 1)) == 15
    assert ages.age_on(born, dt.date(2028, 2, 29)) == 16


def test_every_country_has_a_clock_that_exists():
    for country in clock._table():
        assert ZoneInfo(clock.main_zone(country)), country
    assert clock.main_zone("FR") == "Europe/Paris"
    assert clock.main_zone("RE") == "Indian/Reunion"
    assert clock.zone_named("Not/There", "PF").key == "Pacific/Tahiti"


def test_a_day_is_the_persons_own():
    midnight = dt.datetime(2026, 11, 24, 23, 30, tzinfo=dt.UTC)
    days = {zone: clock.today_of(User(time_zone=zone), midnight).day for zone in ("Europe/Paris", "America/Martinique")}
    assert days == {"Europe/Paris": 25, "America/Martinique": 24}
    assert clock.today_of(User(country="NC"), dt.datetime(2026, 11, 24, 14, tzinfo=dt.UTC)).day == 25


def sign_up(**changes):
    fields = {
        "email": "new@example.org", "password1": "quatre mots bien à moi", "kind": "teen", "first_name": "Lou",
        "birth_date": "2010-03-09", "country": "FR", "time_zone": "",
    }  # fmt: skip
    return Client(headers={"accept-language": "en"}).post(reverse("account_signup"), {**fields, **changes})


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"birth_date": "2020-01-01"}, "birth_date"),
        ({"birth_date": "1800-01-01"}, "birth_date"),
        ({"birth_date": "2026-02-30"}, "birth_date"),
        ({"kind": "parent"}, "kind"),
        ({"birth_date": "1980-01-01"}, "kind"),
        ({"country": "ZZ"}, "country"),
        ({"first_name": " \n "}, "first_name"),
        ({"password1": "short"}, "password1"),
        ({"password1": "fourteen signs"}, "password1"),
        ({"password1": "1qaz2wsx3edc4rfv"}, "password1"),  # long, and on the list of common ones
        ({"email": "lou.de.la.tour@example.org", "password1": "lou.de.la.tour@e"}, "password1"),
    ],
)
def test_what_signing_up_refuses(changes, field):
    response = sign_up(**changes)
    assert list(response.context["form"].errors) == [field], response.context["form"].errors
    assert not User.objects.exists()


@pytest.mark.django_db
def test_a_sign_up_keeps_the_devices_clock_and_one_line_of_name():
    assert sign_up(time_zone="America/Cayenne", first_name="Lou\r\nBcc: all").status_code == 302
    user = User.objects.get()
    assert (user.time_zone, user.first_name) == ("America/Cayenne", "Lou Bcc: all")
    User.objects.all().delete()
    assert sign_up(time_zone="../etc/passwd", email="other@example.org").status_code == 302
    assert User.objects.get().time_zone == "Europe/Paris"


@pytest.mark.django_db
def test_signing_up_with_a_known_address_answers_as_with_a_new_one(people):
    known, new = sign_up(email="t@example.org"), sign_up()
    assert (known.status_code, known.url) == (new.status_code, new.url)
    assert User.objects.filter(email="t@example.org").count() == 1
    assert {message.to[0] for message in mail.outbox} == {"t@example.org", "new@example.org"}


@pytest.mark.django_db
def test_asking_for_a_new_password_answers_the_same_for_an_unknown_address(people):
    EmailAddress.objects.create(user=people["teen"], email="t@example.org", verified=True, primary=True)
    answers = [
        Client().post(reverse("account_reset_password"), {"email": email}) for email in ("t@example.org", "x@e.org")
    ]
    assert len({(answer.status_code, answer.url) for answer in answers}) == 1


@pytest.mark.parametrize("password", ["a" * 7 + " é 日本 emoji 🙂", "correct horse battery staple " * 4])
def test_long_passwords_of_any_sign_are_good(password):
    validate_password(password, User(email="t@example.org"))


def test_no_rule_of_composition_but_length():
    validate_password("onlysmallletterswithoutanydigit")
    with pytest.raises(ValidationError):
        validate_password("Sh0rt!&Complex")


@pytest.mark.django_db
def test_unknown_and_wrong_cost_the_same_hashing(people, monkeypatch):
    """As many hashes for an address that doesn't exist as for a wrong password: the clock tells nothing."""
    counted: list[int] = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda *args: counted.append(1) or encode(*args))
    costs = []
    for email in ("nobody@example.org", "t@example.org"):
        counted.clear()
        Client().post(reverse("account_login"), {"login": email, "password": "a wrong password here"})
        costs.append(len(counted))
    assert costs[0] == costs[1] > 0


@pytest.mark.django_db
def test_signing_out_everywhere_else_leaves_this_phone_in(people):
    EmailAddress.objects.create(user=people["teen"], email="t@example.org", verified=True, primary=True)
    phones = [Client(headers={"user-agent": f"Firefox/1{number} Android"}) for number in range(2)]
    for phone in phones:
        phone.post(reverse("account_login"), {"login": "t@example.org", "password": PASSWORD})
        assert phone.get(reverse("family_home")).status_code == 200
    page = phones[0].get(reverse("usersessions_list")).content.decode()
    assert page.count("Firefox, Android") == 2
    phones[0].post(reverse("usersessions_list"))
    assert phones[0].get(reverse("family_home")).status_code == 200
    assert phones[1].get(reverse("family_home")).status_code == 302
    assert UserSession.objects.count() == 1


@pytest.fixture
def now() -> dt.datetime:
    return timezone.now().replace(microsecond=0)


@pytest.mark.django_db
def test_a_corrected_date_is_told_and_gives_thirty_days_anew(people, now, django_capture_on_commit_callbacks):
    teen = people["teen"]
    User.objects.filter(pk=teen.pk).update(date_joined=now - dt.timedelta(days=400), language="en")
    fourteen = now.date().replace(year=now.year - 14, day=1)
    review = services.ask_birth_date_review(user=teen, wanted=fourteen, now=now)
    with django_capture_on_commit_callbacks(execute=True):
        services.decide_birth_date_review(review=review, agree=True, by=people["admin"], now=now)
    assert "the date of birth of this account is now" in mail.outbox[-1].body
    assert mail.outbox[-1].to == ["t@example.org"]
    assert retention.erase_without_consent(now=now + dt.timedelta(days=29)) == 0
    assert retention.erase_without_consent(now=now + dt.timedelta(days=31)) == 1


@pytest.mark.django_db
def test_eighteen_makes_an_adults_account(people, now):
    User.objects.filter(pk=people["teen"].pk).update(birth_date=now.date() - dt.timedelta(days=18 * 366))
    call_command("tend_accounts")
    people["teen"].refresh_from_db()
    assert people["teen"].kind == "parent"


@pytest.mark.django_db
def test_the_export_has_every_part_and_no_secret(people, now):
    teen, parent = people["teen"], people["parent"]
    ParentalConsent.objects.create(teen=teen, given_by=parent, given_at=now, country="FR", law="x")
    BirthDateReview.objects.create(user=teen, wanted=DAY, created_at=now)
    EmailAddress.objects.create(user=teen, email="t@example.org", verified=True, primary=True)
    data = services.export_account(user=teen)
    assert set(data) >= {
        "account", "parental_consent", "consents_given", "birth_date_corrections", "addresses", "second_steps",
        "signed_in", "family_pairing", "prevention",
    }  # fmt: skip
    assert teen.password not in str(data)
    assert len(services.export_account(user=parent)["consents_given"]) == 1
    assert "t@example.org" not in str(services.export_account(user=parent))


@pytest.mark.django_db
def test_moving_house_changes_the_clock_and_is_told(people, now):
    client = Client(headers={"accept-language": "en"})
    client.force_login(people["teen"], backend="django.contrib.auth.backends.ModelBackend")
    page = reverse("account_my_data")
    good = {"first_name": "Sacha", "language": "en", "time_zone": "Indian/Reunion"}
    assert client.post(page, good).status_code == 302
    people["teen"].refresh_from_db()
    assert (people["teen"].first_name, people["teen"].time_zone) == ("Sacha", "Indian/Reunion")
    for name, wrong in (("time_zone", "Mars/Base"), ("language", "zz"), ("first_name", "\n")):
        assert client.post(page, {**good, name: wrong}).status_code == 422
