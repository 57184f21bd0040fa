"""Removes what the connectors' tables no longer need, a little at a time."""

import asyncio

import structlog

from connectors.kit.store import codes, nonces, uploads
from hub.errors import StoreUnavailable
from hub.ports import Clock, Store

EVERY_S = 60.0

log = structlog.get_logger(__name__)


class Sweeper:
    """Sweeps once a minute, beside the server."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def run(self) -> None:
        """Sweeps until it is cancelled; a database that does not answer is asked again a minute later."""
        while True:
            try:
                await self.sweep()
            except StoreUnavailable as error:
                log.warning("sweeping.put_off", why=error.detail)
            await asyncio.sleep(EVERY_S)

    async def sweep(self) -> int:
        """One round, in short transactions; tells how many rows went."""
        now, gone = self._clock.now(), 0
        while True:
            async with self._store.write() as connection:
                swept = await nonces.sweep(connection, now)
            gone += swept
            if swept < nonces.SWEPT_AT_ONCE:
                break
        async with self._store.write() as connection:
            gone += await codes.sweep(connection, now)
            return gone + await uploads.sweep(connection, now)
