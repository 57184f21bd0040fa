"""One address that sends all it can (row E11): a short run, and the build without bounds.

`make faults ROW=E11` floods for half a minute in each way, and judges how long others waited.
"""

from pathlib import Path

from tests.faults.floods import run_floods
from tests.faults.rows.floods import KINDS, QUICK_S, ROWS, floods
from tests.faults.stage import Stage

SEED = 20261128


def sqlite(folder: Path) -> Stage:
    return Stage(folder, f"sqlite:///{folder / 'yuanqiao.db'}")


async def test_who_floods_is_held_back_and_all_others_are_answered(tmp_path: Path) -> None:
    result = await run_floods(floods(SEED, KINDS, QUICK_S), sqlite(tmp_path))
    print(f"\n{result.line()}")
    assert result.clean, result.first_findings
    assert result.accepted > 100
    assert result.figures["crowd_descriptors_most_count"] < 400


async def test_the_build_without_bounds_is_caught(tmp_path: Path) -> None:
    (row,) = ROWS
    control = await row.run_control(sqlite(tmp_path), SEED)
    print(f"\n{control.line()}")
    assert row.caught(control), control
