"""The help finder as a form: every country, every choice, without JavaScript."""

import datetime as dt
import re
from zoneinfo import ZoneInfo

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import translation
from django_countries import countries

from guides.models import Helpline, HelplineHours
from guides.selectors.help_finder import help_context, open_state, saved_shelves

pytestmark = pytest.mark.django_db


def page(query: str = "", address: str = "/en/help/") -> BeautifulSoup:
    response = Client().get(address + query)
    assert response.status_code == 200, query
    return BeautifulSoup(response.content, "html.parser")


def lines(soup: BeautifulSoup) -> list[str]:
    return [card["id"].removeprefix("line-") for card in soup.select("[data-people] [data-line]")]


def test_no_country_is_ever_empty():
    """Every ISO country: an emergency number to call, and somebody to talk to or a finder of them."""
    with translation.override("fr"):
        for code, name in countries:
            context = help_context("fr", {"country": code})
            shelf = context["shelf"]
            assert context["country_name"] == name
            assert any(card.line.dial for card in shelf.emergency), code
            assert any(card.line.kind == "finder" and card.line.web_url for card in shelf.finders), code
            numbers = [card.line.dial for card in shelf.emergency]
            assert len(numbers) == len(set(numbers)), code


def test_a_country_without_lines_says_so_and_gives_what_works_everywhere():
    soup = page("?country=JP")
    assert soup.select_one('.panel--help a[href="tel:112"]')
    assert "If you know the emergency number of your country" in soup.select_one(".panel--help").text
    assert "We haven’t checked a line in this country yet" in soup.text
    assert soup.select_one('[data-people] a[href="https://findahelpline.com"]')
    assert soup.select_one("#country option[selected]").text == "Japan"
    assert "Anywhere in the European Union" in page("?country=DE").select_one(".panel--help").text


def test_the_select_lists_every_country_once_those_with_lines_first():
    groups = page().select("#country optgroup")
    codes = [[option["value"] for option in group.select("option")] for group in groups]
    assert sorted(codes[0] + codes[1]) == sorted(code for code, _name in countries)
    assert {"FR", "BE", "CH", "LU", "CA", "GB", "IE", "US", "RE"} <= set(codes[0])
    french = [option.text for option in page("", "/fr/aide/").select("#country optgroup")[1].select("option")]
    assert (
        french.index("Égypte")
        < french.index("Émirats arabes unis")
        < french.index("Équateur")
        < french.index("Espagne")
    )


def test_the_overseas_departments_have_the_lines_of_france():
    assert lines(page("?country=RE")) == lines(page("?country=FR"))


@pytest.mark.parametrize("wrong", ["ZZ", "xx", "F", "FRA", "'; DROP TABLE x", "%00", "é", "A" * 10_000])
def test_an_unknown_country_is_a_clear_page(wrong):
    response = Client().get("/en/help/", {"country": wrong})
    soup = BeautifulSoup(response.content, "html.parser")
    assert response.status_code == 404
    assert "We don’t know this country" in soup.text
    assert soup.select_one("#country option[selected]").text == "Choose a country"
    assert soup.select_one('a[href="tel:112"]')
    assert wrong not in response.content.decode() or len(wrong) < 3


def test_wrong_choices_are_as_if_not_made():
    plain = lines(page("?country=FR"))
    assert lines(page("?country=fr&topic=nothing&for=dog&language=xx&channel=pigeon")) == plain
    assert lines(page("?country=%20FR%20")) == plain


@pytest.mark.parametrize(
    ("query", "there", "gone"),
    [
        ("topic=eating-disorders", {"fr-anorexie-boulimie", "fr-119"}, {"fr-3018", "fr-3919"}),
        ("for=parent", {"fr-116000", "fr-3018"}, {"fr-fil-sante-jeunes"}),
        ("for=teen", {"fr-fil-sante-jeunes"}, {"fr-116000"}),
        ("language=fsl", {"fr-119"}, {"fr-3114"}),
        ("channel=chat", {"fr-3018", "fr-119"}, {"fr-3114"}),
    ],
)
def test_each_choice(query, there, gone):
    found = set(lines(page(f"?country=FR&{query}")))
    assert there <= found
    assert not gone & found


def test_a_line_for_the_topic_stands_before_one_for_any_worry():
    assert lines(page("?country=FR&topic=depression"))[0] == "fr-3114"
    assert lines(page("?country=FR&topic=eating-disorders"))[0] == "fr-anorexie-boulimie"


def test_where_nothing_fits_all_are_shown_with_a_word_about_it():
    soup = page("?country=FR&topic=hate&channel=sms")
    assert "No line fits all of that" in soup.select_one("#help-count").text
    assert lines(soup) == lines(page("?country=FR"))
    assert soup.select_one("details.finder__more")["open"] is not None


def test_lines_that_belong_together_are_one_group():
    group = page("?country=CH").select_one(".helpline-group--pair")
    assert [card["id"] for card in group.select("[data-line]")] == ["line-ch-147", "line-ch-143"]
    # Asked as a parent, the youth line stays beside the adults' one.
    assert {"gb-nspcc", "gb-childline"} <= set(lines(page("?country=GB&for=parent")))


def test_numbers_are_dialled_as_typed():
    soup = page("?country=FR")
    assert soup.select_one("#line-fr-3114 a[href^=tel]")["href"] == "tel:3114"
    assert soup.select_one('#line-fr-114 a[href="sms:114"]')
    assert page("?country=GB").select_one("#line-gb-shout a[href^=sms]")["href"] == "sms:85258?body=SHOUT"
    assert not re.search(r"tel:\+33(3114|119|3018)", str(soup))


def test_each_line_has_an_address_of_its_own_and_says_what_happens():
    soup = page("?country=FR")
    anchors = [element["id"] for element in soup.select("[id]")]
    assert len(anchors) == len(set(anchors))
    for card in soup.select("[data-people] [data-line]"):
        assert card.select_one("details summary").text.startswith("What happens when I"), card["id"]
        assert "Checked on" in card.text


def test_the_answer_is_good_for_a_minute():
    for query in ("", "?country=BE", "?country=ZZ"):
        assert Client().get(f"/fr/aide/{query}")["Cache-Control"] == "max-age=60"


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/Paris"))


def test_open_and_closed_on_ordinary_days_and_holidays():
    line = Helpline.objects.get(key="fr-3018")
    assert open_state(line, at("2026-11-24T10:00")).kind == "open"
    assert open_state(line, at("2026-11-24T08:00")).kind == "closed"
    christmas = open_state(line, at("2026-12-25T10:00"))
    assert (christmas.kind, christmas.is_holiday) == ("open", True), "not known: hours may differ"
    line.on_holidays = Helpline.OnHolidays.USUAL
    assert open_state(line, at("2026-12-25T10:00")).is_holiday is False
    line.on_holidays = Helpline.OnHolidays.CLOSED
    closed = open_state(line, at("2026-12-25T10:00"))
    assert (closed.kind, closed.changes_at) == ("closed", at("2026-12-26T09:00").astimezone(dt.UTC))


def test_a_closed_holiday_on_the_page():
    line = Helpline.objects.get(key="fr-3018")
    line.on_holidays = Helpline.OnHolidays.CLOSED
    line.save()
    with translation.override("en"):
        shelf = help_context("en", {"country": "FR"}, now=at("2026-12-25T10:00"))["shelf"]
    card = next(card for group in shelf.people for card in group if card.line.key == "fr-3018")
    assert card.state_in_words == "Closed now. Opens tomorrow at 09:00 (Paris time)"
    assert "2026-12-25" in card.holidays
    assert "2027-12-25" in card.holidays, "a saved page goes on for a year"


def test_without_javascript_the_zone_is_named():
    html = Client().get("/fr/aide/?country=FR").content.decode()
    assert "heure de Paris" in html


def test_a_stale_line_is_hidden_and_the_country_still_has_help():
    Helpline.objects.filter(countries__contains="LU").update(checked_on=dt.date(2024, 1, 1))
    soup = page("?country=LU")
    assert not soup.select("#line-lu-kjt")
    assert soup.select_one('.panel--help a[href="tel:112"]')
    assert soup.select_one('a[href="https://findahelpline.com"]')


def test_hours_without_a_time_zone_are_refused():
    from django.core.exceptions import ValidationError

    line = Helpline.objects.get(key="fr-3018")
    line.time_zone = ""
    with pytest.raises(ValidationError) as found:
        line.full_clean()
    assert "time_zone" in found.value.message_dict


def test_numbers_that_must_not_be_shipped_are_not():
    dead = {"18009312237", "3020", "0800200000", "0810037037", "18334564566", "116111"}
    assert not dead & set(Helpline.objects.filter(countries__contains="FR").values_list("dial", flat=True))
    assert not (dead - {"116111"}) & set(Helpline.objects.values_list("dial", flat=True))
    assert not Helpline.objects.filter(sms_number__in=["07786209697", "07860039967", "88247", "50101"]).exists()


# What the help page asks, besides the navigation that every page has.
HELP_PAGE = ["topics", "countries and languages of all lines", "lines", "their topics", "their hours", "their pairs"]


def test_query_budget_at_n_and_3n_lines():
    from tests.contracts.test_queries import queries

    few = queries("/fr/aide/?country=FR")
    other_page = queries("/fr/vie-privee/")
    assert len(few) - len(other_page) <= len(HELP_PAGE) + 1, "\n".join(sql[:150] for sql in few)  # one for the type
    for number in range(2 * Helpline.objects.count()):
        line = Helpline.objects.create(
            key=f"more-{number}", name_fr="Ligne", name_en="Line", status="published", dial="3114", countries="FR",
            source="x", checked_on=dt.date.today(), time_zone="Europe/Paris",
        )  # fmt: skip
        HelplineHours.objects.create(helpline=line, weekday=0, opens=dt.time(9), closes=dt.time(18))
    assert len(queries("/fr/aide/?country=FR")) == len(few)
    assert len(saved_shelves(at("2026-11-24T10:00"))) > 9
