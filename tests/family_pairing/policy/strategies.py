"""Values of every kind as hypothesis draws them: what a browser may send, and what the database holds."""

from hypothesis import strategies as st

from family_pairing.policy import windows
from family_pairing.policy.catalogue import CATALOGUE, SETTINGS
from family_pairing.policy.effective import Chosen
from family_pairing.policy.kinds import Choice, FromTime, Keywords, Kind, WeekdayMinutes, WeeklyWindows

MINUTES_OF_WEEK = st.integers(0, windows.WEEK - 1)
EDGES = st.sampled_from([0, 1, 420, 1260, 1439, 1440, windows.WEEK - 1, windows.WEEK - 180])
SPANS = st.lists(
    st.tuples(MINUTES_OF_WEEK | EDGES, st.integers(1, windows.WEEK) | st.sampled_from([1, 600, 1440])).map(
        lambda pair: [pair[0], pair[0] + pair[1]]
    ),
    max_size=4,
)
CLOCK_TIMES = st.times().map(lambda time: time.strftime("%H:%M"))
TYPED = st.text(st.characters(codec="utf-8"), max_size=12) | st.sampled_from(["Régime", "re\u0301gime", " A  b ", "ﬁn"])
KEYS = st.sampled_from([setting.key for setting in SETTINGS])


def raw(kind: Kind) -> st.SearchStrategy:
    """Values of ``kind`` that are right, though seldom canonical."""
    if isinstance(kind, Choice):
        return st.sampled_from(kind.values)
    if isinstance(kind, Keywords):
        return st.lists(TYPED, max_size=5)
    if isinstance(kind, WeekdayMinutes):
        return st.integers(0, 1440) | st.lists(st.integers(0, 1440), min_size=7, max_size=7)
    if isinstance(kind, WeeklyWindows):
        return SPANS
    assert isinstance(kind, FromTime), kind
    return st.just("") | CLOCK_TIMES | CLOCK_TIMES.map(lambda text: f"{text}:30")


def values(kind: Kind) -> st.SearchStrategy:
    """Canonical values of ``kind``."""
    return raw(kind).map(kind.clean)


def choices(keys: st.SearchStrategy = KEYS) -> st.SearchStrategy:
    """What one person chose: some settings, a value each."""

    def of(names: set[str]) -> st.SearchStrategy:
        return st.fixed_dictionaries({name: values(CATALOGUE[name].kind).map(Chosen) for name in names})

    return st.sets(keys, max_size=5).flatmap(of)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)
