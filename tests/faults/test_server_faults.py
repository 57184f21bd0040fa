"""PostgreSQL killed, or cut off in a commit: rows B4 and B7 (docs/reliability.md).

`make faults` repeats each row with more faults, and runs the broken build of B4.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.result import Result
from tests.faults.rows import ROWS
from tests.faults.rows.lost_commits import COMMITS
from tests.faults.stage import Stage
from tests.support.postgres import INSTALL, find_binaries, running_postgres

SEED = 20261101


def shown(result: Result) -> Result:
    print(f"\n{result.line()}")
    return result


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    """A server of the run's own, because it is killed."""
    binaries = find_binaries()
    if binaries is None:
        pytest.skip(f"no PostgreSQL server found: {INSTALL}")
    with running_postgres(binaries) as postgres:
        yield Stage(tmp_path, postgres.new_database(), postgres=postgres)


async def test_a_killed_server_loses_nothing(stage: Stage) -> None:
    result = shown(await ROWS["B4"].run(stage, 3, SEED))
    assert result.clean, result.first_findings
    assert result.faults == 3
    assert result.accepted > 24
    assert result.refused > 0


async def test_a_lost_answer_to_any_commit_changes_nothing(stage: Stage) -> None:
    result = shown(await ROWS["B7"].run(stage, len(COMMITS), SEED))
    assert result.clean, result.first_findings
    assert result.hits == dict.fromkeys(COMMITS, 1), "each commit is on the way of this load"


async def test_a_blind_retry_is_caught(stage: Stage) -> None:
    result = shown(await ROWS["B7"].run_control(stage, SEED))
    assert ROWS["B7"].caught(result), result
