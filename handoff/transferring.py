"""A conversation goes on to another agent, to a queue, or to whoever has a skill, with a note of why.

The owner keeps the conversation until the transaction that gives it away is on disk; from then on it waits
as if it had come 60 s earlier, and its customer knows.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from handoff import moving, setups
from handoff.live.setting_up import GENERAL
from handoff.store import agents, notes, reservations
from handoff.store.reservations import TaskKey
from hub.conversation.conversations import Conversations
from hub.conversation.owner import Owner
from hub.errors import BadInput, Conflict, NotFound
from hub.messages import Author, AuthorKind, Text
from hub.ports import Clock
from hub.store import conversations as stored

MOST = 5
CREDIT_S = 60
STICKY_S = 60
"""So long a conversation that goes to a named agent is kept for them, where they will have room."""

WORDS = "正在为您转接给更合适的同事，之前的内容已一并转达，请稍候。"


@dataclass(frozen=True, slots=True)
class Target:
    """Where a conversation goes: exactly one of the three."""

    agent: str | None = None
    queue: str | None = None
    skill: str | None = None

    def check(self) -> None:
        """Raises `BadInput`."""
        if sum(each is not None for each in (self.agent, self.queue, self.skill)) != 1:
            raise BadInput("a conversation goes to an agent, to a queue, or to a skill")


class Transferring:
    """Sending on; `do_transfer` writes in the caller's transaction."""

    def __init__(self, conversations: Conversations, clock: Clock) -> None:
        self._conversations = conversations
        self._clock = clock

    async def do_transfer(
        self,
        connection: AsyncConnection,
        account_id: str,
        name: str,
        key: TaskKey,
        target: Target,
        note: str,
        wish_id: str,
    ) -> None:
        """Sends a conversation on; the same wish again does nothing.

        The sender is not offered it again. Raises `BadInput`, `Conflict` after five transfers, `NotFound`.
        """
        target.check()
        if not note.strip():
            raise BadInput("who takes over is told why")
        if await notes.is_there(connection, wish_id):
            return
        row = await moving.owned(connection, account_id, key, "accepted")
        conversation = await stored.lock(connection, key.identity, key.conversation)
        row = await moving.owned(connection, account_id, key, "accepted")  # as it is behind the lock
        task = await reservations.task_of(connection, key)
        if conversation is None or conversation.closed_at is not None:
            raise NotFound("the conversation is closed")
        if task.transfers >= MOST:
            raise Conflict("it was sent on five times: a supervisor has to place it")
        values = await self._values(connection, account_id, task, target)
        await self._note(connection, account_id, name, key, note, wish_id, conversation.last_seq)
        place = (key.identity, key.conversation)
        await self._conversations.do_hand_over(connection, *place, to=Owner.WAITING, epoch=conversation.epoch)
        await self._conversations.do_say(
            connection, *place, (Text(text=WORDS),), author=Author(kind=AuthorKind.SYSTEM)
        )
        await self._release(connection, row, task, values)

    async def _values(
        self, connection: AsyncConnection, account_id: str, task: Any, target: Target
    ) -> dict[str, Any]:
        values: dict[str, Any] = {
            "transfers": task.transfers + 1,
            "credit_s": CREDIT_S,
            "excluded": sorted({*(task.excluded or ()), account_id}),
            "sticky": None,
        }
        if target.agent is not None:
            if target.agent == account_id:
                raise BadInput("a conversation goes to somebody else")
            if await agents.get(connection, target.agent) is None:
                raise NotFound("there is no such agent")
            until = self._clock.now().timestamp() + STICKY_S
            values["sticky"] = {"agents": [target.agent], "mode": "prefer", "until": until}
            values["excluded"] = [each for each in values["excluded"] if each != target.agent]
        elif target.queue is not None:
            known = {each.setup.queue_id for each in await setups.queues(connection)} | {GENERAL.queue_id}
            if target.queue not in known:
                raise NotFound("there is no such queue")
            values |= {"queue_id": target.queue, "stage": 0}
        else:
            values["needs"] = [{"name": target.skill, "level": 1, "hard": False}]
        return values

    async def _note(
        self,
        connection: AsyncConnection,
        account_id: str,
        name: str,
        key: TaskKey,
        note: str,
        wish_id: str,
        seq: int,
    ) -> None:
        await notes.add(
            connection,
            key.identity,
            key.conversation,
            seq=seq,
            wish_id=wish_id,
            account_id=account_id,
            author_name=name,
            text=Text(text=note).without_secrets().text,
            created_at=self._clock.now(),
        )

    async def _release(
        self, connection: AsyncConnection, row: Any, task: Any, values: dict[str, Any]
    ) -> None:
        now = self._clock.now()
        released = {"reason": "transferred", "ended_at": now, "ends_at": None, "cost": 0}
        if not await reservations.move(connection, row.reservation_id, "accepted", "released", **released):
            raise NotFound("the conversation is not yours")
        await moving.move_task(connection, row, task.state, "queued", **values)
        await agents.do_free(connection, row.account_id, row.cost, now)
        await moving.tell(connection, row)
