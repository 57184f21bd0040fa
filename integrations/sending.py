"""Sends what was written down: of each conversation in its order, with tries and back-off, by one process."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import aiohttp
import structlog

from hub.errors import SetupError, StoreUnavailable
from hub.metrics import STORE_FAILURES
from hub.ports import Clock
from hub.store import leases
from hub.store.database import Database
from hub.store.encrypted import DataKeys
from hub.store.leases import Lease
from integrations.calling import WITHIN_S, body_of, call
from integrations.hooks import belongs_to
from integrations.store import webhooks

LOOK_EVERY_S = 1.0
AT_ONCE = 16
FIRST_WAIT_S, LONGEST_WAIT_S = 2.0, 3600.0
GIVE_UP_AFTER = timedelta(days=1)
KEPT_FOR = timedelta(days=30)

log = structlog.get_logger(__name__)


class Sending:
    """The worker of one house; `lead` runs while this process has the lease."""

    def __init__(self, database: Database, clock: Clock, keys: DataKeys) -> None:
        self._database = database
        self._clock = clock
        self._keys = keys

    async def lead(self, lease: Lease) -> None:
        """Sends what is due, until it is cancelled or another process leads."""
        timeout = aiohttp.ClientTimeout(total=WITHIN_S)
        async with aiohttp.ClientSession(timeout=timeout, trust_env=False) as session:
            while True:
                sent = 0
                try:
                    sent = await self.send_due(session, lease)
                except StoreUnavailable:
                    STORE_FAILURES.inc()
                if sent < 0:
                    return
                if sent == 0:
                    await asyncio.sleep(LOOK_EVERY_S)

    async def send_due(self, session: aiohttp.ClientSession, lease: Lease | None = None) -> int:
        """Sends one round, and tells how many events were tried; -1 where the lease was lost."""
        now = self._clock.now()
        async with self._database.read() as connection:
            rows = await webhooks.due(connection, now, AT_ONCE)
        if not rows:
            return 0
        codes = await asyncio.gather(*(self._send(session, row) for row in rows))
        async with self._database.write() as connection:
            if lease is not None and not await leases.holds(connection, lease):
                return -1
            await self._settle(connection, rows, codes)
            await webhooks.forget(connection, now - KEPT_FOR)
        return len(rows)

    async def _send(self, session: aiohttp.ClientSession, row: Any) -> str:
        try:
            secret = self._keys.decrypt(row.secret, belongs_to(row.hook_id))
        except SetupError:  # its key was taken away; other programs are told all the same
            return "no_key"
        millis = int(self._clock.now().timestamp() * 1000)
        return await call(session, row.url, secret, body_of(row), millis)

    async def _settle(self, connection: Any, rows: Sequence[Any], codes: Sequence[str]) -> None:
        now = self._clock.now()
        for row, code in zip(rows, codes, strict=True):
            if not code:
                ended = {"state": "sent", "code": "", "due_at": None, "ended_at": now}
                await webhooks.change(connection, row, tries=row.tries + 1, **ended)
                continue
            log.warning("integrations.webhook_failed", code=code, tries=row.tries + 1, kind=row.kind)
            if now - row.created_at >= GIVE_UP_AFTER and row.tries > 0:
                ended = {"state": "failed", "code": code, "due_at": None, "ended_at": now}
                await webhooks.change(connection, row, tries=row.tries + 1, **ended)
                continue
            wait = min(FIRST_WAIT_S * 2.0 ** min(row.tries, 20), LONGEST_WAIT_S)
            due = {"due_at": now + timedelta(seconds=wait), "code": code}
            await webhooks.change(connection, row, tries=row.tries + 1, **due)
