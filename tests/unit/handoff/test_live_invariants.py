"""The live router over SQLite keeps the invariants after any commands; `make faults ROW=R2` on PostgreSQL.

Besides, fairness among equals, and a leader that writes nothing while nothing is to be done.
"""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from hub.store import leases
from tests.support.migrated import migrated_file
from tests.unit.handoff.floor import Floor
from tests.unit.handoff.live_machine import LiveRouting

SETTINGS = settings(
    max_examples=5,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    database=None,
)


def test_the_invariants_hold_after_any_commands(tmp_path: Path) -> None:
    class OnSqlite(LiveRouting):
        opened = 0

        @classmethod
        def new_url(cls) -> str:
            cls.opened += 1
            return migrated_file(tmp_path / f"{cls.opened}.db")

    run_state_machine_as_test(OnSqlite, settings=SETTINGS)


async def test_equal_agents_get_equal_shares(floor: Floor) -> None:
    people = ("li", "wang", "chen")
    await floor.available(*people)
    served: Counter[str] = Counter()
    for number in range(10):
        key = await floor.asks(f"v{number}")
        ((who, _),) = await floor.round()
        await floor.accept(who)
        await floor.say(who, key, "您好")
        await floor.end(who, key)
        served[who] += 1
        assert max(served.values()) - min(served[each] for each in people) <= 1, "I11"


async def test_an_idle_leader_opens_no_transaction_to_write(
    floor: Floor, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock, database = floor.spine.clock, floor.spine.database
    await floor.available("li")
    async with database.write() as connection:
        lease = await leases.take(connection, "offering", "hub-1", clock.now(), 3)
    assert lease is not None
    assert await floor.offering.do_turn(lease) is False
    written: list[Any] = []
    monkeypatch.setattr(leases, "holds", _noting(leases.holds, written))
    for _ in range(20):
        clock.turn(0.5)
        await floor.do("do_hear", "li")
        assert await floor.offering.do_turn(lease) is False
    assert written == [], "nothing was due"
    await floor.asks()
    assert await floor.offering.do_turn(lease) is False
    assert len(written) == 1
    assert await floor.offer_to("li")


def _noting(holds: Any, written: list[Any]) -> Any:
    async def noted(*arguments: Any) -> bool:
        written.append(arguments)
        return bool(await holds(*arguments))

    return noted
