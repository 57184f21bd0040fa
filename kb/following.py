"""Keeps the search indexes equal to the database while a hub runs."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import structlog

from hub.errors import Conflict, SetupError, StoreUnavailable, Unavailable, YuanqiaoError
from hub.ports import Clock
from hub.store.database import Database
from hub.store.leases import Lease
from kb.index import bring_up_to_date, is_stale
from kb.store import articles as store

LOOK_S = 2.0
"""Seconds between two looks for what was published: hubs answer by it well within ten."""

REST_S = 10.0
"""Seconds after a failure."""

log = structlog.get_logger(__name__)

Once = Callable[[date], Awaitable[object]]
"""Brings an index up to date, on a day of the bank's."""


class Following:
    """Has one index brought up to date again and again, until it is cancelled."""

    def __init__(
        self,
        once: Once,
        clock: Clock,
        *,
        time_zone: ZoneInfo,
        backend: str,
        close: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        """`close`: lets go of what `once` holds, at the end of each run."""
        self._once = once
        self._clock = clock
        self._zone = time_zone
        self._backend = backend
        self._close = close
        self.keeps_up = True
        """Whether the last look went well."""

    async def run(self) -> None:
        """Looks, brings up to date, waits."""
        try:
            while True:
                await self.look()
                await asyncio.sleep(LOOK_S if self.keeps_up else REST_S)
        finally:
            if self._close is not None:
                await self._close()

    async def lead(self, _lease: Lease) -> None:
        """As `run`, while this process is the one that does."""
        await self.run()

    async def look(self) -> None:
        """Looks once; what fails is told once, and tried again later."""
        try:
            await self._once(self._clock.now().astimezone(self._zone).date())
        except Conflict:
            return  # another process builds
        except (Unavailable, StoreUnavailable, SetupError) as error:
            self._tell(error)
            self.keeps_up = False
        else:
            self.keeps_up = True

    def _tell(self, error: YuanqiaoError) -> None:
        if self.keeps_up:
            log.warning("kb.index_waits", backend=self._backend, cause=error.detail)


def embedded_index(database: Database, index_dir: Path) -> Once:
    """Brings the embedded index of this machine up to date where it is stale; none for no articles."""

    async def once(today: date) -> None:
        async with database.read() as connection:
            change = await store.change_number(connection)
        if change and await is_stale(database, index_dir):
            pointer = await bring_up_to_date(database, index_dir, today=today)
            log.info("kb.index_built", backend="embedded", count=pointer.documents, version=pointer.number)

    return once
