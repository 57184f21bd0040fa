"""Runs something in one process at a time, whichever holds the lease (leader election)."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable

import structlog

from hub.errors import StoreUnavailable
from hub.metrics import STORE_FAILURES
from hub.ports import Clock
from hub.store import leases
from hub.store.database import Database
from hub.store.leases import Lease

LEASE_S = 15.0

log = structlog.get_logger(__name__)

Lead = Callable[[Lease], Awaitable[None]]
"""Is cancelled when the lease is lost; what it writes it writes in one transaction with `leases.holds`."""


class LeaderLoop:
    """Takes the lease when it is free, leads while it is held, and tries again."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        *,
        name: str,
        owner: str,
        lead: Lead,
        lease_s: float = LEASE_S,
    ) -> None:
        """`name`: of what is led; `owner`: of this process."""
        self._database = database
        self._clock = clock
        self._name = name
        self._owner = owner
        self._lead = lead
        self._lease_s = lease_s

    async def run(self) -> None:
        """Leads or waits until cancelled; gives the lease up at the end."""
        while True:
            lease = await self._take()
            if lease is not None:
                await self._hold(lease)
            await asyncio.sleep(self._lease_s / 3)

    async def _take(self) -> Lease | None:
        try:
            async with self._database.write() as connection:
                return await leases.take(
                    connection, self._name, self._owner, self._clock.now(), self._lease_s
                )
        except StoreUnavailable:
            STORE_FAILURES.inc()
            return None

    async def _hold(self, lease: Lease) -> None:
        log.info("leader.began", lease=self._name, epoch=lease.epoch)
        tasks = (asyncio.ensure_future(self._lead(lease)), asyncio.create_task(self._renew(lease)))
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            ends = await asyncio.gather(*tasks, return_exceptions=True)
            await self._give_up(lease)
        for end in ends:
            if isinstance(end, Exception):
                log.error("leader.broke", lease=self._name, exc_info=end)
        log.info("leader.ended", lease=self._name, epoch=lease.epoch)

    async def _renew(self, lease: Lease) -> None:
        """Comes back when the lease is lost, or may be: nobody leads beyond what was last renewed."""
        good_until = self._clock.monotonic() + self._lease_s
        while (left := good_until - self._clock.monotonic()) > 0:
            await asyncio.sleep(min(self._lease_s / 3, left))
            began = self._clock.monotonic()
            try:
                async with (
                    asyncio.timeout(max(0.0, good_until - began)),
                    self._database.write() as connection,
                ):
                    if not await leases.renew(connection, lease, self._clock.now(), self._lease_s):
                        return
            except (StoreUnavailable, TimeoutError):
                STORE_FAILURES.inc()
            else:
                good_until = began + self._lease_s

    async def _give_up(self, lease: Lease) -> None:
        with contextlib.suppress(StoreUnavailable):  # then it runs out
            async with self._database.write() as connection:
                await leases.release(connection, lease)
