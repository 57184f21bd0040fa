"""A customer whom the bank knows was written to in the web chat, and is away: the bank's app is told."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.errors import NotFound, StoreUnavailable, Unavailable
from hub.ids import conversation_id
from hub.ports import Clock
from hub.reactions import Said
from hub.store import identities
from hub.store.database import Database
from push.service import Push, PushService
from push.store import pushes

CHANNEL = "webchat"
EVERY_S = 1.0
AT_ONCE = 50
CLAIMED_S = 30.0
"""Longer than one call may take."""
QUIET_S = 60.0
"""A customer is told once in that time, however much is said."""
TRIES = 6
FIRST_PAUSE_S = 5.0
"""Doubled with each try: five tries more within three minutes, behind which it is no news."""

log = structlog.get_logger(__name__)

CustomerNumber = Callable[[AsyncConnection, str], Awaitable[str | None]]
"""The bank's number of the customer with this identity; raises `NotFound`."""


class Pushes:
    """Notes what was said in the transaction that says it, and tells the bank's service what is still due."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        service: PushService,
        customer_number: CustomerNumber,
        *,
        after_s: float,
        bank: str,
    ) -> None:
        self._database = database
        self._clock = clock
        self._service = service
        self._customer_number = customer_number
        self._after = timedelta(seconds=after_s)
        self._title = f"{bank}：您有新的客服消息"

    async def do_note(self, connection: AsyncConnection, said: Said) -> None:
        """Has the message wait, where its customer is known to the bank."""
        message, now = said.message, self._clock.now()
        address = await identities.address_of(connection, message.identity)
        if address.channel != CHANNEL or await self._number(connection, message.identity) is None:
            return
        told = await pushes.told_at(connection, message.identity)
        at = now + self._after
        if told is not None:
            at = max(at, told + timedelta(seconds=QUIET_S))
        await pushes.note(connection, message.identity, message.conversation, message.seq, at)

    async def run(self) -> None:
        """Tells until cancelled; a database that does not answer is asked again."""
        while True:
            await asyncio.sleep(EVERY_S)
            try:
                await self.tell_due()
            except StoreUnavailable as error:
                log.warning("push.put_off", why=error.detail)

    async def tell_due(self) -> int:
        """One round: how many customers were told."""
        async with self._database.read() as connection:
            rows = await pushes.due(connection, self._clock.now(), AT_ONCE)
        told = 0
        for row in rows:
            push = await self._claim(row)
            if push is not None:
                told += await self._tell(row, push)
        return told

    async def _claim(self, row: Any) -> Push | None:
        """What to tell; None where another process tells it, or it is not news any more."""
        async with self._database.write() as connection:
            until = self._clock.now() + timedelta(seconds=CLAIMED_S)
            if not await pushes.claim(connection, row, until):
                return None
            number = await self._number(connection, row.identity_key)
            if number is None or await pushes.has_arrived(connection, row):
                await pushes.settle(connection, row.identity_key, None)
                return None
        conversation = conversation_id(row.identity_key, row.conversation)
        return Push(number, self._title, conversation, f"{conversation}.{row.seq}")

    async def _tell(self, row: Any, push: Push) -> int:
        now = self._clock.now()
        try:
            status = await self._service.tell(push, int(now.timestamp() * 1000))
        except Unavailable as error:
            await self._failed(row, now, error.code)
            return 0
        if not 200 <= status < 300:
            await self._failed(row, now, str(status))
            return 0
        async with self._database.write() as connection:
            await pushes.settle(connection, row.identity_key, now)
        return 1

    async def _failed(self, row: Any, now: datetime, code: str) -> None:
        tries = row.tries + 1
        log.warning("push.failed", identity=row.identity_key, code=code, attempt=tries)
        async with self._database.write() as connection:
            if tries >= TRIES:
                await pushes.settle(connection, row.identity_key, None)
            else:
                pause = timedelta(seconds=FIRST_PAUSE_S * 2 ** (tries - 1))
                await pushes.put_off(connection, row.identity_key, now + pause)

    async def _number(self, connection: AsyncConnection, identity: str) -> str | None:
        try:
            return await self._customer_number(connection, identity)
        except NotFound:
            return None
