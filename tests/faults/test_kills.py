"""The hub killed with -9 under load: nothing accepted is lost, all is answered, nothing twice.

Rows A1, A2, A10 and C3 of the fault matrix (docs/reliability.md), each with its broken build.

`make faults` repeats each row with more kills.
"""

from pathlib import Path

import pytest

from hub.crash_points import CRASH_POINTS
from tests.faults.plan import Plan, kills_at_points, random_kills
from tests.faults.result import Result
from tests.faults.rows import ROWS, hub_kills
from tests.faults.rows.row import Row
from tests.faults.stage import Stage
from tests.faults.world import World
from tests.support.postgres import Postgres

SEED = 20261101


def shown(result: Result) -> Result:
    print(f"\n{result.line()}")
    return result


def sqlite(folder: Path) -> Stage:
    return Stage(folder, f"sqlite:///{folder / 'yuanqiao.db'}")


async def test_random_kills_lose_nothing(tmp_path: Path) -> None:
    result = shown(await ROWS["A1"].run(sqlite(tmp_path), 6, SEED))
    assert result.clean, result.first_findings
    assert result.faults == 6
    assert result.accepted > 24


async def test_a_kill_at_every_crash_point_loses_nothing(tmp_path: Path) -> None:
    result = shown(await ROWS["A2"].run(sqlite(tmp_path), len(CRASH_POINTS), SEED))
    assert result.clean, result.first_findings
    assert result.hits == dict.fromkeys(CRASH_POINTS, 1), "each point is on the way of this load"


async def test_kills_on_postgresql_lose_nothing(tmp_path: Path, postgres: Postgres) -> None:
    points = ("inbox.accept.after_commit", "turn.close.before_commit", "outbox.send.after_provider")
    kills = (*random_kills(2, SEED), *kills_at_points(3, SEED, points))
    result = shown(await World(Plan("A1 A2", SEED, kills), Stage(tmp_path, postgres.new_database())).run())
    assert result.clean, result.first_findings
    assert result.faults == 5
    assert result.accepted > 24


@pytest.mark.parametrize("row", hub_kills.ROWS, ids=lambda row: row.name)
async def test_the_broken_build_of_each_row_is_caught(row: Row, tmp_path: Path) -> None:
    result = shown(await row.run_control(sqlite(tmp_path), SEED))
    assert row.caught(result), result
