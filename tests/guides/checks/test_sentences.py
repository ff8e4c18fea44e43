"""Each rule about words has sentences that must trigger and sentences that must not, in each language."""

import datetime as dt
from pathlib import Path

import pytest
import yaml

from guides.checks import Document, Passage, check, rules
from guides.checks.rules import language

FOLDER = Path(__file__).parent / "sentences"
DAY = dt.date(2026, 11, 24)


def table(code: str) -> dict[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = {}
    for path in sorted((FOLDER / code).glob("*.yaml")):
        found |= yaml.safe_load(path.read_text(encoding="utf-8"))
    return found


def found_in(text: str, code: str, tab: str = "parent", role: str = "prose") -> set[str]:
    document = Document(code, (Passage(tab, text, "b", role=role),), sides=(tab,))
    return {finding.rule for finding in check(document, DAY)}


CASES = [
    pytest.param(code, rule, kind, sentence, id=f"{code}-{rule}-{kind}-{number}")
    for code in ("fr", "en")
    for rule, kinds in table(code).items()
    for kind, sentences in kinds.items()
    for number, sentence in enumerate(sentences)
]


@pytest.mark.parametrize(("code", "rule", "kind", "sentence"), CASES)
def test_each_sentence(code, rule, kind, sentence):
    assert (rule in found_in(sentence, code)) == (kind == "triggers"), sentence


@pytest.mark.parametrize("code", ["fr", "en"])
def test_every_rule_about_words_has_ten_of_each(code):
    about_words = {patterns.rule for patterns in language(code).patterns} | {"jargon", "long-sentence"}
    cases = table(code)
    assert set(cases) == about_words
    for rule, kinds in cases.items():
        assert len(set(kinds["triggers"])) >= 10, rule
        assert len(set(kinds["passes"])) >= 10, rule


@pytest.mark.parametrize("code", ["fr", "en"])
def test_sentences_are_not_made_by_changing_one_word(code):
    """No two sentences of one rule share more than two thirds of their words."""
    close = []
    for rule, kinds in table(code).items():
        every = [(s, set(s.lower().split())) for sentences in kinds.values() for s in sentences]
        for number, (one, words) in enumerate(every):
            for other, others in every[number + 1 :]:
                if len(words & others) / len(words | others) > 2 / 3:
                    close.append((rule, one, other))
    assert not close


def test_a_sentence_that_passes_its_rule_mostly_passes_all():
    """What is right for one rule is ordinary text for the others: few of them may speak."""
    alarms = {}
    for code in ("fr", "en"):
        for rule, kinds in table(code).items():
            for sentence in kinds["passes"]:
                others = found_in(sentence, code) - {rule}
                must = {name for name in others if rules()[name].level == "must"}
                if must:
                    alarms[sentence] = must
    assert not alarms
