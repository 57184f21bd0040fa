"""Equal agents: the replay is exactly first come, first served, and what Erlang's formulas say of it."""

import json
import math
import statistics
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.unit.handoff.replay.rosters import Rows, arrivals, equal_agents, kiefer_wolfowitz, replayed

ERLANG = json.loads(Path(__file__).with_name("erlang.json").read_text("utf-8"))
RUNS, ARRIVALS, WARM_UP = 12, 6_000, 1_000
T_999 = 4.437
"""Student's t for 11 degrees of freedom: the interval holds 99.9 % of the time."""


@pytest.mark.parametrize(("servers", "load"), [(1, 0.9), (7, 6.8), (100, 99.0)])
def test_waits_are_those_of_the_recursion(servers: int, load: float) -> None:
    tasks = arrivals(8_000, load, 300.0, seed=servers)
    expected = kiefer_wolfowitz(tasks, servers)
    assert replayed(equal_agents(servers), tasks)["waits"] == expected
    assert max(expected.values()) > 100.0, "a day without a queue would show nothing"


def test_slots_of_an_agent_are_servers() -> None:
    tasks = arrivals(5_000, 11.5, 300.0, seed=4)
    found = replayed([{"id": f"a{index}", "capacity": 3} for index in range(4)], tasks)
    assert found["waits"] == kiefer_wolfowitz(tasks, 12)


def test_wrapping_up_takes_an_agents_time() -> None:
    drawn = arrivals(3_000, 8, 256, 5)
    tasks = [row | {"service_s": 256.0, "at_s": float(round(row["at_s"]))} for row in drawn]
    found = replayed(equal_agents(10), tasks, wrap_s=32.0)
    assert found["waits"] == kiefer_wolfowitz(tasks, 10, extra_s=32.0)


def test_the_order_in_the_file_does_not_matter() -> None:
    tasks = arrivals(2_000, 6.8, 300.0, seed=6)
    backwards = replayed(equal_agents(7), tasks[::-1])
    assert backwards["waits"] == kiefer_wolfowitz(tasks, 7)


@pytest.mark.parametrize("agents", [10])
def test_erlang_c(agents: int) -> None:
    row = next(each for each in ERLANG["erlang_c"] if each["agents"] == agents)

    def drawn(seed: int) -> Rows:
        return arrivals(ARRIVALS, row["load_erl"], row["aht_s"], seed)

    _agrees(row, drawn, "p_wait", "asa_s", "sl")


@pytest.mark.parametrize("agents", [20])
def test_erlang_a(agents: int) -> None:
    row = next(each for each in ERLANG["erlang_a"] if each["agents"] == agents)

    def drawn(seed: int) -> Rows:
        return arrivals(ARRIVALS, row["load_erl"], row["aht_s"], seed, row["patience_s"])

    _agrees(row, drawn, "p_abandon", "mean_wait_all_s", "sl_all")


def _agrees(row: dict[str, Any], drawn: Callable[[int], Rows], *names: str) -> None:
    """Each figure lies in the interval of the runs' means, which has to be narrow enough to say something."""
    runs = [_figures(drawn(seed), row) for seed in range(RUNS)]
    for name in names:
        values = [run[name] for run in runs]
        half = T_999 * statistics.stdev(values) / math.sqrt(RUNS)
        assert abs(statistics.mean(values) - row[name]) <= half, name
        assert half < max(row[name], 0.1), name


def _figures(tasks: Rows, row: dict[str, Any]) -> dict[str, float]:
    waits = replayed(equal_agents(row["agents"]), tasks)["waits"]
    counted = tasks[WARM_UP:]
    waited = [
        each["patience_s"] if waits[each["id"]] == "abandoned" else waits[each["id"]] for each in counted
    ]
    answered = [waits[each["id"]] for each in counted if waits[each["id"]] != "abandoned"]
    in_time = sum(wait <= row["sl_T_s"] for wait in answered) / len(counted)
    return {
        "p_wait": sum(wait > 0 for wait in waited) / len(counted),
        "asa_s": statistics.mean(waited),
        "sl": in_time,
        "sl_all": in_time,
        "p_abandon": 1 - len(answered) / len(counted),
        "mean_wait_all_s": statistics.mean(waited),
    }


def test_equal_agents_get_equal_shares() -> None:
    drawn = arrivals(3_000, 6.0, 300.0, seed=9)
    found = replayed(equal_agents(7), [row | {"service_s": 300.0} for row in drawn])
    for begin in range(0, 3_000, 500):
        window = drawn[begin : begin + 500]
        counts = Counter(found["agent"][row["id"]] for row in window)
        assert len(counts) == 7
        assert max(counts.values()) - min(counts.values()) <= 1
