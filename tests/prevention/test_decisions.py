"""Feed decisions: properties of the pure rule."""

from hypothesis import given
from hypothesis import strategies as st

from safety_centre.prevention.decisions import Decision, Item, Reason, Sensitivity, Viewer, cap_for, decide
from safety_centre.prevention.matching.lexicon import TOPICS

topics = st.frozensets(st.sampled_from(TOPICS))
items = st.lists(st.builds(Item, id=st.uuids().map(str), topics=topics, is_recovery=st.booleans()), max_size=30)
viewers = st.builds(Viewer, sensitivity=st.sampled_from(Sensitivity), covered=topics, is_paused=st.booleans())
LOOSE_TO_STRICT = list(Sensitivity)


@given(viewers, items, st.integers(1, 30))
def test_one_decision_an_item_in_order_and_never_more_covers_than_the_cap(viewer, page, cap):
    made = decide(viewer, page, cap=cap)
    assert [one.id for one in made] == [item.id for item in page]
    assert sum(one.decision is Decision.COVER for one in made) <= cap


@given(viewers, items, st.integers(1, 30), st.sampled_from(LOOSE_TO_STRICT))
def test_a_stricter_setting_never_shows_more(viewer, page, cap, other):
    loose, strict = sorted([viewer.sensitivity, other], key=LOOSE_TO_STRICT.index)
    looser = decide(Viewer(loose, viewer.covered, viewer.is_paused), page, cap=cap)
    stricter = decide(Viewer(strict, viewer.covered, viewer.is_paused), page, cap=cap)
    for one, two in zip(looser, stricter, strict=True):
        if one.decision is not Decision.SHOW:
            assert two.decision is not Decision.SHOW


@given(viewers, items, st.integers(1, 30))
def test_clearing_restores_exactly(viewer, page, cap):
    before = decide(Viewer(viewer.sensitivity), page, cap=cap)
    assert decide(Viewer(viewer.sensitivity, frozenset(), viewer.is_paused), page, cap=cap) == before


@given(viewers, items, st.randoms())
def test_order_matters_through_the_cap_only(viewer, page, random):
    shuffled = list(page)
    random.shuffle(shuffled)
    no_cap = len(page) + 1
    assert {one.id: one for one in decide(viewer, page, cap=no_cap)} == {
        one.id: one for one in decide(viewer, shuffled, cap=no_cap)
    }


@given(viewers, items, st.integers(1, 30))
def test_recovery_is_never_covered_and_what_isnt_sensitive_is_shown(viewer, page, cap):
    for item, made in zip(page, decide(viewer, page, cap=cap), strict=True):
        if item.is_recovery or not item.topics:
            assert made.decision is Decision.SHOW


@given(viewers, items, st.integers(1, 30))
def test_every_decision_has_a_reason_and_a_topic_where_there_is_one(viewer, page, cap):
    for item, made in zip(page, decide(viewer, page, cap=cap), strict=True):
        assert made.reason in Reason
        assert (made.topic in item.topics) if item.topics else made.topic == ""


def test_a_pause_shows_what_repetition_covers_and_nothing_that_a_setting_covers():
    page = [Item("1", frozenset({"hate"}))]
    for setting, decision in [("cover-on-repeat", "show"), ("always-cover", "cover"), ("hide", "skip")]:
        viewer = Viewer(Sensitivity(setting), frozenset({"hate"}), is_paused=True)
        assert decide(viewer, page, cap=5)[0].decision == decision


@given(st.integers(1, 200), st.integers(0, 100))
def test_the_cap_is_a_share_of_the_page_and_one_at_least(length, percent):
    assert 1 <= cap_for(length, percent) <= max(1, length)
