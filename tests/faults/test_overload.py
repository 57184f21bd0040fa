"""More customers than can be answered (row G7): a short run, and the build that refuses nobody.

`make faults ROW=G7` takes the time that the promise names.
"""

from pathlib import Path

from tests.faults.rows.overload import QUICK, ROWS
from tests.faults.stage import Stage

SEED = 20261101


def sqlite(folder: Path) -> Stage:
    return Stage(folder, f"sqlite:///{folder / 'yuanqiao.db'}")


async def test_who_is_let_in_is_answered_in_time_and_who_is_not_is_told(tmp_path: Path) -> None:
    (row,) = ROWS
    result = await row.run(sqlite(tmp_path), 1, SEED, QUICK)
    print(f"\n{result.line()}")
    assert result.clean, result.first_findings
    assert result.accepted == result.figures["offered_count"] > 100
    assert result.figures["overload_refused_count"] > 20, "it was an overload"
    assert result.figures["usual_refused_count"] == 0, "and only then was anybody refused"


async def test_the_build_that_refuses_nobody_is_caught(tmp_path: Path) -> None:
    (row,) = ROWS
    control = await row.run_control(sqlite(tmp_path), SEED)
    print(f"\n{control.line()}")
    assert row.caught(control), control
    assert control.lost == 0, "it is late, nothing worse"
