"""Real queries in both languages: the right guide, on the right side, among the first three."""

import re

import pytest
from django.conf import settings
from django.core.management import call_command

from safety_centre.search import spelling
from safety_centre.search.evaluation import evaluate

pytestmark = pytest.mark.django_db
DATA = settings.BASE_DIR / "tests" / "search" / "evaluation"


def assert_all_at_least(least: float) -> None:
    scores = evaluate(DATA)
    for language in ("fr", "en"):
        assert scores[f"{language}/queries"].asked >= 80
    low = {name: score.missed for name, score in scores.items() if score.success < least}
    assert not low


def test_success_among_the_first_three(lexicon):
    assert_all_at_least(0.95)


def test_success_where_there_are_no_trigrams(lexicon, monkeypatch):
    """As on SQLite: mistyped words are found by their sound and length."""
    monkeypatch.setattr(spelling, "by_trigram", spelling.by_length)
    assert_all_at_least(0.85)


def test_success_before_a_lexicon_is_published():
    """Synonyms alone carry a site that has switched prevention's terms off."""
    assert_all_at_least(0.85)


def test_the_command_prints_the_figure(lexicon, capsys, tmp_path):
    (tmp_path / "fr").mkdir()
    (tmp_path / "fr" / "some.tsv").write_text("harcelement\thate\tteen\nharcelement\ttopic-harassment\t-\n")
    call_command("evaluate_search", data=tmp_path, mistakes=True)
    printed = capsys.readouterr().out
    assert "On postgresql" in printed
    assert "success@3" in printed
    assert re.search(r"fr/some +2 +1 +0\.500", printed)
    assert "fr/some: harcelement → hate teen; got " in printed
