"""Extra time raises the limit of who gives it, and no one else's."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from family_pairing.policy.bands import BANDS, OLDER
from family_pairing.policy.effective import Chosen, effective_policy
from family_pairing.policy.extra_time import KEY, OFFERS, REST_OF_DAY, limit_on
from family_pairing.policy.windows import DAY

TUESDAY = dt.date(2026, 11, 24)
REFS = st.sampled_from(["mum", "dad", "aunt"])
LIMITS = st.lists(st.integers(0, DAY), min_size=7, max_size=7).map(lambda minutes: {KEY: Chosen(minutes)})
GUARDIANS = st.dictionaries(REFS, LIMITS | st.just({}), max_size=3).map(lambda found: list(found.items()))
TEEN = st.just({}) | LIMITS
GRANTS = st.lists(st.tuples(REFS, st.sampled_from(OFFERS)), max_size=5)
DAYS = st.integers(0, 6).map(lambda ahead: TUESDAY + dt.timedelta(days=ahead))


@given(DAYS, st.sampled_from(BANDS), GUARDIANS, TEEN)
def test_without_extra_time_it_is_the_policys_limit(day, band, guardians, teen):
    limit = limit_on(day, band, guardians, teen)
    assert limit.minutes == limit.usual == effective_policy(band, guardians, teen)[KEY].value[day.weekday()]


@given(DAYS, st.sampled_from(BANDS), GUARDIANS, TEEN, GRANTS)
def test_extra_time_only_adds_and_nobody_undoes_anothers_limit(day, band, guardians, teen, grants):
    limit = limit_on(day, band, guardians, teen, grants)
    assert limit.usual <= limit.minutes <= DAY
    assert limit == limit_on(day, band, guardians, teen, grants[::-1])
    assert limit.set_by
    for ref, found in guardians:
        given_by_them = [minutes for giver, minutes in grants if giver == ref]
        if found and REST_OF_DAY not in given_by_them:
            assert limit.minutes <= found[KEY].value[day.weekday()] + sum(given_by_them)
    if teen:
        assert limit.minutes <= teen[KEY].value[day.weekday()]


@given(DAYS, GUARDIANS, TEEN, GRANTS, REFS, st.sampled_from(OFFERS))
def test_one_more_grant_never_takes_time_away(day, guardians, teen, grants, ref, minutes):
    before = limit_on(day, OLDER, guardians, teen, grants)
    assert limit_on(day, OLDER, guardians, teen, [*grants, (ref, minutes)]).minutes >= before.minutes


@pytest.mark.parametrize(
    ("guardians", "teen", "grants", "minutes", "set_by"),
    [
        ([], {}, [], 60, ("default",)),
        ([], {}, [("mum", 15), ("dad", 30)], 105, ("default",)),
        ([("mum", 60)], {}, [("mum", 15), ("mum", 15)], 90, ("guardian:mum",)),
        ([("mum", 60)], {}, [("dad", 30)], 60, ("guardian:mum",)),
        ([("mum", 60), ("dad", 60)], {}, [("dad", REST_OF_DAY)], 60, ("guardian:mum",)),
        ([("mum", 60), ("dad", 60)], {}, [("dad", 30), ("mum", 15)], 75, ("guardian:mum",)),
        ([("mum", 60)], {}, [("mum", REST_OF_DAY)], DAY, ("guardian:mum",)),
        ([("mum", 60)], {KEY: Chosen([45] * 7)}, [("mum", 30)], 45, ("teen",)),
        ([("mum", 0)], {}, [("mum", 15)], 15, ("guardian:mum",)),
    ],
)
def test_whose_limit_it_is(guardians, teen, grants, minutes, set_by):
    found = [(ref, {KEY: Chosen([limit] * 7)}) for ref, limit in guardians]
    limit = limit_on(TUESDAY, OLDER, found, teen, grants)
    assert (limit.minutes, limit.set_by) == (minutes, set_by)


def test_what_is_left_is_never_below_nothing():
    limit = limit_on(TUESDAY, OLDER, [("mum", {KEY: Chosen([60] * 7)})], {}, [("mum", 15)])
    assert (limit.extra, limit.left(20), limit.left(75), limit.left(200)) == (15, 55, 0, 0)
