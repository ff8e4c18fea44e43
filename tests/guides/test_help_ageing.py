"""Lines that nobody checked: flagged to editors at 12 months, hidden from readers at 24."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from guides.ageing import age_of, with_age
from guides.models import Helpline
from guides.selectors.helplines import months_before, visible_helplines

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 24)


@pytest.mark.parametrize(
    ("checked", "age"),
    [
        (dt.date(2025, 11, 24), "fresh"),
        (dt.date(2025, 11, 23), "stale"),
        (dt.date(2024, 11, 24), "stale"),
        (dt.date(2024, 11, 23), "hidden"),
    ],
)
def test_the_limits_to_the_day(checked, age):
    Helpline.objects.filter(key="fr-3114").update(checked_on=checked)
    line = Helpline.objects.get(key="fr-3114")
    assert age_of(line, TODAY) == age
    assert with_age(Helpline.objects.filter(key="fr-3114"), age, TODAY).exists()
    assert visible_helplines(TODAY).filter(key="fr-3114").exists() is (age != "hidden")


def test_months_end_where_they_end():
    assert months_before(dt.date(2028, 2, 29), 12) == dt.date(2027, 2, 28)
    assert months_before(dt.date(2026, 3, 31), 1) == dt.date(2026, 2, 28)
    assert months_before(dt.date(2026, 1, 15), 24) == dt.date(2024, 1, 15)


def test_the_list_flags_and_filters(clients):
    today = timezone.localdate()
    Helpline.objects.filter(key="fr-3114").update(checked_on=months_before(today, 13))
    html = clients["admin"].get("/admin/snippets/guides/helpline/?age=stale").content.decode()
    assert "3114, numéro national" in html
    assert "à revérifier" in html
    assert "Samaritans" not in html


def test_the_report_has_the_old_ones_oldest_first_and_exports(clients):
    Helpline.objects.filter(key="gb-shout").update(checked_on=months_before(timezone.localdate(), 14))
    response = clients["admin"].get(reverse("stale_helplines"))
    assert response.status_code == 200
    names = [line.key for line in response.context["object_list"]]
    assert names[0] == "fr-116006"
    assert names[-1] == "gb-shout"
    assert "fr-3018" not in names
    assert "fr-violences-sexuelles" not in names, "unchecked ones are another list"
    exported = clients["admin"].get(reverse("stale_helplines") + "?export=csv")
    assert b"116 006" in b"".join(exported.streaming_content)


def test_the_report_is_for_those_who_may_mend(clients):
    assert clients["partner"].get(reverse("stale_helplines")).status_code in {302, 403}
    for role in ("anonymous", "teen", "parent"):
        assert clients[role].get(reverse("stale_helplines")).status_code == 302
    home = clients["partner"].get("/admin/").content.decode()
    assert reverse("stale_helplines") not in home
    assert reverse("stale_helplines") in clients["admin"].get("/admin/").content.decode()
