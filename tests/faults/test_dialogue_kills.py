"""The hub killed at each step of a dialogue (row C13); `make faults` kills more."""

import asyncio
from pathlib import Path

from tests.faults.rows import ROWS
from tests.faults.stage import Stage
from tests.faults.test_kills import SEED, shown, sqlite
from tests.support.postgres import Postgres
from tests.support.shared_postgres import migrated_copy

ROW = ROWS["C13"]


async def test_a_kill_at_any_step_of_a_dialogue_repeats_and_loses_nothing(tmp_path: Path) -> None:
    result = shown(await ROW.run(sqlite(tmp_path), 8, 2))
    assert result.clean, result.missed + result.first_findings
    assert result.faults == len(result.hits) == 8


async def test_nor_on_postgresql(tmp_path: Path, postgres: Postgres) -> None:
    result = shown(await ROW.run(Stage(tmp_path, await asyncio.to_thread(migrated_copy, postgres)), 2, 2))
    assert result.clean, result.missed + result.first_findings


async def test_a_bot_that_acts_as_it_answers_is_caught(tmp_path: Path) -> None:
    result = shown(await ROW.run_control(sqlite(tmp_path), SEED))
    assert ROW.caught(result), result
