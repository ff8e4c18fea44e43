"""Hashtags: run together, cut where the writing shows it, given beside the text or inside it."""

import pytest

from safety_centre.prevention.matching import Matcher

from .sample import MATCHER, found, term


@pytest.mark.parametrize(
    ("tag", "terms"),
    [
        ("suicide", ["suicide"]),
        ("#suicide", ["suicide"]),
        ("suicides", ["suicide"]),
        ("StopSuicide", ["suicide"]),
        ("stopsuicide", ["suicide"]),
        ("stopsuicidenow", ["suicide"]),
        ("suicideprevention", ["suicide"]),
        ("suicide2026", ["suicide"]),
        ("2026suicide", ["suicide"]),
        ("suicidexx", ["suicide"]),
        ("iwanttodie", ["want to die"]),
        ("IWantToDie", ["want to die"]),
        ("KillMyself", ["kill myself"]),
        ("killmyselftonight", ["kill myself"]),
        ("StopViol", ["viol"]),
        ("stop_viol", ["viol"]),
        ("viol2026", ["viol"]),
        ("StopVIOL", ["viol"]),
        ("stopviol", []),
        ("violon", []),
        ("thesextape", []),
        ("SexEd", ["sex"]),
        ("nonauharcelement", ["harcèlement"]),
        ("noauharcèlementscolaire", ["harcèlement"]),
        ("stoppsuicide", ["suicide"]),
        ("je veux mourir", ["je veux mourir"]),
        ("", []),
        ("#", []),
        ("😂", []),
    ],
)
def test_tags_beside_the_text(tag, terms):
    assert found("", [tag]) == terms


def test_tags_inside_the_text_are_searched_as_tags():
    assert found("regarde #stopsuicidenow stp") == ["suicide"]
    assert found("regarde stopsuicidenow stp") == []


def test_a_tag_match_names_its_tag_and_place():
    (match,) = MATCHER.find("rien", ["pourtoi", "#stopsuicidenow"])
    assert (match.source, match.hashtag_index, match.start, match.end) == ("hashtag", 1, 5, 12)


def test_a_hashtag_term_counts_in_hashtags_only_and_in_any_language():
    assert found("ana et mia") == []
    assert found("", ["ana", "mia"], language="fr") == ["ana"]
    assert found("#Ana #thinspo", language="en") == ["ana"]


def test_only_with_asks_for_its_company_anywhere_in_the_post():
    assert found("", ["ana"]) == []
    assert found("thinspo du jour", ["ana"]) == ["ana"]


def test_a_phrase_does_not_run_from_one_tag_into_the_next():
    assert found("", ["jeveux", "mourir"]) == []
    assert found("", ["je", "veux", "mourir"]) == []


def test_the_quick_look_sees_every_tag_the_close_look_sees():
    for tag in ("StopViol", "stop_viol", "viol2026", "2026viol", "TCAViol", "stopsu1c1denow", "stopsuiiiicide"):
        examined = MATCHER.matches_of(MATCHER.examine("", [tag]))
        assert examined
        assert MATCHER.find("", [tag]) == examined


def test_five_letters_inside_a_tag_want_known_words_of_four_letters_around():
    matcher = Matcher([term("proie", language="fr")])
    assert matcher.find("", ["stopproie"])
    assert matcher.find("", ["proiemonde"])
    assert not matcher.find("", ["laproie"])
    assert not matcher.find("", ["proiexyzt"])
