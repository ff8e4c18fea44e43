"""A long post is looked at in pieces: what is found is what one look at the whole finds."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safety_centre.prevention.matching import matcher as module
from safety_centre.prevention.matching.long_posts import LONG, MARGIN, PIECE

from .sample import MATCHER

ORDINARY = "ce matin j'étais trop fatiguée pour aller au lycée, mais ma meilleure amie est passée me chercher. "
PLANTED = [
    "je veux mourir", "su1cide", "s u i c i d e", "#jeveuxmourir", "suicide squad", "harcèlement", "mourir de rire",
    "aider une amie harcelée", "prévention du suicide", "tue toi", "dépression", "météo", "moooort", "s*icide",
]  # fmt: skip


def as_a_whole(text, hashtags=(), language="fr"):
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(module, "LONG", 10**9)
        return MATCHER.find(text, hashtags, language)


@st.composite
def long_texts(draw):
    """Ordinary sentences for 4,000 to 8,000 characters, with a few wordings in a few places."""
    sentences = [ORDINARY] * draw(st.integers(LONG // len(ORDINARY) + 1, 2 * LONG // len(ORDINARY)))
    for place, planted in draw(
        st.lists(st.tuples(st.integers(0, len(sentences) - 1), st.sampled_from(PLANTED)), max_size=3)
    ):
        sentences[place] += planted + " "
    return "".join(sentences)


@settings(max_examples=25)
@given(long_texts(), st.sampled_from(["fr", "en", None]))
def test_pieces_find_what_the_whole_look_finds(text, language):
    assert MATCHER.find(text, (), language) == as_a_whole(text, (), language)


def test_a_wording_at_a_cut_is_found_once_and_whole():
    for shift in range(PIECE - 2 * MARGIN, PIECE + 2 * MARGIN, 7):
        text = "a " * (shift // 2) + "je veux mourir " + "b " * LONG
        (found,) = MATCHER.find(text, (), "fr")
        assert text[found.start : found.end] == "je veux mourir"


def test_where_there_is_no_space_to_cut_at_nothing_is_made_of_half_a_word():
    text = ("x" * (PIECE + MARGIN) + "suicidexxsuicide" + "x" * PIECE) * 4
    assert MATCHER.find(text, (), "fr") == []


def test_many_hashtags_are_looked_at_each_alone():
    tags = [f"tag{number}" for number in range(LONG)]
    tags[700], tags[2_500] = "jeveuxmourir", "suicide"
    assert [(one.term, one.hashtag_index) for one in MATCHER.find("", tags, "fr")] == [
        ("je veux mourir", 700),
        ("suicide", 2_500),
    ]


def test_a_word_far_away_still_makes_a_term_innocent():
    text = "dépression " + ORDINARY * 100
    assert [one.term for one in MATCHER.find(text, (), "fr")] == ["dépression"]
    assert MATCHER.find(text + "météo", (), "fr") == []


def test_of_too_much_the_plain_wordings_come_first():
    """Thousands of words in disguise don't hide a plain one behind them."""
    text = "s.u.i.c.i.d.e x " * 5_000 + " je veux mourir"
    assert "je veux mourir" in [one.term for one in MATCHER.find(text, (), "fr")]
