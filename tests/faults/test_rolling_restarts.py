"""Two hubs restarted one after the other under load: nothing is lost, and nobody is told twice (row A4).

`make faults` repeats it with more restarts, and with its broken build.
"""

import asyncio
from pathlib import Path

from tests.faults.rows import ROWS
from tests.faults.stage import Stage
from tests.support.postgres import Postgres
from tests.support.redis import RedisServer
from tests.support.shared_postgres import migrated_copy

SEED = 20261130
ROW = ROWS["A4"]


async def test_a_rolling_restart_loses_and_doubles_nothing(
    tmp_path: Path, postgres: Postgres, redis_server: RedisServer
) -> None:
    result = await ROW.run(Stage(tmp_path, await asyncio.to_thread(migrated_copy, postgres)), 1, SEED)
    print(f"\n{result.line()}")
    assert result.clean, result.first_findings
    assert result.faults == 1
    assert result.accepted > 24
    assert result.figures["letters_count"] > 3
