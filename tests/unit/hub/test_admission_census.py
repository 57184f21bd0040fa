"""The backlog is counted in the database, and shared out among the processes that work on it."""

from datetime import timedelta

from hub.admission.census import Census, own_share
from hub.admission.gate import Gate
from hub.store import work
from hub.store.backlog import count_backlog
from tests.unit.hub.spine import Spine


async def test_the_backlog_by_who_holds_it(spine: Spine) -> None:
    for number in range(5):
        await spine.inbox.accept(spine.arrival(visitor=f"v{number}", provider_id=f"p{number}"))
    async with spine.database.write() as connection:
        now = spine.clock.now()
        assert await count_backlog(connection, now) == {None: 5}
        await work.claim(connection, "hub-1", now, lease_s=30, limit=2)
        await work.claim(connection, "hub-2", now, lease_s=10, limit=1)
        assert await count_backlog(connection, now) == {None: 2, "hub-1": 2, "hub-2": 1}
        later = now + timedelta(seconds=20)
        assert await count_backlog(connection, later) == {None: 3, "hub-1": 2}, "a lease ran out"
        earlier = now - timedelta(seconds=1)
        assert await count_backlog(connection, earlier) == {}, "what is not due yet does not wait"


async def test_the_gate_is_told(spine: Spine) -> None:
    gate = Gate(spine.clock, hands=2, longest_wait_s=3, outage_wait_s=60)
    for number in range(4):
        await spine.inbox.accept(spine.arrival(visitor=f"v{number}", provider_id=f"p{number}"))
    await Census(spine.database, spine.clock, gate, name="hub-1").count()
    assert gate.backlog == 4
    assert gate.wait_s == 2.0


def test_what_nobody_holds_is_shared_by_those_who_work() -> None:
    assert own_share({}, "hub-1") == 0
    assert own_share({None: 6}, "hub-1") == 6
    assert own_share({None: 6, "hub-1": 2, "hub-2": 3}, "hub-1") == 5
    assert own_share({None: 6, "hub-2": 3}, "hub-1") == 3
