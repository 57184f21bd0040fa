"""What the house announces just now, known to each process without asking the database at each answer."""

import asyncio
from collections.abc import Sequence

import structlog

from hub.errors import StoreUnavailable
from hub.ports import Clock
from hub.store.database import Database
from kb.studio.announcements import Announcement, running

LOOK_S = 2.0
"""Seconds between two looks: what was approved, or taken back, is known everywhere well within ten."""

MARK = "【公告】"
"""Stands in front, so that nobody takes an announcement for a part of an answer."""

log = structlog.get_logger(__name__)


class Announcing:
    """Follows the announcements that are said, until it is cancelled."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._known: Sequence[Announcement] = ()
        self._keeps_up = True

    async def run(self) -> None:
        """Looks, waits."""
        while True:
            await self.look()
            await asyncio.sleep(LOOK_S)

    async def look(self) -> None:
        """Looks once; while the database is away, what is known goes on until its end."""
        try:
            async with self._database.read() as connection:
                self._known = await running(connection, self._clock.now())
            self._keeps_up = True
        except StoreUnavailable as error:
            if self._keeps_up:
                log.warning("kb.announcements_wait", cause=error.detail)
            self._keeps_up = False

    def said_on(self, channel: str) -> list[str]:
        """The lines that stand in front of an answer on a channel now; what has ended is in none."""
        now = self._clock.now()
        return [
            MARK + each.text
            for each in self._known
            if each.is_for(channel) and each.ends_at is not None and now < each.ends_at
        ]
