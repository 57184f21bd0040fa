"""Ends what ends by itself: invitations that nobody took, lines that did not come back."""

import asyncio

import structlog

from hub.errors import Conflict, StoreUnavailable
from hub.ports import Clock
from hub.store.database import Database
from video.calls.calls import Calls
from video.store import calls
from video.store.calls import CallKey, key_of

LOOK_EVERY_S = 1.0
AT_ONCE = 100

log = structlog.get_logger(__name__)


class Sweeping:
    """Looks for calls whose time is over; several processes may, as each change is compared and set."""

    def __init__(self, database: Database, clock: Clock, commands: Calls) -> None:
        self._database = database
        self._clock = clock
        self._commands = commands

    async def run(self) -> None:
        """Runs until it is cancelled."""
        while True:
            await asyncio.sleep(LOOK_EVERY_S)
            try:
                await self.look()
            except StoreUnavailable:
                continue  # what is over still is when the store is back

    async def look(self) -> None:
        """Looks once; raises `StoreUnavailable`."""
        async with self._database.read() as connection:
            due = [key_of(row) for row in await calls.due(connection, self._clock.now(), AT_ONCE)]
        for key in due:
            await self._expire(key)

    async def _expire(self, key: CallKey) -> None:
        try:
            async with self._database.write() as connection:
                await self._commands.do_expire(connection, key)
        except Conflict:
            log.info("video.expired_elsewhere")
