"""The customers of a run: they come, ask, rest and go."""

import asyncio
import contextlib
import time
from collections.abc import Callable, Sequence

from tests.faults.customer import Customer
from tests.faults.record import CustomerRecord
from tests.faults.stored import unfinished

QUIET_LIMIT_S = 60.0
QUIET_FOR_S = 1.5
STUCK_AFTER_S = 12.0
"""Nothing to do in the store and nothing new at any customer for so long: what is missing will not come."""


class Crowd:
    """Customers over one database."""

    def __init__(self, customers: Sequence[Customer], url: str) -> None:
        self.customers = customers
        self._url = url
        self._chats: list[asyncio.Task[None]] = []

    @property
    def records(self) -> list[CustomerRecord]:
        """What each customer knows."""
        return [customer.record for customer in self.customers]

    def come(self, group: asyncio.TaskGroup) -> None:
        """All begin to chat."""
        self._chats = [group.create_task(customer.run()) for customer in self.customers]

    def go(self) -> None:
        """All leave."""
        for chat in self._chats:
            chat.cancel()

    async def rest(self, check_alive: Callable[[], None], limit_s: float = QUIET_LIMIT_S) -> None:
        """Nobody asks any more, and all is brought to its end, if that comes in time."""
        for customer in self.customers:
            customer.asking = False
        with contextlib.suppress(TimeoutError):  # what is unfinished then is what the checks are for
            async with asyncio.timeout(limit_s):
                while not (await self._is_quiet() or await self._is_stuck()):
                    await asyncio.sleep(0.2)
                    check_alive()

    async def _is_quiet(self) -> bool:
        if any(record.waiting or record.has_gap for record in self.records):
            return False
        if time.monotonic() - max(record.last_frame_at for record in self.records) < QUIET_FOR_S:
            return False
        return await unfinished(self._url) == 0

    async def _is_stuck(self) -> bool:
        newest = max(record.last_news_at for record in self.records)
        return time.monotonic() - newest > STUCK_AFTER_S and await unfinished(self._url) == 0
