"""What must hold for any text whatever."""

import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from safety_centre.prevention.matching import explain, normalise
from safety_centre.prevention.matching.normalise import fold, fold_character

from .sample import MATCHER, found

ANY = st.text(st.characters(exclude_categories=()), max_size=80)  # lone surrogates too
# Texts that hold disguised terms more often than chance would.
PIECES = st.sampled_from(
    [
        *("s", "u", "i", "c", "i", "d", "e", "suicide", "su", "icide", "s.u.i", "c1de", "je veux", "mourir", "de rire"),
        *("pute", "kill", "myself", "viol", "squad", "stop", "#", "#Stop", "ana", "mia", "iii", "aa", "I", "l", "L"),
        *(" ", " ", ".", "-", "_", "*", "!", "1", "3", "0", "@", "$", "|", "'", "’", "\x7f", "\x1c", "\n", "\x00"),
        *("\u200b", "\u0301", "é", "І", "ѕ", "😂", "🔪", "🩸", "œ", "ß", "ﷺ", "انتحار", "½", "ⓢ", "🇸"),
    ]
)
DISGUISED = st.lists(PIECES, max_size=14).map("".join)
INVISIBLE = st.sampled_from(["\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u202e", "\ufe0f", "\u180e"])
SPELLINGS = st.sampled_from(
    ["suicide", "je veux mourir", "harcèlement", "kill myself", "sextorsion", "unalive", "pro-ana"]
)
INNOCENT = st.sampled_from(
    ["bonne journée", "le 12 à 14h30", "see you tomorrow", "#pourtoi", "rdv chez mamie", "😂", ""]
)


@settings(deadline=None)
@given(ANY)
def test_normalising_is_idempotent(text):
    once = normalise(text).text
    assert normalise(once).text == once


@settings(deadline=None)
@given(ANY | DISGUISED)
def test_offsets_lie_inside_the_text_and_never_decrease(text):
    result = normalise(text)
    assert len(result.offsets) == len(result.text)
    assert all(0 <= offset < len(text) for offset in result.offsets)
    assert list(result.offsets) == sorted(result.offsets)
    folded = fold(text)
    assert len(folded.origins) == len(folded.text)
    assert list(folded.origins) == sorted(folded.origins)


@settings(deadline=None)
@given(ANY)
def test_folding_a_text_is_folding_its_characters(text):
    assert fold(text).text == "".join(map(fold_character, text))


@settings(deadline=None, max_examples=400)
@given(ANY | DISGUISED, st.lists(ANY | DISGUISED, max_size=3), st.sampled_from([None, "fr", "en", "xx", ""]))
def test_finding_never_raises_and_places_lie_inside(text, hashtags, language):
    for match in MATCHER.find(text, hashtags, language):
        whole = text if match.hashtag_index is None else hashtags[match.hashtag_index]
        assert 0 <= match.start < match.end <= len(whole)
        assert (match.source == "text") == (match.hashtag_index is None)


@settings(deadline=None, max_examples=600)
@given(DISGUISED, st.lists(DISGUISED, max_size=2))
def test_the_quick_look_never_hides_what_the_close_look_finds(text, hashtags):
    assert MATCHER.find(text, hashtags) == MATCHER.matches_of(MATCHER.examine(text, hashtags))


@settings(deadline=None)
@given(SPELLINGS, INVISIBLE, st.data())
def test_invisible_characters_change_nothing(spelling, invisible, data):
    places = data.draw(st.sets(st.integers(0, len(spelling))))
    text = "".join((invisible if place in places else "") + letter for place, letter in enumerate(spelling))
    assert found(text) == [spelling]


@settings(deadline=None)
@given(SPELLINGS, st.data())
def test_case_changes_nothing(spelling, data):
    capitals = data.draw(st.lists(st.booleans(), min_size=len(spelling), max_size=len(spelling)))
    # A capital I after a small letter may be an l as well; the word is found all the same.
    text = "".join(c.upper() if up else c for c, up in zip(spelling, capitals, strict=True))
    assert found(text) == [spelling]


@settings(deadline=None)
@given(SPELLINGS, st.data())
def test_accents_change_nothing(spelling, data):
    marks = data.draw(
        st.lists(
            st.sampled_from(["", "\u0301", "\u0300", "\u0308", "\u0327\u0302"]), min_size=len(spelling), max_size=99
        )
    )
    bare = unicodedata.normalize("NFD", spelling)
    text = "".join(c + (mark if c.isalpha() else "") for c, mark in zip(bare, marks + [""] * 99, strict=False))
    assert found(text) == [spelling]
    assert found(unicodedata.normalize("NFC", text)) == [spelling]


@settings(deadline=None)
@given(SPELLINGS, st.integers(3, 30), st.data())
def test_stretching_a_letter_changes_nothing(spelling, times, data):
    place = data.draw(st.integers(0, len(spelling) - 1).filter(lambda i: spelling[i].isalpha()))
    assert found(spelling[:place] + spelling[place] * times + spelling[place + 1 :]) == [spelling]


@settings(deadline=None)
@given(SPELLINGS, INNOCENT, INNOCENT, st.sampled_from([" ", "\n", ". ", " | ", ", ", " … ", "\t", " — ", " 😂 "]))
def test_what_stands_before_and_after_changes_nothing(spelling, before, after, separator):
    assert found(f"{before}{separator}{spelling}{separator}{after}") == [spelling]


@settings(deadline=None)
@given(
    st.sampled_from(["suicide", "harcelement", "sextorsion", "unalive"]),
    st.sampled_from([".", "-", "_", "*", "/", " ", "🖤"]),
)
def test_separators_between_letters_change_nothing(spelling, separator):
    assert len(found(separator.join(spelling))) == 1


@settings(deadline=None)
@given(DISGUISED)
def test_explaining_agrees_with_finding(text):
    explanation = explain(MATCHER, text)
    assert [explained.match for explained in explanation.matches] == MATCHER.find(text)
    for explained in explanation.matches:
        assert explained.written == text[explained.match.start : explained.match.end]
        for step in explained.steps:
            assert step.before != step.after
