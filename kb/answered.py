"""Counts which articles were answered, for the questions that are asked most."""

import asyncio
import contextlib
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from zoneinfo import ZoneInfo

import structlog

from hub.errors import StoreUnavailable
from hub.messages import Source
from hub.ports import Clock
from hub.store.database import Database
from kb.store import answered as store

FLUSH_S = 60.0
STOP_S = 2.0

log = structlog.get_logger(__name__)


class AnsweredCounts:
    """Counts in memory and writes once a minute, so that no turn waits for it.

    A process that dies loses the counts of its last minute; nothing but the order of the hot questions
    depends on them.
    """

    def __init__(
        self, database: Database, clock: Clock, *, time_zone: ZoneInfo, may_write: Callable[[], bool]
    ) -> None:
        """`may_write`: whether there is time for it; where there is none, counts wait another minute."""
        self._database = database
        self._clock = clock
        self._zone = time_zone
        self._may_write = may_write
        self._counts: Counter[tuple[str, date]] = Counter()

    def note(self, sources: Iterable[Source]) -> None:
        """Counts each article of one answer once, on the bank's day."""
        day = self._clock.now().astimezone(self._zone).date()
        self._counts.update({(source.article_id, day) for source in sources})

    async def flush(self) -> None:
        """Writes what was counted; what cannot be written now is kept for the next time."""
        counts, self._counts = self._counts, Counter()
        if not counts:
            return
        try:
            async with self._database.write() as connection:
                await store.add(connection, counts)
        except StoreUnavailable:
            self._counts.update(counts)
            log.warning("kb.counts_wait", count=len(counts))

    async def run(self) -> None:
        """Flushes until cancelled, and once more then."""
        try:
            while True:
                await asyncio.sleep(FLUSH_S)
                if self._may_write():
                    await self.flush()
        except asyncio.CancelledError:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(STOP_S):
                    await self.flush()
            raise
