"""Writes down what the media server tells of a call, in transactions of its own."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.errors import Conflict, NotFound, StoreUnavailable
from hub.store.database import Database
from video.calls.calls import Calls
from video.calls.recorded import Recordings
from video.store.calls import CallKey

AGAIN_S = 0.5
TRIES = 120
"""The store may be away for a minute; by then both pages' silence has ended the call."""

log = structlog.get_logger(__name__)


class Tidings:
    """What happened there is no wish: it is written as soon as the store takes it."""

    def __init__(self, database: Database, commands: Calls, recordings: Recordings) -> None:
        self._database = database
        self._commands = commands
        self._recordings = recordings

    async def do_record(self, key: CallKey) -> None:
        """Both sides are recorded."""
        await self._write(lambda connection: self._recordings.do_record(connection, key))

    async def do_break(self, key: CallKey, side: str) -> None:
        """Nothing can be recorded any more. `side`: the `server` is gone, or the `disk` is full."""
        await self._write(lambda connection: self._commands.do_break(connection, key, side))

    async def _write(self, what: Callable[[AsyncConnection], Awaitable[None]]) -> None:
        for _ in range(TRIES):
            try:
                async with self._database.write() as connection:
                    await what(connection)
            except (Conflict, StoreUnavailable):
                await asyncio.sleep(AGAIN_S)
            except NotFound:
                return
            else:
                return
        log.error("video.tidings_not_written")
