"""The outlets as each process knows them, so that no answer looks them up in the database."""

import asyncio
from collections.abc import Sequence

import structlog
from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.errors import StoreUnavailable
from hub.store.database import Database
from outlets.content import OutletContent
from outlets.store import outlets as store

LOOK_S = 2.0
"""Seconds between two looks: what was approved, or closed for good, is known everywhere within ten."""

log = structlog.get_logger(__name__)


class OutletDirectory:
    """Follows what is live, until it is cancelled."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.outlets: Sequence[OutletContent] = ()
        self._number = -1
        self._keeps_up = True

    async def run(self) -> None:
        """Looks, waits."""
        while True:
            await self.look()
            await asyncio.sleep(LOOK_S)

    async def look(self) -> None:
        """Looks once whether something changed; while the database is away, what is known goes on."""
        try:
            async with self._database.read() as connection:
                number = await store.changes(connection)
                if number != self._number:
                    self.outlets = await live(connection)
                    self._number = number
            self._keeps_up = True
        except StoreUnavailable as error:
            if self._keeps_up:
                log.warning("outlets.directory_waits", cause=error.detail)
            self._keeps_up = False


async def live(connection: AsyncConnection) -> list[OutletContent]:
    """What customers are told of; what this version of the house cannot read is left out."""
    found = []
    for row in await store.live(connection):
        try:
            found.append(OutletContent.model_validate(row.content))
        except ValidationError as error:
            log.warning("outlets.unreadable", version=row.version, exc_info=error)
    return found
