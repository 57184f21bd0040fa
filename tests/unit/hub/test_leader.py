"""Leading: one at a time, no longer than the lease, and the next takes over."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from hub.clock import SystemClock
from hub.leader import LeaderLoop
from hub.store import leases
from hub.store.database import Database
from hub.store.leases import Lease
from tests.support.waiting import eventually

LEASE_S = 0.6


class Led:
    """What is led by one process; tells how often it leads just now."""

    def __init__(self, database: Database, owner: str) -> None:
        self.epochs: list[int] = []
        self.leads = 0
        self.breaks = False
        self.loop = LeaderLoop(
            database, SystemClock(), name="router", owner=owner, lead=self.lead, lease_s=LEASE_S
        )

    async def lead(self, lease: Lease) -> None:
        self.epochs.append(lease.epoch)
        self.leads += 1
        try:
            if self.breaks:
                raise RuntimeError("as told")
            await asyncio.Event().wait()
        finally:
            self.leads -= 1

    async def is_leading(self) -> bool:
        return self.leads == 1


@asynccontextmanager
async def running(led: Led) -> AsyncIterator[None]:
    task = asyncio.create_task(led.loop.run())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_one_leads_and_the_next_takes_over(database: Database) -> None:
    one, other = Led(database, "hub-a"), Led(database, "hub-b")
    async with running(other):
        async with running(one):
            await eventually(lambda: _sum(one, other), 1)
            await asyncio.sleep(2 * LEASE_S)
            assert await _sum(one, other) == 1, "it goes on for longer than one lease"
            leader, follower = (one, other) if one.leads else (other, one)
            assert (len(leader.epochs), follower.epochs) == (1, [])
        await eventually(other.is_leading, True)
        assert one.leads == 0


async def _sum(*led: Led) -> int:
    return sum(each.leads for each in led)


async def test_who_has_lost_the_lease_stops(database: Database) -> None:
    led = Led(database, "hub-a")
    async with running(led):
        await eventually(led.is_leading, True)
        async with database.write() as connection:
            await leases.release_all(connection, "hub-a")
            await leases.take(connection, "router", "hub-b", SystemClock().now(), 60)
        await eventually(led.is_leading, False)
        assert led.epochs == [1]


async def test_what_breaks_is_begun_again(database: Database) -> None:
    led = Led(database, "hub-a")
    led.breaks = True

    async def begun_again() -> bool:
        return len(led.epochs) >= 3

    async with running(led):
        await eventually(begun_again, True)
    assert led.epochs == sorted(set(led.epochs)), "each time under a new epoch"


async def test_nobody_leads_without_a_database_for_longer_than_the_lease(database: Database) -> None:
    led = Led(database, "hub-a")
    async with running(led):
        await eventually(led.is_leading, True)
        database._read_only = True  # from here on every write is refused as unavailable
        await eventually(led.is_leading, False)
        database._read_only = False
        await eventually(led.is_leading, True)
