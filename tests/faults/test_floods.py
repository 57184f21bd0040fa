"""One address that sends all it can (row E11): a short run of those floods that take the most.

`make faults ROW=E11` floods for half a minute in each way, judges how long others waited, and floods the
build without bounds.
"""

from pathlib import Path

from tests.faults.floods import run_floods
from tests.faults.rows.floods import CONTROL, QUICK_S, floods
from tests.faults.stage import Stage

SEED = 20261128


def sqlite(folder: Path) -> Stage:
    return Stage(folder, f"sqlite:///{folder / 'yuanqiao.db'}")


async def test_who_floods_is_held_back_and_all_others_are_answered(tmp_path: Path) -> None:
    result = await run_floods(floods(SEED, CONTROL, QUICK_S), sqlite(tmp_path))
    print(f"\n{result.line()}")
    assert result.clean, result.first_findings
    assert result.accepted > 40
    assert result.figures["crowd_descriptors_most_count"] < 400
