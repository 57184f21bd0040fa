"""What a disk does to the hub under load: rows A3, B1 and B2 of the fault matrix (docs/reliability.md).

`make faults ROW=A3` repeats a row with more faults; the broken builds of B1 and B2 run there alone.
"""

from pathlib import Path

import pytest

from tests.faults.disk.disk import missing
from tests.faults.failing_syncs import COMMIT, KINDS, START
from tests.faults.rows import ROWS
from tests.faults.stage import Stage
from tests.faults.test_kills import SEED, shown, sqlite


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    if lacking := missing():
        pytest.skip(lacking)
    return sqlite(tmp_path)


async def test_power_cuts_lose_nothing(stage: Stage) -> None:
    result = shown(await ROWS["A3"].run(stage, 4, SEED))
    assert result.clean, result.first_findings
    assert result.faults == 4
    assert result.accepted > 16


async def test_a_sync_that_fails_ends_the_hub_and_loses_nothing(stage: Stage) -> None:
    assert KINDS[:2] == (COMMIT, START)
    result = shown(await ROWS["B2"].run(stage, 2, SEED))
    assert result.clean, result.missed + result.first_findings
    assert (result.faults, result.figures["failed_syncs"]) == (2, 3)
    assert result.accepted > 16


async def test_a_full_disk_refuses_and_loses_nothing(stage: Stage) -> None:
    result = shown(await ROWS["B1"].run(stage, 2, SEED))
    assert result.clean, result.missed + result.first_findings
    assert result.faults == 2
    assert result.accepted > 8
    assert result.refused >= 2
    assert result.figures["read_while_full"] >= 2


async def test_a_build_that_does_not_sync_is_caught(stage: Stage) -> None:
    result = shown(await ROWS["A3"].run_control(stage, SEED))
    assert ROWS["A3"].caught(result), result
    assert result.figures["forgotten_bytes"] > 0, "what was lost is what the disk forgot"
