"""The power cut under load: row A3 of the fault matrix (reliability.md §6), with its broken build.

`make faults ROW=A3` repeats it with more cuts.
"""

from pathlib import Path

import pytest

from tests.faults.disk.disk import missing
from tests.faults.rows import ROWS
from tests.faults.stage import Stage
from tests.faults.test_kills import SEED, shown, sqlite

ROW = ROWS["A3"]


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    if lacking := missing():
        pytest.skip(lacking)
    return sqlite(tmp_path)


async def test_power_cuts_lose_nothing(stage: Stage) -> None:
    result = shown(await ROW.run(stage, 4, SEED))
    assert result.clean, result.first_findings
    assert result.faults == 4
    assert result.accepted > 16
    assert result.figures["forgotten_bytes"] > 0, "a cut that forgets nothing proves nothing"


async def test_a_build_that_does_not_wait_for_the_disk_is_caught(stage: Stage) -> None:
    result = shown(await ROW.run_control(stage, SEED))
    assert ROW.caught(result), result
