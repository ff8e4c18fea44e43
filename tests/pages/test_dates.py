"""Dates as people in each language write them: « 23 novembre 2026 », and in English the day first, months in full."""

import datetime as dt

import pytest
from django.template import Context, Template
from django.test import Client
from django.utils import formats, timezone, translation

pytestmark = pytest.mark.django_db
EVENING = dt.datetime(2026, 11, 26, 18, 30, tzinfo=dt.UTC)  # 19:30 in Paris


@pytest.mark.parametrize(
    ("language", "day", "moment"),
    [
        ("en", "26 November 2026", "26 November 2026 at 19:30"),
        ("fr", "26 novembre 2026", "26 novembre 2026 à 19:30"),
    ],
)
def test_a_day_and_a_moment(language, day, moment):
    with translation.override(language), timezone.override("Europe/Paris"):
        template = Template('{{ at|date:"DATE_FORMAT" }}, {{ at|date:"DATETIME_FORMAT" }}, {{ at }}')
        assert template.render(Context({"at": EVENING})) == f"{day}, {moment}, {moment}"


def test_a_birthday_is_never_read_the_american_way():
    with translation.override("en"):
        field_formats = formats.get_format("DATE_INPUT_FORMATS")
        assert field_formats[0] == "%Y-%m-%d", "what a date field of a browser sends"
        assert not [one for one in field_formats if one.startswith(("%m", "%b", "%B"))]


@pytest.mark.parametrize("address", ["/en/topics/harassment/", "/en/partners/example-rempart/", "/en/privacy/"])
def test_english_pages_write_months_in_full(address):
    text = Client().get(address).content.decode()
    for short in ("Jan.", "Feb.", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.", " a.m.", " p.m."):
        assert short not in text, (address, short)
    assert "November 2026" in text


@pytest.mark.parametrize(
    ("language", "sizes"),
    [("en", "1\xa0KB, 21\xa0KB, 3.4\xa0MB"), ("fr", "1\xa0Ko, 21\xa0Ko, 3,4\xa0Mo")],
)
def test_the_size_of_a_file(language, sizes):
    with translation.override(language):
        template = Template("{% load site_tags %}{% for one in sizes %}{{ one|size_in_words }}, {% endfor %}")
        assert template.render(Context({"sizes": [0, 20_900, 3_400_000]})).rstrip(", ") == sizes
