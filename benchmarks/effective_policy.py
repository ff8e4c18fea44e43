"""What one account's effective policy costs: `python benchmarks/effective_policy.py`.

Prints microseconds and, what counts, the ratio to a floor taken in the same run: reading the same choices as JSON and
writing the policy as JSON, which any answer to a platform has to do anyway. Exits with 1 above a millisecond or above
the ratio's limit.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from family_pairing.policy.bands import YOUNGER  # noqa: E402
from family_pairing.policy.catalogue import SETTINGS  # noqa: E402
from family_pairing.policy.effective import Choices, Chosen, effective_policy  # noqa: E402

ROUNDS = 400
MOST_MICROSECONDS = 1000.0
MOST_RATIO = 10.0

DEFAULTS = {setting.key: setting.younger for setting in SETTINGS}
LARGE = {
    **DEFAULTS,
    "filtered_keywords": [f"word {number:03}" for number in range(200)],
    "time_away": [[day * 1440 + 60 * hour, day * 1440 + 60 * hour + 45] for day in range(7) for hour in (8, 12, 16)],
}
FAMILIES: list[tuple[str, int, dict[str, object]]] = [
    ("no guardian, nothing chosen", 0, {}),
    ("one guardian, three settings", 1, {key: DEFAULTS[key] for key in ("comments", "search", "daily_screen_time")}),
    ("two guardians, everything chosen", 2, DEFAULTS),
    ("four guardians, long lists", 4, LARGE),
]


def clock(work: Callable[[], object]) -> float:
    """Give the best time of one run of `work`, in microseconds."""
    best = float("inf")
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return best * 1e6


def measure(guardians: int, chosen: dict[str, object]) -> tuple[float, float]:
    """Give the microseconds of the policy and of the floor for a family where everybody chose `chosen`."""
    made: Choices = {key: Chosen(value) for key, value in chosen.items()}
    family = [(number, made) for number in range(guardians)]
    policy = {key: [held.value, held.set_by] for key, held in effective_policy(YOUNGER, family, made).items()}
    read, written = json.dumps([chosen] * (guardians + 1)), policy

    def floor() -> tuple[object, str]:
        return json.loads(read), json.dumps(written)

    return clock(lambda: effective_policy(YOUNGER, family, made)), clock(floor)


def main() -> int:
    """Print one line a family; return what the shell gets."""
    within = True
    for name, guardians, chosen in FAMILIES:
        policy, floor = measure(guardians, chosen)
        print(f"{name:34} {policy:7.1f} µs   JSON alone {floor:7.1f} µs   ratio {policy / floor:4.2f}")
        within = within and policy < MOST_MICROSECONDS and policy / floor < MOST_RATIO
    return 0 if within else 1


if __name__ == "__main__":
    sys.exit(main())
