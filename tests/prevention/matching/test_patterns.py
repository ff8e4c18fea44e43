"""Spellings written in short, and what they become: plain spellings, frames and wide frames."""

import pytest

from safety_centre.prevention.matching import (
    LexiconError,
    Matcher,
    terms_from_folder,
    terms_from_json,
    terms_from_yaml,
    terms_to_json,
)
from safety_centre.prevention.matching.patterns import expand

GROUP = """
- family: mourir
  topic: suicide-self-harm
  level: urgent
  intent: at-risk
  match: phrase
  spellings:
    - {spelling}
  exceptions: [mourir de rire]
"""
WANT = "(je veux|j'ai envie de|je voudrais|j'aimerais) (mourir|crever|me tuer|disparaître pour toujours)"


def matcher_of(spelling, **more):
    return Matcher(terms_from_yaml(GROUP.format(spelling=spelling), "fr", **more))


def found(matcher, text):
    return [(match.term, text[match.start : match.end]) for match in matcher.find(text)]


def test_a_short_pattern_becomes_plain_spellings():
    assert [spelling.term for spelling in expand("(je|) veux (mourir|crever)", {})] == [
        "je veux mourir",
        "je veux crever",
        "veux mourir",
        "veux crever",
    ]


def test_a_long_pattern_becomes_one_frame_that_matches_every_pair():
    (term,) = terms_from_yaml(GROUP.format(spelling=WANT), "fr")
    assert term.term == "je veux … mourir"
    matcher = Matcher([term])
    for begin in ("je veux", "j'ai envie de", "jveux", "je voudrais", "J'AIMERAIS"):
        for end in ("mourir", "crever", "me tuer", "disparaitre pour toujours"):
            text = f"bon, {begin} {end} !"
            assert found(matcher, text) == [("je veux … mourir", f"{begin} {end}")]
    assert found(matcher, "je veux une glace, puis crever un ballon") == []
    assert found(matcher, "mourir, je veux") == []


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("je v3ux m0urir", "je v3ux m0urir"),
        ("je veux vraiment mourir", "je veux vraiment mourir"),
        ("je veux moooourir", "je veux moooourir"),
        ("#jeveuxmourir", "jeveuxmourir"),
        ("#JeVoudraisCrever", "JeVoudraisCrever"),
    ],
)
def test_a_frame_is_found_disguised_and_run_together(text, written):
    assert [text[match.start : match.end] for match in matcher_of(WANT).find(text)] == [written]


def test_exceptions_hold_for_frames():
    assert found(matcher_of(WANT), "je veux mourir de rire") == []


def test_a_wide_frame_lets_a_few_words_stand_between():
    matcher = matcher_of("(j'ai vomi|je vomis) … (mon repas|tout)")
    assert found(matcher, "hier j'ai vomi ce midi encore mon repas") == [
        ("j'ai vomi …… mon repas", "j'ai vomi ce midi encore mon repas")
    ]
    assert found(matcher, "j'ai vomi un deux trois quatre cinq six mon repas") == []
    assert found(matcher, "mon repas, je vomis") == []


def test_a_pattern_names_a_list_and_an_unknown_list_is_refused(tmp_path):
    folder = tmp_path / "fr"
    folder.mkdir()
    (folder / "lists.yaml").write_text("bête: [chat, chien]\nbêtes: ['(le|mon) <bête>']\n", encoding="utf-8")
    (folder / "a.yaml").write_text(GROUP.format(spelling="<bêtes> veut mourir"), encoding="utf-8")
    assert [term.term for term in terms_from_folder(tmp_path)] == [
        "le chat veut mourir",
        "le chien veut mourir",
        "mon chat veut mourir",
        "mon chien veut mourir",
    ]
    (folder / "a.yaml").write_text(GROUP.format(spelling="<oiseau> veut mourir"), encoding="utf-8")
    with pytest.raises(LexiconError, match="oiseau"):
        terms_from_folder(tmp_path)


def test_empty_brackets_are_refused():
    with pytest.raises(LexiconError, match="empty brackets"):
        terms_from_yaml(GROUP.format(spelling="je veux ()"), "fr")


def test_a_spelling_written_in_full_wins_over_a_pattern(tmp_path):
    folder = tmp_path / "fr"
    folder.mkdir()
    (folder / "a.yaml").write_text(GROUP.format(spelling="(je veux|on veut) mourir"), encoding="utf-8")
    (folder / "b.yaml").write_text(GROUP.format(spelling="je veux mourir").replace("urgent", "risk"), encoding="utf-8")
    assert sorted((term.term, term.level) for term in terms_from_folder(tmp_path)) == [
        ("je veux mourir", "risk"),
        ("on veut mourir", "urgent"),
    ]


def test_what_a_frame_stands_for_survives_json():
    terms = terms_from_yaml(GROUP.format(spelling=WANT), "fr")
    assert terms_from_json(terms_to_json(terms)) == terms
