"""Reads a provider's feed: one process at a time, each page taken in before the cursor moves behind it.

A provider that pushes only a nudge, or nothing at all, is asked for what is new. A process that dies between
a page and its cursor leaves the page to be read again, and whatever stands in it is known by its id. Who
reads holds a lease; one that wakes behind it moves no cursor.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass

import structlog

from connectors.kit.accounts import AccountKey
from connectors.kit.opening import Kit
from connectors.kit.store import cursors
from connectors.kit.store.cursors import Cursor
from hub.errors import LostLease, StoreUnavailable, YuanqiaoError
from hub.store import leases
from hub.store.leases import Lease

LEASE_S = 30.0
BUSY_S = 0.25
"""So often who was nudged looks whether the process that reads has come to the end."""

BACKOFF_S = (1.0, 2.0, 5.0, 15.0, 60.0)
CALMEST_S = 1.0
"""After a failure a nudge is heard no sooner."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class FeedPage:
    """What was read and taken in: the provider's word for the place behind it, and whether more is there."""

    behind: str
    more: bool


Keep = Callable[[], Awaitable[None]]
"""To be called before each thing that is taken in; raises `LostLease` where another process reads by now."""

TakeIn = Callable[[str, Keep], Awaitable[FeedPage]]
"""Reads one page from a place (empty: from the beginning) and takes all of it in: on disk when this returns.

What it raises of the house's errors has the page read again, later; `retry_after_s` says when.
"""


class FeedReader:
    """Reads one feed of an account whenever it is nudged, and every so often by itself."""

    def __init__(
        self,
        kit: Kit,
        key: AccountKey,
        name: str,
        take_in: TakeIn,
        *,
        every_s: float,
        lease_s: float = LEASE_S,
    ) -> None:
        """`name`: tells the feeds of an account apart; `every_s`: a nudge may have been lost."""
        self._kit, self._key, self._name = kit, key, name
        self._take_in = take_in
        self._every_s = every_s
        self._lease_s = lease_s
        self._nudged = asyncio.Event()
        self._failures = 0
        self._renewed_at = 0.0
        self._log = log.bind(**key._asdict())

    def nudge(self) -> None:
        """There is something new."""
        self._nudged.set()

    async def run(self) -> None:
        """Reads until it is cancelled; begins at once with what came while nobody was there."""
        nudged = True
        while True:
            self._nudged.clear()
            pause_s = await self._round(nudged)
            if self._failures:
                await asyncio.sleep(min(CALMEST_S, pause_s))
            nudged = await self._hears(pause_s)

    async def _hears(self, within_s: float) -> bool:
        with suppress(TimeoutError):
            async with asyncio.timeout(within_s):
                await self._nudged.wait()
                return True
        return False

    async def _round(self, nudged: bool) -> float:
        """Reads to the end of the feed; how many seconds to wait then."""
        try:
            lease = await self._take()
            if lease is None:
                # Who reads may have asked before that was there of which the nudge told.
                if nudged:
                    self._nudged.set()
                    await asyncio.sleep(BUSY_S)
                return self._usual_s()
            await self._read_all(lease)
        except LostLease:
            self._nudged.set()
        except YuanqiaoError as error:
            return self._failed(error.code, error.fields.get("retry_after_s"))
        except Exception:
            # A mistake of ours in one feed must not end the others beside it.
            log.exception("feed.broke", **self._key._asdict())
            return self._failed("internal", None)
        self._failures = 0
        return self._usual_s()

    async def _read_all(self, lease: Lease) -> None:
        self._renewed_at = self._kit.clock.monotonic()
        try:
            more = True
            while more:
                async with self._kit.store.read() as connection:
                    cursor = await cursors.read(connection, self._key, self._name)
                page = await self._take_in(cursor.value, lambda: self._keep(lease))
                # A provider that goes on without moving on would be asked for ever.
                more = page.more and page.behind != cursor.value
                await self._move(lease, cursor, page)
        finally:
            await self._give_up(lease)

    async def _move(self, lease: Lease, cursor: Cursor, page: FeedPage) -> None:
        if page.behind == cursor.value:
            return
        now = self._kit.clock.now()
        async with self._kit.store.write() as connection:
            if not await leases.holds(connection, lease):
                raise LostLease("another process reads this feed by now")
            await cursors.advance(connection, self._key, self._name, read_at=cursor, to=page.behind, now=now)

    async def _keep(self, lease: Lease) -> None:
        """Prolongs the lease where a third of it is over."""
        now = self._kit.clock.monotonic()
        if now - self._renewed_at < self._lease_s / 3:
            return
        async with self._kit.store.write() as connection:
            if not await leases.renew(connection, lease, self._kit.clock.now(), self._lease_s):
                raise LostLease("another process reads this feed by now")
        self._renewed_at = now

    async def _take(self) -> Lease | None:
        # The process itself holds it: what one held that is gone is freed at once.
        name = f"feed/{self._key.channel}/{self._key.account}/{self._name}"
        async with self._kit.store.write() as connection:
            now = self._kit.clock.now()
            return await leases.take(connection, name, self._kit.owner, now, self._lease_s)

    async def _give_up(self, lease: Lease) -> None:
        with suppress(StoreUnavailable):  # then it runs out
            async with self._kit.store.write() as connection:
                await leases.release(connection, lease)

    def _failed(self, code: str, retry_after_s: object) -> float:
        self._failures += 1
        wait_s = BACKOFF_S[min(self._failures, len(BACKOFF_S)) - 1]
        if isinstance(retry_after_s, int | float):
            wait_s = float(retry_after_s)
        self._log.warning("feed.put_off", code=code, failures=self._failures, retry_after_s=wait_s)
        return wait_s

    def _usual_s(self) -> float:
        """Spread, so that several processes do not ask at the same moment."""
        return self._every_s * random.uniform(0.8, 1.2)  # noqa: S311  (no secret)
