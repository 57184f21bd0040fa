"""The hub killed with -9 under load: nothing accepted is lost, all is answered, nothing twice.

Row A2 of the fault matrix (docs/reliability.md), which kills at every crash point, with its broken build.
`make faults` repeats it with more kills, on PostgreSQL, too, and runs A1, A10 and C3 beside it.
"""

from pathlib import Path

from hub.crash_points import CRASH_POINTS
from tests.faults.result import Result
from tests.faults.rows import ROWS
from tests.faults.stage import Stage

SEED = 20261101


def shown(result: Result) -> Result:
    print(f"\n{result.line()}")
    return result


def sqlite(folder: Path) -> Stage:
    return Stage(folder, f"sqlite:///{folder / 'yuanqiao.db'}")


async def test_a_kill_at_every_crash_point_loses_nothing(tmp_path: Path) -> None:
    result = shown(await ROWS["A2"].run(sqlite(tmp_path), len(CRASH_POINTS), SEED))
    assert result.clean, result.first_findings
    assert result.hits == dict.fromkeys(CRASH_POINTS, 1), "each point is on the way of this load"


async def test_the_broken_build_is_caught(tmp_path: Path) -> None:
    result = shown(await ROWS["A2"].run_control(sqlite(tmp_path), SEED))
    assert ROWS["A2"].caught(result), result
