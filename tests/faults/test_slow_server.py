"""PostgreSQL that takes everything and answers nothing: everybody hears a word in time (row B6).

`make faults ROW=B6` repeats it, and besides has the server answer late, or locked by somebody else, and runs
the build that waits for ever.
"""

from pathlib import Path

import pytest

from tests.faults.disturbing import Disturbance
from tests.faults.rows.slow_server import QUICK, ROWS
from tests.faults.stage import Stage
from tests.support.postgres import Postgres

SEED = 20261101
(ROW,) = ROWS


@pytest.fixture
def stage(tmp_path: Path, postgres: Postgres) -> Stage:
    """The server stays: what is disturbed is the way to it."""
    return Stage(tmp_path, postgres.new_database(), postgres=postgres)


async def test_nobody_waits_for_ever_for_a_server_that_does_not_help(stage: Stage) -> None:
    result = await ROW.run(stage, 1, SEED, QUICK, [Disturbance.SILENT])
    print(f"\n{result.line()}")
    assert result.clean, result.missed + result.first_findings
    assert result.hits == {Disturbance.SILENT: 1}
    assert result.refused > 0
