"""Messages that an agent writes now, to be sent at a time; each `do_…` writes in its caller's transaction.

At its time a message is said as if the agent had said it then: by who owns the conversation, under the rules
about words. Where that cannot be, it is not sent, a note in the conversation says so, and so does the
agent's list.
"""

import asyncio
import uuid
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from handoff import moving
from handoff.callbacks.words import when
from handoff.store import later, notes
from handoff.store.reservations import TaskKey
from handoff.words.speaking import Speaker, Speaking
from hub.errors import (
    BadInput,
    Conflict,
    DeadlineExceeded,
    ForbiddenWords,
    NotFound,
    StoreUnavailable,
    TooMany,
)
from hub.messages import Text
from hub.ports import Clock
from hub.staff import Directory
from hub.store import conversations as stored
from hub.store import leases
from hub.store.database import Database
from hub.store.leases import Lease

LATEST = timedelta(days=7)
MOST = 50
"""So many of one agent's may wait."""
EVERY_S = 1.0
AT_ONCE = 50

OWNER_CHANGED, CLOSED, FORBIDDEN = "owner_changed", "closed", "forbidden_words"
WHY = {
    OWNER_CHANGED: "会话已不由该客服负责",
    CLOSED: "会话已结束",
    FORBIDDEN: "内容不符合现在的用语规则",
}

log = structlog.get_logger(__name__)


class Later:
    """What agents do with their messages for later."""

    def __init__(self, speaking: Speaking, clock: Clock) -> None:
        self._speaking = speaking
        self._clock = clock

    async def do_plan(
        self, connection: AsyncConnection, staff: Speaker, key: TaskKey, text: str, at: datetime, wish_id: str
    ) -> None:
        """Has words wait for their time, once for each `wish_id`.

        Raises `BadInput` for a time that is not within seven days, `Conflict` where fifty wait,
        `ForbiddenWords`, `NotFound`.
        """
        self._check_time(at)
        await moving.owned(connection, staff.account_id, key, "accepted")
        await self._speaking.check(connection, staff, key, text)
        if await later.own(connection, wish_id, staff.account_id) is not None:
            return
        if await later.count(connection, staff.account_id) >= MOST:
            raise Conflict("no more messages can wait")
        await later.add(
            connection,
            later_id=wish_id,
            identity_key=key.identity,
            conversation=key.conversation,
            turn=key.turn,
            account_id=staff.account_id,
            text=Text(text=text).without_secrets().text,
            send_at=at,
            created_at=self._clock.now(),
        )

    async def do_change(
        self, connection: AsyncConnection, staff: Speaker, later_id: str, text: str, at: datetime
    ) -> None:
        """Other words, or another time. Raises as `do_plan`, and `NotFound` where it waits no more."""
        self._check_time(at)
        row = await self._own(connection, staff, later_id)
        await self._speaking.check(connection, staff, _key(row), text)
        cleaned = Text(text=text).without_secrets().text
        if not await later.change(connection, later_id, later.WAITING, text=cleaned, send_at=at):
            raise NotFound("the message waits no more")

    async def do_call_off(self, connection: AsyncConnection, staff: Speaker, later_id: str) -> None:
        """It is not sent; of one that was not sent, the agent knows. Again: nothing. Raises `NotFound`."""
        await self._own(connection, staff, later_id)
        now = self._clock.now()
        if not await later.change(connection, later_id, later.WAITING, state=later.CALLED_OFF, ended_at=now):
            await later.change(connection, later_id, later.NOT_SENT, state=later.SEEN)

    async def _own(self, connection: AsyncConnection, staff: Speaker, later_id: str) -> Any:
        row = await later.own(connection, later_id, staff.account_id)
        if row is None:
            raise NotFound("there is no such message")
        return row

    def _check_time(self, at: datetime) -> None:
        now = self._clock.now()
        if at.tzinfo is None or not now < at <= now + LATEST:
            raise BadInput("a message is sent within seven days")


class SendingLater:
    """Sends what is due; one process at a time, behind a lease."""

    def __init__(
        self, database: Database, clock: Clock, speaking: Speaking, directory: Directory, zone: ZoneInfo
    ) -> None:
        self._database = database
        self._clock = clock
        self._speaking = speaking
        self._directory = directory
        self._zone = zone

    async def lead(self, lease: Lease) -> None:
        """Sends until the lease is lost."""
        while True:
            try:
                if not await self.send_due(lease):
                    return
            except (StoreUnavailable, DeadlineExceeded, TooMany) as error:
                log.warning("later.put_off", why=error.code)
            await asyncio.sleep(EVERY_S)

    async def send_due(self, lease: Lease | None = None) -> bool:
        """One round; false where the lease is another's by now."""
        async with self._database.read() as connection:
            rows = await later.due(connection, self._clock.now(), AT_ONCE)
        for row in rows:
            async with self._database.write() as connection:
                if lease is not None and not await leases.holds(connection, lease):
                    return False
                await self._do_send(connection, row)
        return True

    async def _do_send(self, connection: AsyncConnection, row: Any) -> None:
        now = self._clock.now()
        conversation = await stored.lock(connection, row.identity_key, row.conversation)
        if not await later.claim(connection, row.later_id, now):
            return
        why = CLOSED if conversation is None or conversation.closed_at is not None else ""
        why = why or await self._say(connection, row)
        if why:
            log.info("later.not_sent", why=why, owner=row.account_id)
            await later.change(connection, row.later_id, later.SENT, state=later.NOT_SENT, why=why)
            await self._note(connection, row, why, conversation.last_seq if conversation else 0)

    async def _say(self, connection: AsyncConnection, row: Any) -> str:
        """Why it could not be said; empty where it was."""
        member = await self._directory.get(connection, row.account_id)
        path = await self._directory.branch_path(connection, member.branch_id) if member else None
        if member is None or not member.active or path is None:
            return OWNER_CHANGED
        speaker = Speaker(row.account_id, member.name, path)
        try:
            await self._speaking.do_say(connection, speaker, _key(row), row.text, row.later_id)
        except (NotFound, Conflict):
            return OWNER_CHANGED
        except ForbiddenWords:
            return FORBIDDEN
        return ""

    async def _note(self, connection: AsyncConnection, row: Any, why: str, seq: int) -> None:
        """Whoever has the conversation now reads what the customer was not told."""
        at = when(row.send_at.astimezone(self._zone))
        member = await self._directory.get(connection, row.account_id)
        await notes.add(
            connection,
            row.identity_key,
            row.conversation,
            seq=seq,
            wish_id=str(uuid.uuid5(uuid.UUID(row.later_id), later.NOT_SENT)),
            account_id=row.account_id,
            author_name=member.name if member else "",
            text=f"定于 {at} 发送的消息没有发出：{WHY[why]}。原文：{row.text}"[:2000],
            created_at=self._clock.now(),
        )


def _key(row: Any) -> TaskKey:
    return TaskKey(row.identity_key, row.conversation, row.turn)
