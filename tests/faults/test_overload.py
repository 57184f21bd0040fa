"""More customers than can be answered (row G7): a short run, and a build that acknowledges what it sheds.

`make faults ROW=G7` takes the time that the promise names, measures how long the answers took, and runs the
build that refuses nobody.
"""

from dataclasses import replace
from pathlib import Path

from tests.faults.rows.overload import CONTROL, QUICK, rush
from tests.faults.rush import run_rush
from tests.faults.stage import Stage

SEED = 20261101


def sqlite(folder: Path) -> Stage:
    return Stage(folder, f"sqlite:///{folder / 'yuanqiao.db'}")


async def test_no_more_is_let_in_than_can_be_answered_in_time_and_who_is_not_is_told(tmp_path: Path) -> None:
    result = await run_rush(rush(SEED, QUICK), sqlite(tmp_path))
    print(f"\n{result.line()}")
    assert result.clean, result.first_findings
    assert result.accepted == result.figures["offered_count"] > 100
    assert result.figures["overload_refused_count"] > 20, "it was an overload"
    assert result.figures["usual_refused_count"] == 0, "and only then was anybody refused"


async def test_the_build_that_acknowledges_what_it_sheds_is_caught(tmp_path: Path) -> None:
    broken = replace(rush(SEED, CONTROL, "tests.faults.broken.acks_what_it_sheds"), rest_s=5.0)
    result = await run_rush(broken, sqlite(tmp_path))
    print(f"\n{result.line()}")
    assert result.lost > 0
