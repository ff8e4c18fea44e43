"""Reading and writing terms, and naming what is wrong with a file."""

import pytest

from safety_centre.prevention.matching import (
    LexiconError,
    Term,
    terms_from_folder,
    terms_from_json,
    terms_from_yaml,
    terms_to_json,
    version_of,
)
from safety_centre.prevention.matching.lexicon import idle_exceptions

from .sample import TERMS, term

GOOD = """
- family: suicide
  topic: suicide-self-harm
  level: risk
  intent: at-risk
  match: word
  spellings: [suicide, "3114"]
  allowed_neighbours: [-s, anti-]
  exceptions:
    - suicide squad
  note: the bare word
- family: mourir
  topic: suicide-self-harm
  level: urgent
  intent: at-risk
  match: phrase
  spellings:
    - je veux mourir
"""


def problems_of(source):
    with pytest.raises(LexiconError) as caught:
        terms_from_yaml(source, "fr", "fr/x.yaml")
    return caught.value.problems


def test_each_spelling_becomes_a_term():
    terms = terms_from_yaml(GOOD, "fr")
    assert [t.term for t in terms] == ["suicide", "3114", "je veux mourir"]
    assert terms[0] == Term(
        "suicide", "suicide-self-harm", "risk", "at-risk", "word", "suicide", "fr",
        allowed_neighbours=("-s", "anti-"), exceptions=("suicide squad",), note="the bare word",
    )  # fmt: skip


def test_an_empty_file_has_no_terms():
    assert terms_from_yaml("", "fr") == []


@pytest.mark.parametrize(
    ("change", "line", "field"),
    [
        (("topic: suicide-self-harm\n  level: risk", "level: risk"), 2, "topic"),
        (("level: risk", "level: high"), 4, "level"),
        (("intent: at-risk\n  match: phrase", "intent: bad\n  match: phrase"), 15, "intent"),
        (("match: word", "match: substring"), 6, "match"),
        (("family: suicide", "familly: suicide"), 2, "familly"),
        (("family: suicide", "family: 12"), 2, "family"),
        (('"3114"', "3114"), 7, "spellings"),
        (('[suicide, "3114"]', "suicide"), 7, "spellings"),
        (('[suicide, "3114"]', "[]"), 7, "spellings"),
        (('[suicide, "3114"]', "[no]"), 7, "spellings"),
        (("[-s, anti-]", "[s]"), 8, "s"),
        (("note: the bare word", "accents: some"), 11, "accents"),
        (("note: the bare word", "note: 3"), 11, "note"),
        (("- suicide squad", "- ''"), 9, "exceptions"),
    ],
)
def test_a_mistake_is_named_with_its_file_line_and_field(change, line, field):
    problems = problems_of(GOOD.replace(*change))
    assert any(problem.startswith(f"fr/x.yaml:{line}:") and f"“{field}”" in problem for problem in problems), problems


def test_all_mistakes_are_named_at_once():
    assert len(problems_of(GOOD.replace("level: risk", "level: x").replace("level: urgent", "level: y"))) == 2


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("a: b", "fr/x.yaml:1: a lexicon file is a list of groups"),
        ("- word", "fr/x.yaml:1: a group is a set of fields"),
        ("- a: [\n- b", "fr/x.yaml:2: not YAML"),
    ],
)
def test_what_is_no_list_of_groups_is_refused(source, problem):
    assert problems_of(source)[0].startswith(problem)


def test_neighbours_of_a_phrase_are_refused():
    assert "phrase" in problems_of(GOOD.replace("match: word", "match: phrase"))[0]


def test_a_folder_is_read_language_by_language(tmp_path):
    (tmp_path / "fr").mkdir()
    (tmp_path / "any").mkdir()
    (tmp_path / "fr" / "a.yaml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "any" / "b.yaml").write_text(GOOD, encoding="utf-8")
    assert [t.language for t in terms_from_folder(tmp_path)] == ["any"] * 3 + ["fr"] * 3


def test_a_folder_names_files_and_repeated_spellings(tmp_path):
    (tmp_path / "fr").mkdir()
    (tmp_path / "fr" / "a.yaml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "fr" / "b.yaml").write_text(GOOD.replace("family: suicide", "family: other"), encoding="utf-8")
    (tmp_path / "fr" / "c.yaml").write_text("- x", encoding="utf-8")
    with pytest.raises(LexiconError) as caught:
        terms_from_folder(tmp_path)
    problems = caught.value.problems
    assert problems[0].startswith("fr/c.yaml:1")
    assert "fr: “suicide” is given twice as word, in family “suicide”" in problems[1]


def test_exceptions_that_can_never_apply_are_named():
    family = [
        term("tuer", family="t", exceptions=("tue l'amour", "tuer le temps")),
        term("bully", exceptions=("bullylove",)),
        term("x", family="t"),
    ]
    assert idle_exceptions(family) == ["fr: exception “tue l'amour” has no word of family “t”"]
    assert idle_exceptions(TERMS) == []


def test_the_starter_has_no_exception_that_can_never_apply():
    from tests.prevention.conftest import starter

    terms, _fingerprint, _rows = starter()
    assert idle_exceptions(terms) == []


def test_json_comes_back_as_it_was():
    assert sorted(terms_from_json(terms_to_json(TERMS)), key=repr) == sorted(TERMS, key=repr)
    assert terms_to_json(TERMS) == terms_to_json(TERMS[::-1])


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("{", "line 1: not JSON"),
        ("{}", "line 1: a lexicon is a list"),
        ("[1]", "line 1: a lexicon is a list"),
        ('[{"term": "a"}]', "row 1: field “family”"),
        (terms_to_json([term("a")]).replace('"language": "fr"', '"language": 3'), "row 1: field “language” holds 3"),
        (terms_to_json([term("a")]).replace('"note"', '"notes"'), "row 1: unknown field “notes”"),
    ],
)
def test_a_mistake_in_json_is_named_with_its_row(source, problem):
    with pytest.raises(LexiconError) as caught:
        terms_from_json(source)
    assert any(found.startswith(problem) for found in caught.value.problems), caught.value.problems


def test_a_term_goes_to_a_dictionary_and_back():
    for each in TERMS:
        assert Term.from_dict(each.to_dict()) == each


def test_the_version_changes_with_any_field():
    base = term("a")
    versions = {version_of([base])}
    for field, value in (("level", "urgent"), ("exceptions", ["a b"]), ("note", "x"), ("language", "en")):
        versions.add(version_of([Term.from_dict({**base.to_dict(), field: value})]))
    assert len(versions) == 5
