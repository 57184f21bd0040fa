"""Keeps this process in the registry, and frees what others held that are dead."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.bus import Bus, Topic
from hub.bus.pubsub import PubSub
from hub.errors import StoreUnavailable
from hub.metrics import PROCESSES, STORE_FAILURES
from hub.ports import Clock
from hub.registry.liveness import Liveness
from hub.store import leases, outbox, processes, work
from hub.store.database import Database
from hub.store.processes import Registration

BEAT_S = 5.0

log = structlog.get_logger(__name__)

Free = Callable[[AsyncConnection, str], Awaitable[int]]
"""Frees what a dead process held, and tells how much that was."""


class Registry:
    """A heartbeat every five seconds; each tells who else is there, and whether somebody is no more."""

    def __init__(
        self, database: Database, bus: Bus, pubsub: PubSub, clock: Clock, mine: Registration
    ) -> None:
        self._database = database
        self._bus = bus
        self._pubsub = pubsub
        self._clock = clock
        self._mine = mine
        self._liveness = Liveness(clock, mine)
        self._living: set[str] = {mine.name}
        self._free: tuple[Free, ...] = (work.release_all, outbox.release_all, leases.release_all)

    async def join(self) -> None:
        """Registers this process, and frees what dead ones held; before any work is taken.

        On SQLite there is one hub at a time (`hub.store.lock`): whatever another holds is free.
        """
        now = self._clock.now()
        async with self._database.write() as connection:
            await processes.register(connection, self._mine, now)
            if self._database.is_sqlite:
                rows = await processes.everyone(connection)
                earlier = {row.name for row in rows if row.role == self._mine.role}
                unknown = await processes.holders(connection) - {row.name for row in rows}
                for name in (earlier | unknown) - {self._mine.name}:
                    await processes.remove(connection, name)
                    await self._free_all(connection, name, "one hub on SQLite")
            await self._bury_dead(connection)
        log.info("process.joined", owner=self._mine.name)

    async def run(self) -> None:
        """Beats until cancelled; outlives a database that does not answer."""
        while True:
            await asyncio.sleep(BEAT_S)
            try:
                await self.beat()
            except StoreUnavailable as error:
                STORE_FAILURES.inc()
                self._liveness.start_over()
                log.warning("process.store_unavailable", code=error.code, cause=error.fields.get("cause"))

    async def beat(self) -> None:
        """One sign of life, and a look at the others. Raises `StoreUnavailable`."""
        now = self._clock.now()
        async with self._database.write() as connection:
            if not await processes.beat(connection, self._mine.name, now, cut_off=self._pubsub.cut_off):
                # It was silent for so long that others took it for dead; what it held is free.
                await processes.register(connection, self._mine, now)
                log.warning("process.taken_for_dead", owner=self._mine.name)
            rows = await self._bury_dead(connection)
        self._note(rows)

    async def leave(self) -> None:
        """Frees what this process holds, once it works no more: others need not wait until leases run out."""
        with contextlib.suppress(StoreUnavailable):  # then they wait
            async with self._database.write() as connection:
                await processes.remove(connection, self._mine.name)
                await self._free_all(connection, self._mine.name, "it ends")

    async def _bury_dead(self, connection: AsyncConnection) -> list[Any]:
        """Removes the dead and frees what they held; gives the rows of the living."""
        rows = await processes.everyone(connection)
        dead = self._liveness.dead(rows)
        for row in dead:
            if await processes.remove_silent(connection, row.name, row.heartbeat_at):
                await self._free_all(connection, row.name, "it is dead")
        gone = {row.name for row in dead}
        return [row for row in rows if row.name not in gone]

    async def _free_all(self, connection: AsyncConnection, name: str, why: str) -> None:
        count = 0
        for free in self._free:
            count += await free(connection, name)
        log.info("process.freed", owner=name, count=count, why=why)

    def _note(self, rows: list[Any]) -> None:
        living = {row.name for row in rows}
        PROCESSES.set(len(living))
        others = [row for row in rows if row.name != self._mine.name and row.role == self._mine.role]
        # Without Redis nobody reaches anybody: what the others store is found by looking.
        unreachable = bool(others) and not self._pubsub.between_processes
        self._pubsub.others_cut_off = unreachable or any(row.cut_off for row in others)
        if self._living - living:
            # There may be work to take over, and words that the dead stored and did not get round to telling.
            self._bus.wake(Topic.WORK)
            self._bus.wake(Topic.OUTBOX)
            self._pubsub.miss()
        self._living = living
