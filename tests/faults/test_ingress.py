"""The ingress killed, and its power cut, while no hub is there: rows I1 and I2 of the fault matrix.

`make faults ROW=I1` repeats a row with more faults and its broken build.
"""

from pathlib import Path

import pytest

from tests.faults.disk.disk import missing
from tests.faults.rows import ROWS
from tests.faults.test_kills import SEED, shown, sqlite

pytestmark = pytest.mark.alone


async def test_power_cuts_take_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    if lacking := missing():
        pytest.skip(lacking)
    result = shown(await ROWS["I2"].run(sqlite(tmp_path), 3, SEED))
    assert result.clean, result.first_findings
    assert (result.faults, result.missed) == (3, [])
    assert result.accepted >= 30


async def test_a_spool_that_does_not_sync_is_caught(tmp_path: Path) -> None:
    if lacking := missing():
        pytest.skip(lacking)
    row = ROWS["I2"]
    assert row.caught(await row.run_control(sqlite(tmp_path), SEED))
