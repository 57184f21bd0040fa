"""Counts gathered in memory and written once a minute, so that no turn waits for them."""

import asyncio
import contextlib
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable
from typing import Generic, TypeVar

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.errors import StoreUnavailable
from hub.store.database import Database

FLUSH_S = 60.0
STOP_S = 2.0

log = structlog.get_logger(__name__)


Counted = TypeVar("Counted")


class GatheredCounts(ABC, Generic[Counted]):
    """Counts of one kind; a process that dies loses those of its last minute.

    `may_write`: whether there is time for it; where there is none, counts wait another minute.
    """

    def __init__(self, database: Database, may_write: Callable[[], bool]) -> None:
        self._database = database
        self._may_write = may_write
        self._counts: Counter[Counted] = Counter()

    async def flush(self) -> None:
        """Writes what was counted; what cannot be written now is kept for the next time."""
        counts, self._counts = self._counts, Counter()
        if not counts:
            return
        try:
            async with self._database.write() as connection:
                await self._do_write(connection, counts)
        except StoreUnavailable:
            self._counts.update(counts)
            log.warning("kb.counts_wait", of=type(self).__name__, count=len(counts))

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

    @abstractmethod
    async def _do_write(self, connection: AsyncConnection, counts: Counter[Counted]) -> None:
        """Writes these counts, in the transaction of `connection`."""
