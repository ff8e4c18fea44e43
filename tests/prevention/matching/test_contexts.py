"""Words of emphasis, leetspeak of whole sentences, and what the rest of a post says of a match."""

import pytest

from safety_centre.prevention.matching import Matcher

from .sample import MATCHER, found, term


@pytest.mark.parametrize(
    ("text", "spelling"),
    [
        ("je veux vraiment mourir", "je veux mourir"),
        ("je veux juste trop mourir", "je veux mourir"),
        ("j'ai tellement envie d'en finir", "j'ai envie d'en finir"),
        ("i just want so badly to die", "want to die"),
    ],
)
def test_words_of_emphasis_hide_nothing(text, spelling):
    (match,) = MATCHER.find(text)
    assert (match.term, text[match.start : match.end].split()[0]) == (spelling, spelling.split()[0])


def test_a_negation_is_no_emphasis():
    assert found("je veux pas mourir") == []


def test_emphasis_keeps_exceptions():
    assert found("je veux vraiment mourir de rire") == []


@pytest.mark.parametrize(
    ("text", "spelling"),
    [("1 r34lly w4nt t0 d13", "want to die"), ("w4nt t0 d13", "want to die"), ("j3 v3ux m0ur1r", "je veux mourir")],
)
def test_leetspeak_of_a_whole_sentence_is_read(text, spelling):
    assert spelling in found(text)


@pytest.mark.parametrize("text", ["rdv 14h30 au b4", "le 3e de la 2nde B", "4x4 a v3ndre", "gr8 d8 m8"])
def test_ordinary_digits_are_left_alone(text):
    assert found(text) == []


def kinds(text):
    return [(match.intent, match.level) for match in MATCHER.find(text)]


def test_who_looks_for_help_is_seen_and_stays_as_pressing():
    assert kinds("je veux mourir, à qui en parler ?") == [("seeking-help", "urgent")]
    assert kinds("my friend said kill myself, what do i do") == [("seeking-help", "urgent")]


def test_talk_about_a_subject_is_a_concern():
    assert kinds("une étude sur le suicide") == [("neutral", "concern")]


def test_talk_about_a_subject_lowers_nothing_that_is_said_of_oneself():
    assert kinds("journée mondiale : je veux mourir") == [("at-risk", "urgent")]
    own = Matcher([term("je suis harcelée", topic="harassment", match="phrase")])
    assert [match.intent for match in own.find("prévention ou pas, je suis harcelée")] == ["at-risk"]


def test_a_context_makes_no_match():
    assert kinds("que faire ? à qui en parler ? une étude") == []
