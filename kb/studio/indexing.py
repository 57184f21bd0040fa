"""Keeps this machine's index up to date with what editors publish."""

import asyncio
from pathlib import Path
from zoneinfo import ZoneInfo

import structlog

from hub.errors import Conflict, StoreUnavailable, YuanqiaoError
from hub.ports import Clock
from hub.store.database import Database
from kb.index import is_stale, rebuild
from kb.store import articles as store

EVERY_S = 2.0
"""How often it is looked whether something was published: customers see it within ten seconds."""

log = structlog.get_logger(__name__)


class Indexing:
    """Rebuilds the embedded index wherever it misses a published change."""

    def __init__(self, database: Database, index_dir: Path, clock: Clock, *, time_zone: ZoneInfo) -> None:
        self._database = database
        self._index_dir = index_dir
        self._clock = clock
        self._zone = time_zone

    async def run(self) -> None:
        """Looks and rebuilds until cancelled."""
        while True:
            try:
                await self.follow()
            except (Conflict, StoreUnavailable) as error:
                # Another process of this machine builds, or the database is away: the next look will tell.
                log.info("kb.index_waits", reason=error.code)
            except YuanqiaoError as error:
                # The index in use goes on answering; nobody is helped by a hub that ends.
                log.error("kb.index_not_rebuilt", exc_info=error)
            await asyncio.sleep(EVERY_S)

    async def follow(self) -> bool:
        """Rebuilds the index if it misses something; whether it did."""
        async with self._database.read() as connection:
            changes = await store.change_number(connection)
        if not changes or not await is_stale(self._database, self._index_dir):
            return False
        today = self._clock.now().astimezone(self._zone).date()
        pointer = await rebuild(self._database, self._index_dir, today=today)
        log.info("kb.index_rebuilt", count=pointer.documents)
        return True
