"""The real bot and the real actions harmed under load: nothing lost, nothing twice, all answered.

Rows C1, C2, C4, C5, C6, C7 and C11 of the fault matrix (docs/reliability.md). `make faults` repeats each row
with hundreds of faults, and runs the broken builds of C5 and C7, too.
"""

from pathlib import Path

import pytest

from tests.faults.house import Build
from tests.faults.house_world import HousePlan, HouseWorld
from tests.faults.killing import Kill, Replace, Slow, Stop
from tests.faults.rows import ROWS
from tests.faults.rows.house_faults import MANY_EFFECTS
from tests.faults.test_kills import SEED, shown, sqlite

FAULTS = (
    Kill("bot"),
    Kill("bot", in_turn=True),
    Kill("actions"),
    Replace("10 MB", for_s=0.3),
    Slow("actions", for_s=1.0, held_s=30.0),
    Stop(1.0),
)
SLOW_MACHINE_S = 60.0
"""Here nothing is said of how fast the house is: the rows of `make faults` do that."""


async def test_every_kind_of_fault_to_bot_and_actions_loses_nothing(tmp_path: Path) -> None:
    build = Build(settings={"action_deadline_s": 2.0})
    plan = HousePlan(
        "C1 C2 C5 C6 C7", SEED, FAULTS, MANY_EFFECTS, build, wired=True, tolerance_s=SLOW_MACHINE_S
    )
    world = HouseWorld(plan, sqlite(tmp_path))
    result = shown(await world.run())
    assert result.clean, [*result.first_findings, *result.missed]
    assert result.faults == len(FAULTS)
    assert result.accepted > 10
    assert world.bot_wire.most_at_once == 1


@pytest.mark.parametrize("name", ["C1", "C2", "C6"])
async def test_the_broken_build_of_each_row_is_caught(name: str, tmp_path: Path) -> None:
    result = shown(await ROWS[name].run_control(sqlite(tmp_path), SEED))
    assert ROWS[name].caught(result), result


@pytest.mark.parametrize(("name", "count"), [("C4", 8), ("C11", 20)])
async def test_rows_that_need_no_hub(name: str, count: int, tmp_path: Path) -> None:
    result = shown(await ROWS[name].run(sqlite(tmp_path), count, SEED))
    assert result.clean, result.first_findings
    assert result.faults >= count


@pytest.mark.parametrize("name", ["C4", "C11"])
async def test_what_they_must_catch_is_caught(name: str, tmp_path: Path) -> None:
    result = shown(await ROWS[name].run_control(sqlite(tmp_path), SEED))
    assert ROWS[name].caught(result), result
