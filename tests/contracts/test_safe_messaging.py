"""The checks say nothing about the starter content: it is written as they ask, and they must not cry wolf."""

import datetime as dt

import pytest

from guides.checks import read_sides
from guides.checks.rules import language
from guides.selectors.check_documents import document_of, look_up
from guides.services import checks
from safety_centre.pages.models import BasePage
from safety_centre.pages.selectors import public_pages

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 24)


def specific_pages() -> list[BasePage]:
    return [page for page in public_pages().specific() if isinstance(page, BasePage)]


def test_nothing_is_found_on_any_starter_page():
    lookups, found = look_up(), {}
    pages = specific_pages()
    assert len(pages) > 40
    for page in pages:
        remarks = checks.findings_in(type(page), page.serializable_data(), today=DAY, lookups=lookups)
        if remarks:
            found[page.url] = [(r.rule, r.tab, r.match, r.excerpt or r.detail) for r in remarks]
    assert not found, "\n".join(f"{url}: {remark}" for url, remarks in found.items() for remark in remarks)


def test_each_side_of_each_starter_guide_fits_its_readers():
    lookups = look_up()
    scores = {}
    for page in specific_pages():
        document = document_of(type(page), page.serializable_data(), lookups)
        for score in read_sides(document, language(document.language)):
            scores[page.url, score.tab] = score
    assert len(scores) > 40
    hard = {place: (score.lix, score.target) for place, score in scores.items() if score.band == "hard"}
    assert not hard
