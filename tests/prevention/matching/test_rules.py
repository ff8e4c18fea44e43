"""Languages, accents, cues, neighbours, and the rule of the longer wording."""

import threading

import pytest

from safety_centre.prevention.matching import Matcher

from .sample import MATCHER, TERMS, found, term


def test_a_declared_language_leaves_the_others_out():
    assert found("du pain frais", language="fr") == []
    assert found("so much pain", language="en") == ["pain"]
    assert found("du pain frais") == ["pain"]
    assert found("une pute", language="en") == []


@pytest.mark.parametrize("language", ["fr", "fr-CA", "FR", "fr_BE"])
def test_only_the_first_part_of_a_language_tag_counts(language):
    assert found("une pute, so much pain", language=language) == ["pute"]


def test_a_language_without_terms_lets_all_count():
    assert found("une pute, so much pain", language="it") == ["pute", "pain"]
    assert found("une pute", language="") == ["pute"]


def test_shared_terms_count_in_every_language():
    for language in ("fr", "en", "ar", None):
        assert found("proana 🔪🩸", language=language) == ["pro-ana", "🔪🩸"]


def test_long_wordings_count_in_hashtags_of_any_language():
    assert found("", ["jeveuxmourir", "harcelement"], language="en") == ["je veux mourir", "harcèlement"]
    assert found("", ["pute"], language="en") == []


def test_the_declared_language_gives_the_term_where_both_have_it():
    (match,) = MATCHER.find("suicide", language="en")
    assert match.language == "en"
    (match,) = MATCHER.find("suicide", language="fr")
    assert match.language == "fr"
    assert len(MATCHER.find("suicide")) == 1


def test_accents_count_where_the_term_says_so():
    assert found("je jeûne depuis hier") == ["jeûne"]
    assert found("JE JEÛNE") == ["jeûne"]
    assert found("je jeu\u0302ne") == ["jeûne"]
    assert found("un jeune") == []


def test_accents_don_t_count_otherwise():
    assert found("harcelement hârcèlémènt HARCÈLEMENT") == ["harcèlement"] * 3


@pytest.mark.parametrize(
    ("text", "tags", "counts"),
    [
        ("harassed", [], True),
        ("they harassed me again last night", [], True),  # six words
        ("they harassed me again last night too", [], False),
        ("@one @two they harassed me again last night #sad https://example.org/1", [], True),
        ("the bank harassed its customers with letters, at school and everywhere", [], True),
        ("the bank harassed its customers with letters all over the place", [], False),
        ("what a long day it was for all of us #harassed", [], True),
        ("what a long day it was for all of us", ["harassed"], True),
        ("the bank h4rassed its customers with letters all over the place", [], True),  # who disguises it means it
        ("the bank short its customers harassed with letters all over", [], False),  # the marker is no word
    ],
)
def test_some_words_need_company_in_a_long_text_only(text, tags, counts):
    assert (found(text, tags, language="en") == ["harassed"]) is counts


def test_not_with_silences_the_whole_post():
    assert found("ma dépression") == ["dépression"]
    assert found("dépression sur l'Atlantique, bulletin météo") == []
    assert found("dépression", ["meteo"]) == []


def test_neighbours_may_touch_a_word():
    assert found("suicides antisuicide anti-suicide") == ["suicide"] * 3
    assert found("suicidex presuicide") == []


def test_a_longer_seeking_help_phrase_wins_over_what_lies_inside():
    (match,) = MATCHER.find("la prévention du suicide au lycée")
    assert (match.term, match.intent, match.level) == ("prévention du suicide", "seeking-help", "concern")


def test_a_seeking_help_phrase_gives_its_intent_to_other_topics_inside_it():
    matches = MATCHER.find("comment aider une amie harcelée")
    assert [(m.topic, m.intent) for m in matches] == [
        ("suicide-self-harm", "seeking-help"),
        ("harassment", "seeking-help"),
    ]
    assert [m.intent for m in MATCHER.find("elle est harcelée")] == ["at-risk"]


def test_what_stands_beside_a_seeking_help_phrase_keeps_its_intent():
    matches = MATCHER.find("aider une amie harcelée, moi harcelée")
    assert [m.intent for m in matches] == ["seeking-help", "seeking-help", "at-risk"]


def test_of_overlapping_wordings_of_a_family_the_longest_counts():
    matcher = Matcher(
        [
            term("envie de mourir", match="phrase", family="m"),
            term("mourir ce soir", match="phrase", family="m"),
            term("mourir", family="m"),
            term("soir noir", match="phrase", family="n"),
        ]
    )
    assert [m.term for m in matcher.find("envie de mourir ce soir")] == ["envie de mourir"]
    assert [m.term for m in matcher.find("mourir ce soir noir")] == ["mourir ce soir", "soir noir"]


def test_exceptions_hold_for_the_whole_family_of_a_language():
    matcher = Matcher(
        [
            term("mort", family="m", exceptions=("mort de rire",)),
            term("je suis mort", match="phrase", family="m"),
            term("mort", family="m", language="en"),
        ]
    )
    assert matcher.find("je suis mort de rire", language="fr") == []
    assert [m.language for m in matcher.find("mort de rire", language="en")] == ["en"]


def test_an_empty_lexicon_finds_nothing():
    assert Matcher([]).find("suicide #suicide s u i c i d e", ["suicide"]) == []


def test_a_term_without_letters_matches_nothing():
    assert Matcher([term("..."), term("#"), term(" ")]).find("... # a b c", ["..."]) == []


def test_the_version_is_that_of_the_terms_whatever_their_order():
    assert Matcher(reversed(TERMS)).version == MATCHER.version
    assert Matcher(TERMS[1:]).version != MATCHER.version
    assert len(MATCHER.version) == 16


def test_threads_may_share_a_matcher():
    texts = ["su1cide", "je veux mourir", "rien", "#stopsuicidenow"] * 50
    expected = [MATCHER.find(text) for text in texts]
    results: list[list] = []

    def work():
        results.append([MATCHER.find(text) for text in texts])

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [expected] * 4
