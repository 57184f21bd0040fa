"""PostgreSQL's primary killed and its standby promoted: what was acknowledged is there (row B8).

`make faults` repeats it, and runs it with a standby that nobody waits for.
"""

from pathlib import Path

import pytest

from tests.faults.rows import ROWS
from tests.faults.stage import Stage
from tests.support.postgres import INSTALL, find_binaries, running_postgres

SEED = 20261130
ROW = ROWS["B8"]


async def test_a_promoted_standby_has_what_was_acknowledged(tmp_path: Path) -> None:
    binaries = find_binaries()
    if binaries is None:
        pytest.skip(f"no PostgreSQL server found: {INSTALL}")
    with running_postgres(binaries) as primary:
        result = await ROW.run(Stage(tmp_path, primary.new_database(), postgres=primary), 1, SEED)
    print(f"\n{result.line()}")
    assert result.clean, result.first_findings
    assert result.faults == 1
    assert result.accepted > 24
