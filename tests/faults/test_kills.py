"""The hub killed with -9 under load: nothing accepted is lost, all is answered, nothing twice.

Rows A1, A2, A10 and C3 of the fault matrix (reliability.md §6), each with its broken build.

`python -m tests.faults.run` repeats each row with more kills.
"""

from pathlib import Path

import pytest

from hub.crash_points import CRASH_POINTS
from tests.faults.plan import Plan, kills_at_points, random_kills
from tests.faults.result import Result
from tests.faults.rows import ROWS
from tests.faults.world import World
from tests.support.postgres import Postgres

SEED = 20261101


async def survived(plan: Plan, url: str, folder: Path) -> Result:
    result = await World(plan, url, folder).run()
    print(f"\n{result.line()}")
    return result


def sqlite(folder: Path) -> str:
    return f"sqlite:///{folder / 'yuanqiao.db'}"


async def test_random_kills_lose_nothing(tmp_path: Path) -> None:
    result = await survived(ROWS["A1"].plan(6, SEED), sqlite(tmp_path), tmp_path)
    assert result.clean, result.first_findings
    assert result.faults == 6
    assert result.accepted > 24


async def test_a_kill_at_every_crash_point_loses_nothing(tmp_path: Path) -> None:
    result = await survived(ROWS["A2"].plan(len(CRASH_POINTS), SEED), sqlite(tmp_path), tmp_path)
    assert result.clean, result.first_findings
    assert result.hits == dict.fromkeys(CRASH_POINTS, 1), "each point is on the way of this load"


async def test_kills_on_postgresql_lose_nothing(tmp_path: Path, postgres: Postgres) -> None:
    points = ("inbox.accept.after_commit", "turn.close.before_commit", "outbox.send.after_provider")
    kills = (*random_kills(2, SEED), *kills_at_points(3, SEED, points))
    result = await survived(Plan("A1 A2", SEED, kills), postgres.new_database(), tmp_path)
    assert result.clean, result.first_findings
    assert result.faults == 5
    assert result.accepted > 24


@pytest.mark.parametrize("name", sorted(ROWS))
async def test_the_broken_build_of_each_row_is_caught(name: str, tmp_path: Path) -> None:
    row = ROWS[name]
    result = await survived(row.control(SEED), sqlite(tmp_path), tmp_path)
    assert row.caught(result), result
