"""Routing while hub, router and database are killed (row F3); `make faults` kills at every step."""

from pathlib import Path

from tests.faults.rows import ROWS
from tests.faults.stage import Stage
from tests.faults.test_kills import SEED, shown, sqlite
from tests.support.postgres import Postgres, find_binaries, running_postgres

ROW = ROWS["F3"]
KILLS = 10


async def test_a_kill_at_any_step_loses_nobody_and_a_standby_leads(tmp_path: Path) -> None:
    result = shown(await ROW.run(sqlite(tmp_path), KILLS, SEED))
    assert result.clean, result.missed + result.first_findings
    assert (result.faults, len(result.hits)) == (KILLS, KILLS)


async def test_nor_does_a_kill_of_the_database_s_server(tmp_path: Path) -> None:
    binaries = find_binaries()
    assert binaries is not None
    with running_postgres(binaries) as postgres:
        result = shown(await ROW.run(Stage(tmp_path, postgres.new_database(), postgres=postgres), 4, SEED))
    assert result.clean, result.missed + result.first_findings


async def test_a_leader_without_the_fence_is_caught(tmp_path: Path, postgres: Postgres) -> None:
    for stage in (sqlite(tmp_path), Stage(tmp_path, postgres.new_database())):
        result = shown(await ROW.run_control(stage, SEED))
        assert ROW.caught(result), result
