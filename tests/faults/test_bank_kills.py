"""The worker that has the bank do things, killed at each of its steps (row C12); `make faults` kills more."""

import asyncio
from pathlib import Path

from tests.faults.rows import ROWS
from tests.faults.stage import Stage
from tests.faults.test_kills import SEED, shown, sqlite
from tests.support.postgres import Postgres
from tests.support.shared_postgres import migrated_copy

ROW = ROWS["C12"]
KILLS, FROM_STEP_3 = 8, 4
"""Of both kinds of instruction, the steps around the call."""


async def test_a_kill_at_any_step_repeats_and_loses_nothing(tmp_path: Path) -> None:
    result = shown(await ROW.run(sqlite(tmp_path), KILLS, FROM_STEP_3))
    assert result.clean, result.missed + result.first_findings
    assert (result.faults, len(result.hits)) == (KILLS, KILLS)


async def test_nor_on_postgresql(tmp_path: Path, postgres: Postgres) -> None:
    url = await asyncio.to_thread(migrated_copy, postgres)
    result = shown(await ROW.run(Stage(tmp_path, url), 2, FROM_STEP_3))
    assert result.clean, result.missed + result.first_findings


async def test_a_worker_whose_tries_have_keys_of_their_own_is_caught(tmp_path: Path) -> None:
    result = shown(await ROW.run_control(sqlite(tmp_path), SEED))
    assert ROW.caught(result), result
    assert not result.missed
