"""One of two hubs killed with -9 under load: the other serves everybody, and nothing is lost (row A1-two).

`make faults` repeats it with more kills, and with its broken build.
"""

import asyncio
from pathlib import Path

from tests.faults.rows import ROWS
from tests.faults.stage import Stage
from tests.support.postgres import Postgres
from tests.support.redis import RedisServer
from tests.support.shared_postgres import migrated_copy

SEED = 20261128
ROW = ROWS["A1-two"]


async def test_one_of_two_killed_loses_nothing(
    tmp_path: Path, postgres: Postgres, redis_server: RedisServer
) -> None:
    result = await ROW.run(Stage(tmp_path, await asyncio.to_thread(migrated_copy, postgres)), 3, SEED)
    print(f"\n{result.line()}")
    assert result.clean, result.first_findings
    assert result.faults == 3
    assert result.accepted > 24
