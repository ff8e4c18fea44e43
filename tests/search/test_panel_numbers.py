"""The panel above sensitive results: a number to text comes with the word to send, as everywhere else."""

from bs4 import BeautifulSoup
from django.test import Client


def test_the_word_to_send_stands_beside_its_number(lexicon):
    panel = BeautifulSoup(Client().get("/en/search/?q=self+harm").content, "html.parser").select_one("#help")
    link = panel.select_one('a[href="sms:85258?body=SHOUT"]')
    assert link.get_text(strip=True) == "Text SHOUT to 85258"
