"""A number to text is useless without the word to send: Shout answers “SHOUT” sent to 85258, nothing else."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/en/", "/en/help/?country=GB", "/en/parents/?print=summary"])
def test_the_word_to_send_stands_beside_its_number(address):
    text = " ".join(BeautifulSoup(Client().get(address).content, "html.parser").main.get_text(" ").split())
    assert "Text SHOUT to 85258" in text


def test_on_paper_a_line_named_by_its_number_says_what_it_is_for():
    soup = BeautifulSoup(Client().get("/fr/sujets/harcelement/?for=parent&print=summary").content, "html.parser")
    rows = [" ".join(row.get_text(" ").split()) for row in soup.select(".sheet__help li")]
    assert any(row.startswith("3018 Pour les jeunes") for row in rows), rows
    assert "3018 3018" not in rows


def test_a_takeaway_makes_sense_on_the_summary_too():
    for address in ("/fr/parents/?print=summary", "/en/parents/?print=summary"):
        text = Client().get(address).content.decode()
        assert "fin de cette page" not in text, address
        assert "end of this page" not in text, address
