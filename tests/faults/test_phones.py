"""Providers that give up after five seconds, for a short while: rows E3, I3 and I4, and their broken builds.

`make faults ROW=E3` calls for ten minutes and runs its broken build, `ROW=I3` leaves the hub
away for half an hour, `ROW=I4` stops it sixty times.
"""

from pathlib import Path

import pytest

from tests.faults.phones import Load
from tests.faults.result import breaks_of
from tests.faults.rows import ROWS
from tests.faults.rows.phones import away, load, restarts
from tests.faults.test_kills import SEED, shown, sqlite

pytestmark = pytest.mark.alone

FEW = Load(customers=12, pause_s=0.2, slow=0.5)
FAST = Load(customers=3, pause_s=1.0)
BUSY = Load(customers=8, pause_s=2.0)
AROUND_S = 2.0
SOME = 0.25
"""Fewer calls than this share are late by chance; half of the questions take too long."""


async def test_no_call_is_without_an_answer_when_the_provider_gives_up(tmp_path: Path) -> None:
    result = shown(await load(sqlite(tmp_path), [8.0], SEED, how=FEW))
    # A machine with other work may be late once; that the row allows none is measured by `make faults`.
    assert breaks_of(vars(result)).keys() <= {"unacknowledged"}, result.first_findings
    assert result.unacknowledged < result.accepted * SOME
    assert result.accepted >= 30


async def test_while_the_hub_is_away_nothing_is_lost(tmp_path: Path) -> None:
    result = shown(await away(sqlite(tmp_path), [4.0], SEED, how=FAST, around_s=AROUND_S))
    assert result.clean, result.first_findings
    assert result.accepted >= 30


async def test_an_ingress_that_forgets_is_caught(tmp_path: Path) -> None:
    result = shown(
        await away(sqlite(tmp_path), [2.0], SEED, broken="ingress_forgets", how=FAST, around_s=AROUND_S)
    )
    assert ROWS["I3"].caught(result)


async def test_a_hub_that_restarts_says_nothing_twice(tmp_path: Path) -> None:
    result = shown(await restarts(sqlite(tmp_path), 2, SEED, how=BUSY))
    assert result.clean, result.first_findings
    assert result.accepted >= 10


async def test_one_that_stops_while_it_sends_is_caught(tmp_path: Path) -> None:
    result = shown(await restarts(sqlite(tmp_path), 2, SEED, broken="stops_while_it_sends", how=BUSY))
    assert ROWS["I4"].caught(result)
