"""A hub stopped while it sends and woken after its lease: it sends and overwrites nothing (row A5).

`make faults ROW=A5` repeats it, and runs its broken build.
"""

import asyncio
from pathlib import Path

from tests.faults.rows import ROWS
from tests.faults.stage import Stage
from tests.support.postgres import Postgres
from tests.support.redis import RedisServer
from tests.support.shared_postgres import migrated_copy

SEED = 20261128
ROW = ROWS["A5"]


async def test_a_woken_sender_leaves_what_another_has_in_hand(
    tmp_path: Path, postgres: Postgres, redis_server: RedisServer
) -> None:
    result = await ROW.run(Stage(tmp_path, await asyncio.to_thread(migrated_copy, postgres)), 1, SEED)
    print(f"\n{result.line()}")
    assert result.clean, result.missed + result.first_findings
    assert (result.faults, result.accepted) == (1, 4)
    assert result.figures["fenced_count"] >= 1, "it tried to"
