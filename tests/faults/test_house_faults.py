"""The real bot and the real actions harmed under load: nothing lost, nothing twice, all answered.

Each fault of rows C1, C2, C5, C6 and C7 (docs/reliability.md) once, and the broken build of C6. `make faults`
repeats each row with hundreds of faults, and runs the broken builds of the others.
"""

from pathlib import Path

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


async def test_a_bot_that_swallows_what_its_actions_fail_at_is_caught(tmp_path: Path) -> None:
    result = shown(await ROWS["C6"].run_control(sqlite(tmp_path), SEED))
    assert ROWS["C6"].caught(result), result
