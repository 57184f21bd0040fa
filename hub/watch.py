"""Watches for work: looks when woken, when something becomes due, and every second in any case."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.bus import Bus, Topic
from hub.errors import StoreUnavailable
from hub.metrics import STORE_FAILURES
from hub.ports import Clock
from hub.store.database import Database

LOOK_AGAIN_S = 1.0

log = structlog.get_logger(__name__)

NextDue = Callable[[AsyncConnection], Awaitable[datetime | None]]
"""Reads when the next piece of work may be taken; None where there is none."""

Take = Callable[[], Awaitable[datetime | None]]
"""Begins what is due, as much as there is room for, and tells when the rest is."""


class Watch:
    """Calls `take` whenever there may be something to take."""

    def __init__(
        self, database: Database, bus: Bus, clock: Clock, topic: Topic, next_due: NextDue, take: Take
    ) -> None:
        self._database = database
        self._bus = bus
        self._clock = clock
        self._topic = topic
        self._next_due = next_due
        self._take = take

    async def run(self) -> None:
        """Watches until cancelled; outlives a database that does not answer, and whatever else breaks."""
        woken = True
        while True:
            try:
                wait = await self.look(woken=woken)
            except StoreUnavailable as error:
                STORE_FAILURES.inc()
                cause = error.fields.get("cause")
                log.warning(f"{self._topic}.store_unavailable", code=error.code, cause=cause)
            except Exception:
                # Nobody else does this work: whatever broke, the loop has to go on.
                log.exception(f"{self._topic}.broke")
            else:
                woken = await self._bus.wait(self._topic, wait)
                continue
            await asyncio.sleep(LOOK_AGAIN_S)

    async def look(self, *, woken: bool) -> float:
        """Takes what is due, without asking first where somebody woke it; seconds until the next look."""
        if not woken:
            async with self._database.read() as connection:
                left = self._left_s(await self._next_due(connection))
            if left > 0:
                return left
        return self._left_s(await self._take())

    def _left_s(self, due: datetime | None) -> float:
        left = LOOK_AGAIN_S if due is None else (due - self._clock.now()).total_seconds()
        return min(LOOK_AGAIN_S, max(0.0, left))
