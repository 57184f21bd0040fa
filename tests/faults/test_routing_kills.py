"""Routing while hub, router and database are killed (row F3); `make faults` kills at every step."""

from pathlib import Path

from tests.faults.result import breaks_of
from tests.faults.rows import ROWS
from tests.faults.test_kills import SEED, shown, sqlite

ROW = ROWS["F3"]
KILLS = 8
"""The router, at the steps of an offer; on PostgreSQL `make faults` kills the server, too."""


async def test_a_kill_at_any_step_loses_nobody_and_a_standby_leads(tmp_path: Path) -> None:
    result = shown(await ROW.run(sqlite(tmp_path), KILLS, SEED))
    # Within 5 s is judged by `make faults`, on a machine that does nothing else.
    assert breaks_of(vars(result)).keys() <= {"untold"}, result.missed + result.first_findings
    assert (result.faults, len(result.hits)) == (KILLS, KILLS)


async def test_a_leader_without_the_fence_is_caught(tmp_path: Path) -> None:
    result = shown(await ROW.run_control(sqlite(tmp_path), SEED))
    assert ROW.caught(result), result
