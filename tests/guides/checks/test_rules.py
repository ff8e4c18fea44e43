"""What sentences can't show: places, keys, structure, reading level, roles, speed."""

import datetime as dt
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guides.checks import Block, Document, Passage, check, read_sides, rules
from guides.checks.rules import DATA, language, read_yaml
from guides.checks.text import normalise, read_rich, sentences
from tests.guides.checks.test_sentences import table

DAY = dt.date(2026, 11, 24)
BAD = "Elle a réussi son suicide."


def document(*texts: str, code: str = "fr", tab: str = "teen", role: str = "prose", **facts) -> Document:
    passages = tuple(Passage(tab, text, f"b{n}", role=role) for n, text in enumerate(texts))
    return Document(code, passages, sides=(tab,), **facts)


def keys(doc: Document, rule: str = "suicide-wording") -> list[str]:
    return [finding.key for finding in check(doc, DAY) if finding.rule == rule]


def test_a_key_survives_edits_elsewhere_and_dies_with_its_sentence():
    (key,) = keys(document(BAD, "Une autre phrase."))
    assert keys(document(f"Avant. {BAD} Après.", "Toute autre chose.")) == [key]
    assert keys(document("ELLE A  réussi son\u202fsuicide.")) == [key]
    assert keys(document("Elle a hélas réussi son suicide.")) != [key]


def test_equal_sentences_have_keys_of_their_own():
    assert len(set(keys(document(f"{BAD} {BAD}", BAD)))) == 3


@pytest.mark.parametrize("role", ["source", "dont"])
def test_titles_of_works_and_what_not_to_say_may_hold_the_words(role):
    assert not keys(document("Réussir son suicide", role=role))


def test_words_to_say_and_quotes_are_not_free():
    assert keys(document("J’ai raté mon suicide.", role="say"))


def test_topic_narrows_must_to_its_own_pages():
    text = "Son IMC était descendu à 14."
    levels = {
        topic: [f.level for f in check(document(text, topic=topic), DAY) if f.rule == "eating-bmi"]
        for topic in ("eating-disorders", "hate")
    }
    assert levels == {"eating-disorders": ["must"], "hate": ["advice"]}


@pytest.mark.parametrize(
    ("topic", "rule"), [("suicide-self-harm", "suicide-helpline"), ("hate", "helpline"), ("", None)]
)
def test_a_side_without_help_lines(topic, rule):
    bare = document("Tu comptes.", topic=topic)
    found = {f.rule for f in check(bare, DAY)}
    assert found == ({rule} if rule else set())
    with_help = Document("fr", bare.passages, (Block("teen", "h", "helplines"),), ("teen",), topic)
    assert not check(with_help, DAY)


def test_each_side_needs_its_own_help_lines():
    passages = (Passage("teen", "Tu comptes."), Passage("parent", "Écoutez."))
    doc = Document(
        "fr", passages, (Block("teen", "h", "helplines"),), ("teen", "parent", "friend"), "suicide-self-harm"
    )
    assert [(f.rule, f.tab) for f in check(doc, DAY)] == [("suicide-helpline", "parent")]


@pytest.mark.parametrize(
    ("reviewed", "due", "rule"),
    [
        (None, None, "review-missing"),
        (DAY, None, "review-missing"),
        (DAY, DAY, None),
        (DAY - dt.timedelta(400), DAY - dt.timedelta(1), "review-overdue"),
    ],
)
def test_review_dates(reviewed, due, rule):
    doc = document("Tu comptes.", is_reviewed=True, reviewed_on=reviewed, next_review=due)
    assert [f.rule for f in check(doc, DAY)] == ([rule] if rule else [])


@pytest.mark.parametrize(
    ("alt", "fine"),
    [("", False), ("  ", False), ("IMG_2034.jpg", False), ("capture 12", False), ("Deux amies sur un banc.", True)],
)
def test_alternative_texts(alt, fine):
    doc = Document("fr", (), (Block("teen", "i", "image", {"alt": alt}),))
    assert [f.rule for f in check(doc, DAY)] == ([] if fine else ["image-alt"])


def test_videos():
    doc = Document("en", (), (Block("teen", "v", "video", {"captions": 0, "transcript": False}),))
    assert {f.rule for f in check(doc, DAY)} == {"video-captions", "video-transcript"}
    doc = Document("en", (), (Block("teen", "v", "video", {"captions": 1, "transcript": True}),))
    assert not check(doc, DAY)


def test_headings_with_nothing_below_and_bold_lines_that_play_heading():
    passages = (Passage("teen", "Un", "a", role="title"), Passage("teen", "Deux", "b", role="title"))
    doc = Document("fr", passages, (Block("teen", "a", "heading"), Block("teen", "b", "heading")))
    assert [f.block for f in check(doc, DAY)] == ["a", "b"]
    rich = read_rich("<p><b>Ce que tu peux faire</b></p><p>Parle <b>à quelqu’un</b>.</p>")
    assert rich.bold_lines == ("Ce que tu peux faire",)


@pytest.mark.parametrize("code", ["fr", "en"])
def test_links_that_say_nothing(code):
    vague = {
        "fr": ["Cliquez ici", "en savoir plus", "https://example.org"],
        "en": ["Click here", "Read more »", "here"],
    }
    good = {"fr": ["Comment signaler une vidéo", "Ici, on écoute"], "en": ["How to report a video", "Here to listen"]}
    for texts, expected in ((vague[code], "vague-link"), (good[code], None)):
        for text in texts:
            doc = Document(code, (Passage("teen", text, "b", links=(text,)),))
            assert ({f.rule for f in check(doc, DAY)} == {expected}) == bool(expected), text


def test_reading_level_says_which_side():
    hard = " ".join(table("fr")["long-sentence"]["triggers"])
    easy = "Tu peux parler à quelqu’un ce soir. On te croit. Ce n’est pas ta faute. " * 8
    doc = Document("fr", (Passage("teen", hard), Passage("friend", easy)), sides=("teen", "friend"))
    assert [(s.tab, s.band) for s in read_sides(doc, language("fr"))] == [("teen", "hard"), ("friend", "easy")]
    assert [f.tab for f in check(doc, DAY) if f.rule == "reading-level"] == ["teen"]


def test_a_language_without_rules_has_no_findings():
    assert check(document(BAD, code="de"), DAY) == []


def test_regional_variants_use_their_language():
    assert keys(document(BAD, code="fr-ca"))


def test_every_rule_says_why_where_from_and_what_is_better():
    for one in rules().values():
        for code in ("fr", "en"):
            assert one.title[code]
            assert one.why[code]
            known = {patterns.rule: patterns.better for patterns in language(code).patterns}
            assert known.get(one.id) or one.better.get(code), one.id
        assert one.source.title
        assert one.level in {"must", "advice"}
    assert {row["rule"] for code in ("fr", "en") for row in read_yaml(f"{code}.yaml")["rules"]} <= set(rules())
    assert sorted(path.name for path in DATA.glob("*.yaml")) == ["en.yaml", "fr.yaml", "rules.yaml"]


@given(st.text(max_size=300))
def test_normalising_keeps_every_place(text):
    assert len(normalise(text)) == len(text)


@given(st.text(alphabet="ab .!?…»«“”\"'\nÉ1\u202f", max_size=200))
def test_sentences_lose_nothing_but_spaces(text):
    assert "".join("".join(s.text.split()) for s in sentences(text)) == "".join(text.split())


@given(st.lists(st.sampled_from([s for kinds in table("fr").values() for s in kinds["triggers"]]), max_size=6))
def test_any_mixture_has_keys_that_differ(texts):
    found = check(document(*texts), DAY)
    assert len({f.key for f in found}) == len(found)


@pytest.mark.parametrize("code", ["fr", "en"])
def test_a_long_guide_is_checked_in_fifty_milliseconds(code):
    """Three sides of 1,500 words, made of ordinary sentences; processor time, best of five."""
    ordinary = [s for kinds in table(code).values() for s in kinds["passes"]]
    passages = []
    for tab in ("teen", "parent", "friend"):
        count, number = 0, 0
        while count < 1500:
            text = " ".join(ordinary[(number * 3 + n) % len(ordinary)] for n in range(3))
            passages.append(Passage(tab, text, f"{tab}{number}"))
            count, number = count + len(text.split()), number + 1
    doc = Document(code, tuple(passages), sides=("teen", "parent", "friend"))
    check(doc, DAY)
    took = []
    for _ in range(5):
        start = time.process_time()
        check(doc, DAY)
        took.append(time.process_time() - start)
    assert min(took) < 0.05, took
