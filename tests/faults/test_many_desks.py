"""One of two hubs killed with -9 while agents serve customers: desks and customers go on at the other.

`make faults ROW=A1-desks` has two hundred desks, two thousand customers, and its broken build.
"""

import asyncio
from pathlib import Path

import pytest

from tests.faults.rows.desk_kills import kills
from tests.faults.rows.many_desks import Crowded
from tests.faults.stage import Stage
from tests.support.postgres import Postgres
from tests.support.redis import RedisServer
from tests.support.shared_postgres import migrated_copy

SEED = 20261130
SIZES = Crowded(
    desks=4, customers=20, pause_s=(2.0, 5.0), says_every_s=(3.0, 9.0), come_within_s=0.0, spread_over_s=5.0
)


@pytest.mark.alone  # a desk has five seconds to be back
async def test_a_killed_hub_takes_nothing_from_desks(
    tmp_path: Path, postgres: Postgres, redis_server: RedisServer
) -> None:
    result = await kills(Stage(tmp_path, await asyncio.to_thread(migrated_copy, postgres)), 1, SEED, SIZES)
    print(f"\n{result.line()}")
    assert result.clean, result.first_findings
    assert result.faults == 1
    assert result.figures["desks_back_max_ms"] > 0
    assert result.figures["lines_count"] > 1
    assert result.figures["served_count"] > 1
