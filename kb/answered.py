"""Counts which articles were answered, for the questions that are asked most."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.messages import Source
from hub.ports import Clock
from hub.store.database import Database
from kb.gathered import GatheredCounts
from kb.store import answered as store


class AnsweredCounts(GatheredCounts[tuple[str, date]]):
    """Counts by article and day; nothing but the order of the hot questions depends on them."""

    def __init__(
        self, database: Database, clock: Clock, *, time_zone: ZoneInfo, may_write: Callable[[], bool]
    ) -> None:
        """`may_write`: as for all `GatheredCounts`."""
        super().__init__(database, may_write)
        self._clock = clock
        self._zone = time_zone

    def note(self, sources: Iterable[Source]) -> None:
        """Counts each article of one answer once, on the bank's day."""
        day = self._clock.now().astimezone(self._zone).date()
        self._counts.update({(source.article_id, day) for source in sources})

    async def _do_write(self, connection: AsyncConnection, counts: Counter[tuple[str, date]]) -> None:
        await store.add(connection, counts)
