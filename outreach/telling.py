"""Tells customers what the bank has sent: once, in the transaction that says it."""

import asyncio
import contextlib
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.conversation.conversations import Conversations
from hub.conversation.owner import Owner
from hub.errors import SetupError, StoreUnavailable
from hub.messages import Author, AuthorKind
from hub.metrics import STORE_FAILURES
from hub.ports import Clock
from hub.store import identities
from hub.store.database import Database
from hub.store.encrypted import DataKeys
from outreach.events import BankEvent
from outreach.hours import QuietHours
from outreach.kinds import KINDS, NoticeKind
from outreach.reaching import CAPPED
from outreach.receiving import belongs_to
from outreach.store import caps, consents, notices, texts
from outreach.texts import question, words_of

EVERY_S = 5.0
AT_ONCE = 20
BUSY = timedelta(minutes=10)
"""So long a notice that can wait waits for an agent who serves the customer."""

log = structlog.get_logger(__name__)


class Telling:
    """Any number of processes may run one: who is second finds the row changed, and says nothing."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        conversations: Conversations,
        keys: DataKeys | None,
        quiet: QuietHours,
        *,
        per_week: int,
    ) -> None:
        """`per_week`: of notices that are no matter of security, to one customer on one channel."""
        self._database = database
        self._clock = clock
        self._conversations = conversations
        self._keys = keys
        self._quiet = quiet
        self._per_week = per_week
        self._woken = asyncio.Event()

    def wake(self) -> None:
        """Something was written down in this process."""
        self._woken.set()

    async def run(self) -> None:
        """Works until cancelled; a database that does not answer is asked again."""
        while True:
            self._woken.clear()
            try:
                await self.work_due()
            except StoreUnavailable:
                STORE_FAILURES.inc()
            except Exception:
                # Nobody else does this work: the row is due again, and the loop goes on.
                log.exception("outreach.worker_broke")
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(EVERY_S):
                    await self._woken.wait()

    async def work_due(self) -> int:
        """One round: how many notices were looked at."""
        async with self._database.read() as connection:
            rows = await notices.due(connection, self._clock.now(), AT_ONCE)
        for row in rows:
            async with self._database.write() as connection:
                await self._take(connection, row)
        return len(rows)

    async def _take(self, connection: AsyncConnection, row: Any) -> None:
        now, kind = self._clock.now(), KINDS.get(row.kind)
        person = await identities.lock(connection, row.identity_key)
        if kind is None or person is None or row.body is None:
            await self._drop(connection, row, "nobody_known", now)
        elif now > row.valid_until:
            await self._drop(connection, row, "too_late", now)
        elif kind.purpose == "security" or await self._may(connection, row, kind, now):
            await self._tell(connection, row, kind, person, now)

    async def _may(self, connection: AsyncConnection, row: Any, kind: NoticeKind, now: datetime) -> bool:
        """Whether it can be told now; where not, it is dropped, or waits for the end of the quiet hours."""
        if await consents.is_refused(connection, row.identity_key, kind.purpose):
            await self._drop(connection, row, "refused", now)
            return False
        if (ends := self._quiet.ends(now)) is not None:
            await notices.change(connection, row, due_at=ends)
            return False
        told = await caps.told_since(connection, [row.identity_key], now - CAPPED)
        if told[row.identity_key] >= self._per_week:
            await self._drop(connection, row, "too_many", now)
            return False
        return True

    async def _tell(
        self, connection: AsyncConnection, row: Any, kind: NoticeKind, person: Any, now: datetime
    ) -> None:
        written = await texts.one(connection, kind.name)
        if written is not None and not written.enabled:
            await self._drop(connection, row, "turned_off", now)
            return
        of = await self._conversations.current(
            connection, row.identity_key, person.last_conversation, person.channel, now
        )
        if kind.purpose != "security" and Owner(of.owner).is_person:
            await notices.change(connection, row, due_at=now + BUSY)
            return
        event = BankEvent.model_validate_json(self._sealing.decrypt(row.body, belongs_to(row.event)))
        words = words_of(kind, written, event.language, event.facts(self._quiet.zone))
        ended = {"state": "told", "due_at": None, "ended_at": now, "body": None}
        if not await notices.change(connection, row, **ended, conversation=of.conversation):
            return
        said = await self._conversations.do_ask(
            connection,
            row.identity_key,
            of.conversation,
            question(kind, words, event.language),
            author=Author(kind=AuthorKind.SYSTEM),
        )
        await notices.place(connection, row.event, said.seq)
        log.info("outreach.told", kind=kind.name, conversation=of.conversation)

    async def _drop(self, connection: AsyncConnection, row: Any, code: str, now: datetime) -> None:
        await notices.change(
            connection, row, state="dropped", code=code, due_at=None, ended_at=now, body=None
        )
        log.info("outreach.dropped", kind=row.kind, code=code)

    @property
    def _sealing(self) -> DataKeys:
        if self._keys is None:
            raise SetupError("YUANQIAO_DATA_KEYS is empty, and what the bank sends is kept encrypted")
        return self._keys
