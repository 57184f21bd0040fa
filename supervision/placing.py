"""Where a supervisor puts work: to another agent, to a queue, and away from who is logged out.

Each `do_…` writes in its caller's transaction. Locks are taken in the hand-off's order: conversation,
reservation, task, agent.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from handoff import moving
from handoff.agents import HOUSE, UNSET, Agents
from handoff.placing import asked_by
from handoff.store import agents, changes, notes, reservations
from handoff.store.reservations import TaskKey
from handoff.transferring import STICKY_S, WORDS
from hub.conversation.conversations import Conversations
from hub.conversation.owner import Owner
from hub.errors import BadInput, Conflict, NotFound
from hub.messages import Text
from hub.ports import Clock
from hub.staff import CurrentStaff
from hub.store import conversations as stored
from hub.store.staff import sessions
from supervision.board import queues_of
from supervision.store import hands, work

GIVEN_ON = "正在为您转接其他客服，之前的内容已一并转达，请稍候。"
"""What the customer of an agent who is logged out is told."""


@dataclass(frozen=True, slots=True)
class Goal:
    """Where a request goes: to an agent or to a queue, one of the two."""

    account_id: str | None = None
    queue_id: str | None = None


class Placing:
    """Gives work to others."""

    def __init__(self, conversations: Conversations, clock: Clock, commands: Agents) -> None:
        self._conversations = conversations
        self._clock = clock
        self._commands = commands

    async def do_place(
        self,
        connection: AsyncConnection,
        staff: CurrentStaff,
        key: TaskKey,
        goal: Goal,
        note: str,
        wish_id: str,
    ) -> None:
        """Sends a request to an agent or a queue, whoever has it; the same wish again does nothing.

        A named agent is waited for up to 60 s. Raises `BadInput`, `Conflict` for what is over, `NotFound`.
        """
        if await notes.is_there(connection, wish_id):
            return
        conversation = await stored.lock(connection, key.identity, key.conversation)
        if conversation is None or conversation.closed_at is not None:
            raise Conflict("the conversation is closed")
        live = await reservations.live_of(connection, key.identity, key.conversation)
        row = next((each for each in live if moving.key_of(each) == key), None)
        task = await work.task_of(connection, key, lock=True)
        if task is None:
            raise NotFound("there is no such request")
        values = await self._values(connection, task, goal, row)
        if row is not None and row.state == "accepted":
            await self._take_away(connection, row, task, values, reason="moved", words=WORDS)
        elif row is not None:
            await self._rescind(connection, row, "moved", **values)
        elif not await self._wait_elsewhere(connection, key, task, values):
            raise Conflict("the request is over", state=task.state)
        await self._note(connection, staff, key, note, wish_id, conversation.last_seq)
        await hands.lower(connection, key, staff.account_id, self._clock.now())

    async def do_log_out(self, connection: AsyncConnection, account_id: str) -> int:
        """Ends an agent's day: sessions end, work goes to others at its old place; gives how much it was."""
        rows = await reservations.live(connection, account_id)
        for row in sorted(rows, key=lambda each: (each.identity_key, each.conversation)):
            await stored.lock(connection, row.identity_key, row.conversation)
            task = await reservations.task_of(connection, moving.key_of(row))
            if row.state == "accepted":
                values = {"returned": True, "sticky": None}
                await self._take_away(connection, row, task, values, reason="logged_out", words=GIVEN_ON)
            elif row.state == "wrapping":
                await self._commands.do_finish(connection, row, UNSET, None)
            else:
                await self._rescind(connection, row, "logged_out")
        if await agents.lock(connection, account_id) is not None:
            await agents.change(connection, account_id, status=agents.OFFLINE, next_status=None)
            await changes.tell(connection, changes.AGENT, account_id)
        await sessions.end_all(connection, [account_id])
        return len(rows)

    async def _values(
        self, connection: AsyncConnection, task: Any, goal: Goal, row: Any | None
    ) -> dict[str, Any]:
        """The columns of the task that lead it there."""
        before = {row.account_id} if row is not None else set()
        excluded = {*(task.excluded or ()), *before} - {goal.account_id}
        values: dict[str, Any] = {"excluded": sorted(excluded), "sticky": None, "opens_at": None}
        if row is not None and row.state == "accepted":
            values["transfers"] = task.transfers + 1
        if goal.account_id is not None:
            await _check_there(connection, goal.account_id)
            if goal.account_id in before:
                raise Conflict("the agent has it already")
            until = self._clock.now().timestamp() + STICKY_S
            return values | {"sticky": {"agents": [goal.account_id], "mode": "prefer", "until": until}}
        queue = (await queues_of(connection)).get(goal.queue_id or "")
        if queue is None:
            raise BadInput("there is no such queue")
        return values | {**asked_by(queue), "stage": 0}

    async def _take_away(
        self,
        connection: AsyncConnection,
        row: Any,
        task: Any,
        values: dict[str, Any],
        *,
        reason: str,
        words: str,
    ) -> None:
        """An agent's conversation waits again, and its customer knows."""
        now, place = self._clock.now(), (row.identity_key, row.conversation)
        conversation = await stored.lock(connection, *place)
        if conversation is None:
            raise NotFound("there is no such conversation")
        await self._conversations.do_hand_over(connection, *place, to=Owner.WAITING, epoch=conversation.epoch)
        await self._conversations.do_say(connection, *place, (Text(text=words),), author=HOUSE)
        released = {"reason": reason, "ended_at": now, "ends_at": None, "cost": 0}
        if not await reservations.move(connection, row.reservation_id, "accepted", "released", **released):
            raise Conflict("somebody else has moved it")
        await moving.move_task(connection, row, task.state, "queued", **values)
        await agents.do_free(connection, row.account_id, row.cost, now)
        await moving.tell(connection, row)

    async def _rescind(self, connection: AsyncConnection, row: Any, reason: str, **values: Any) -> None:
        """An offer that nobody has answered is taken back."""
        ended = {"reason": reason, "ended_at": self._clock.now(), "cost": 0}
        if not await reservations.move(connection, row.reservation_id, "pending", "rescinded", **ended):
            raise Conflict("the offer was answered meanwhile")
        await moving.move_task(connection, row, "offered", "queued", **values)
        await agents.do_give_room(connection, row.account_id, row.cost)
        await moving.tell(connection, row)

    async def _wait_elsewhere(
        self, connection: AsyncConnection, key: TaskKey, task: Any, values: dict[str, Any]
    ) -> bool:
        if task.state not in ("queued", "scheduled"):
            return False
        if not await reservations.move_task(connection, key, task.state, "queued", **values):
            return False
        await changes.tell(connection, changes.TASK, "{}.{}.{}".format(*key))
        return True

    async def _note(
        self,
        connection: AsyncConnection,
        staff: CurrentStaff,
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
            account_id=staff.account_id,
            author_name=staff.name,
            text=Text(text=note).without_secrets().text,
            created_at=self._clock.now(),
        )


async def _check_there(connection: AsyncConnection, account_id: str) -> None:
    row = await agents.get(connection, account_id)
    if row is None or row.status == agents.OFFLINE:
        raise Conflict("the agent is away")
