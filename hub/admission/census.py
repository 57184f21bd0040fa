"""Counts four times a second what waits, and tells the gate."""

import asyncio
import contextlib

from hub.admission.gate import Gate
from hub.errors import StoreUnavailable
from hub.ports import Clock
from hub.store.backlog import count_backlog
from hub.store.database import Database

EVERY_S = 0.25
LAG_WEIGHT = 0.2
"""Weight of the newest lag: one stall is no overload."""


class Census:
    """The database is asked, because only it knows what other processes took in or left behind."""

    def __init__(self, database: Database, clock: Clock, gate: Gate, *, name: str) -> None:
        self._database = database
        self._clock = clock
        self._gate = gate
        self._name = name
        self._lag_s = 0.0
        self._counted_at = clock.monotonic()

    async def run(self) -> None:
        """Counts until cancelled; while the database is away the last count holds."""
        while True:
            slept_at = self._clock.monotonic()
            await asyncio.sleep(EVERY_S)
            late_s = max(0.0, self._clock.monotonic() - slept_at - EVERY_S)
            self._lag_s += LAG_WEIGHT * (late_s - self._lag_s)
            with contextlib.suppress(StoreUnavailable):
                await self.count()

    async def count(self) -> None:
        """Counts once; raises `StoreUnavailable`."""
        began = self._clock.monotonic()
        self._gate.begin_count()
        async with self._database.read() as connection:
            held = await count_backlog(connection, self._clock.now())
        span_s, self._counted_at = began - self._counted_at, began
        self._gate.observe(own_share(held, self._name), span_s=span_s, lag_s=self._lag_s)


def own_share(held: dict[str | None, int], name: str) -> float:
    """The turns that this process will have to answer: those it holds, and its part of what nobody holds."""
    processes = {owner for owner in held if owner is not None} | {name}
    return held.get(name, 0) + held.get(None, 0) / len(processes)
