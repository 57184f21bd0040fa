"""Ten skill groups, two tiers and three classes: nobody is passed over who could have been served."""

import random
from itertools import pairwise
from typing import Any

import pytest

from tests.unit.handoff.replay.rosters import Rows, replayed

TARGETS = {"vip": 20.0, "standard": 120.0, "slow": 300.0}
SPREAD_S = 280.0
GROUPS = [f"s{number}" for number in range(10)]


def _day(seed: int) -> tuple[Rows, Rows]:
    drawn, at_s = random.Random(seed), 0.0
    agents: Rows = [
        {
            "id": f"a{number}",
            "capacity": 1,
            "skills": {name: drawn.randint(1, 5) for name in drawn.sample(GROUPS, 3)},
        }
        for number in range(60)
    ]
    tasks: Rows = []
    for number in range(6_000):
        at_s += drawn.expovariate(58 / 300)
        tasks.append(
            {
                "id": f"t{number}",
                "at_s": at_s,
                "service_s": drawn.expovariate(1 / 300),
                "needs": {drawn.choice(GROUPS): drawn.randint(1, 3)},
                "class": drawn.choices(list(TARGETS), (2, 6, 2))[0],
                "tier": 0 if drawn.random() < 0.03 else 1,
            }
        )
    return agents, tasks


@pytest.mark.parametrize("seed", [1, 2])
def test_order_spread_and_work_conservation(seed: int) -> None:
    agents, tasks = _day(seed)
    found = replayed(agents, tasks, [{"id": "q", "target_wait_s": TARGETS}])
    assert set(found["agent"]) == {row["id"] for row in tasks}
    begun = {row["id"]: row["at_s"] + found["waits"][row["id"]] for row in tasks}
    skills = {row["id"]: row["skills"] for row in agents}
    overtaken = _check_order(tasks, begun, found["agent"], skills)
    assert overtaken > 500, "a day on which nobody had to wait for another would show nothing"
    _check_nobody_idle(tasks, begun, found["agent"], skills)


def _able(skills: dict[str, int], row: dict[str, Any]) -> bool:
    return all(skills.get(name, 0) >= level for name, level in row["needs"].items())


def _check_order(
    tasks: Rows, begun: dict[str, float], agent: dict[str, str], skills: dict[str, dict[str, int]]
) -> int:
    """Whoever is served while another waits that the agent could have served has the smaller key."""
    seen = 0
    ordered = sorted(tasks, key=lambda row: begun[row["id"]])
    waiting: Rows = []
    arriving = iter(tasks)
    following = next(arriving, None)
    for row in ordered:
        now = begun[row["id"]]
        while following is not None and following["at_s"] <= now:
            waiting.append(following)
            following = next(arriving, None)
        waiting = [other for other in waiting if begun[other["id"]] > now]
        for other in waiting:
            if _able(skills[agent[row["id"]]], other):
                seen += 1
                assert _key(row) < _key(other)
                if row["tier"] == other["tier"]:
                    assert row["at_s"] - other["at_s"] < SPREAD_S
    return seen


def _key(row: dict[str, Any]) -> tuple[int, float]:
    return row["tier"], row["at_s"] + TARGETS[row["class"]]


def _check_nobody_idle(
    tasks: Rows, begun: dict[str, float], agent: dict[str, str], skills: dict[str, dict[str, int]]
) -> None:
    """While a task waits, everybody who could serve it is at work."""
    work: dict[str, list[tuple[float, float]]] = {name: [] for name in skills}
    for row in tasks:
        work[agent[row["id"]]].append((begun[row["id"]], begun[row["id"]] + row["service_s"]))
    for spans in work.values():
        spans.sort()
        assert all(one[1] <= two[0] for one, two in pairwise(spans)), "one at a time"
    for row in tasks[::7]:
        middle = (row["at_s"] + begun[row["id"]]) / 2
        if middle > row["at_s"]:
            for name, has in skills.items():
                if _able(has, row):
                    assert any(begin <= middle < end for begin, end in work[name])
