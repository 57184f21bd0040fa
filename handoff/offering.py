"""Offers what waits for a person to the agent who has been idle longest (router): one process at a time.

Every round is one transaction behind the lease's epoch, so that a process which was stopped writes nothing
when it wakes. The rounds look at the database alone: what is offered is there, or was never offered.
"""

import asyncio
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from handoff.agents import HOUSE, UNSET, Agents
from handoff.store import agents, reservations
from handoff.store.reservations import TaskKey
from hub.conversation.conversations import Conversations
from hub.conversation.owner import Owner
from hub.errors import StoreUnavailable
from hub.messages import Text
from hub.ports import Clock
from hub.store import conversations as stored
from hub.store import leases
from hub.store.database import Database
from hub.store.leases import Lease

EVERY_S = 0.5
AT_ONCE = 64
OFFER = timedelta(seconds=20)
SUSPECT = timedelta(seconds=25)
LOST = timedelta(seconds=45)
NOT_AGAIN = timedelta(seconds=120)
"""So long a task is not offered again to whom it passed; where nobody else is there, a quarter of it."""
MOST_MISSED = 2

log = structlog.get_logger(__name__)


class Offering:
    """The rounds of whoever leads."""

    def __init__(
        self, database: Database, clock: Clock, conversations: Conversations, commands: Agents
    ) -> None:
        self._database = database
        self._clock = clock
        self._conversations = conversations
        self._commands = commands

    async def lead(self, lease: Lease) -> None:
        """Goes round until the lease is lost."""
        while True:
            try:
                async with self._database.write() as connection:
                    if not await leases.holds(connection, lease):
                        return
                    await self.do_round(connection)
            except StoreUnavailable as error:
                log.warning("offering.put_off", why=error.detail)
            await asyncio.sleep(EVERY_S)

    async def do_round(self, connection: AsyncConnection) -> None:
        """Ends what is over, takes back what lost agents had, and offers what waits."""
        now = self._clock.now()
        for account_id in await agents.unheard(connection, now - LOST):
            await self._take_back(connection, account_id, now)
        for row in await reservations.over(connection, now, AT_ONCE):
            if row.state == "wrapping":
                await self._commands.do_finish(connection, row, UNSET, None)
            else:
                await self._let_pass(connection, row, now)
        await self._offer(connection, now)

    async def _offer(self, connection: AsyncConnection, now: datetime) -> None:
        waiting = await reservations.queued(connection, AT_ONCE)
        if not waiting:
            return
        free = list(await agents.with_room(connection, now - SUSPECT, MOST_MISSED))
        for task in waiting:
            key = TaskKey(task.identity_key, task.conversation, task.turn)
            chosen = await self._choose(connection, key, free, now)
            if chosen is not None and await self._reserve(connection, key, chosen, len(free), now):
                free.remove(chosen)  # one offer at a time

    async def _choose(
        self, connection: AsyncConnection, key: TaskKey, able: Sequence[Any], now: datetime
    ) -> Any | None:
        """The longest idle of those whom the task has not passed lately."""
        if not able:
            return None
        passed = await reservations.passed(connection, key, now - NOT_AGAIN)
        rest = [row for row in able if row.account_id not in passed]
        if rest:
            return rest[0]
        lately = await reservations.passed(connection, key, now - NOT_AGAIN / 4)
        return next((row for row in able if row.account_id not in lately), None)

    async def _reserve(
        self, connection: AsyncConnection, key: TaskKey, chosen: Any, able: int, now: datetime
    ) -> bool:
        if not await reservations.move_task(connection, key, "queued", "offered"):
            return False
        idle_s = int((now - chosen.idle_since).total_seconds())
        await reservations.add(
            connection,
            reservation_id=secrets.token_hex(16),
            identity_key=key.identity,
            conversation=key.conversation,
            turn=key.turn,
            account_id=chosen.account_id,
            state="pending",
            why={"rule": "longest_idle", "idle_s": idle_s, "able": able, "used": chosen.used},
            created_at=now,
            ends_at=now + OFFER,
        )
        await agents.add_used(connection, chosen.account_id, 1)
        return True

    async def _let_pass(self, connection: AsyncConnection, row: Any, now: datetime) -> None:
        """Nobody answered the offer: the task keeps its place, and who misses two is not asked any more."""
        if not await reservations.move(connection, row.reservation_id, "pending", "timed_out", ended_at=now):
            return
        await self._requeue(connection, row, "offered")
        agent = await agents.lock(connection, row.account_id)
        if agent is not None:
            missed = agent.missed + 1
            status = "busy" if missed >= MOST_MISSED else agent.status
            await agents.change(connection, row.account_id, used=agent.used - 1, missed=missed, status=status)

    async def _take_back(self, connection: AsyncConnection, account_id: str, now: datetime) -> None:
        """The agent's desk is gone: what they had waits for somebody else, at its old place."""
        for row in await reservations.live(connection, account_id):
            if row.state == "wrapping":
                await self._commands.do_finish(connection, row, UNSET, None)
                continue
            if row.state == "accepted":
                await self._give_back(connection, row)
            if await reservations.move(
                connection, row.reservation_id, row.state, "released", reason="agent_lost", ended_at=now
            ):
                await self._requeue(connection, row, "offered" if row.state == "pending" else "assigned")
                await agents.add_used(connection, account_id, -1)
        await agents.change(connection, account_id, status=agents.OFFLINE, next_status=None)
        log.warning("offering.agent_lost", owner=account_id)

    async def _give_back(self, connection: AsyncConnection, row: Any) -> None:
        place = (row.identity_key, row.conversation)
        conversation = await stored.lock(connection, *place)
        if conversation is None or conversation.closed_at is not None or conversation.epoch != row.epoch:
            return
        await self._conversations.do_hand_over(connection, *place, to=Owner.WAITING, epoch=row.epoch)
        words = "客服的连接中断了，正在为您转接其他客服，请稍候。"
        await self._conversations.do_say(connection, *place, (Text(text=words),), author=HOUSE)

    async def _requeue(self, connection: AsyncConnection, row: Any, before: str) -> None:
        key = TaskKey(row.identity_key, row.conversation, row.turn)
        await reservations.move_task(connection, key, before, "queued")
