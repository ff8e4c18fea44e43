"""One account's policy costs well under a millisecond of Python, for the largest family that we expect."""

import time

from family_pairing.policy.bands import YOUNGER
from family_pairing.policy.catalogue import SETTINGS
from family_pairing.policy.effective import Chosen, effective_policy

NIGHTS = [[day * 1440 + 60 * hour, day * 1440 + 60 * hour + 45] for day in range(7) for hour in (8, 12, 16, 20)]
FULL = {
    **{setting.key: Chosen(setting.younger) for setting in SETTINGS},
    "filtered_keywords": Chosen([f"word {number:03}" for number in range(200)]),
    "time_away": Chosen(NIGHTS),
}


def test_a_full_family_takes_under_a_millisecond(capsys):
    guardians = [(number, FULL) for number in range(4)]
    times = []
    for _round in range(50):
        begun = time.perf_counter()
        policy = effective_policy(YOUNGER, guardians, FULL)
        times.append(time.perf_counter() - begun)
    best = min(times)
    with capsys.disabled():
        print(f"\neffective policy, four guardians who chose everything: {best * 1e6:.0f} µs")
    assert len(policy) == len(SETTINGS)
    assert best < 0.001
