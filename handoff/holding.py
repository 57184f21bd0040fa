"""A conversation whose customer is silent is held, so that the agent has room, until they speak."""

from datetime import timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from handoff import moving
from handoff.returning import Returning
from handoff.store import agents, reservations
from handoff.store.reservations import TaskKey
from hub.conversation.conversations import Conversations
from hub.conversation.owner import Owner
from hub.errors import BadInput, Conflict
from hub.ports import Clock
from hub.reactions import Arrived

HOLD = timedelta(hours=24)
"""So long a conversation is held at most; then it ends."""

SHORTEST_S, LONGEST_S = 60, 24 * 3600


class ConversationHolding:
    """Holding and taking up again; each `do_…` writes in the caller's transaction."""

    def __init__(self, conversations: Conversations, clock: Clock) -> None:
        self._returning = Returning(conversations, clock)
        self._clock = clock

    async def do_hold(
        self, connection: AsyncConnection, account_id: str, key: TaskKey, for_s: int | None = None
    ) -> None:
        """Holds a conversation; again it does nothing. `for_s`: the agent is reminded then (snooze).

        Raises `BadInput`, `NotFound`.
        """
        if for_s is not None and not SHORTEST_S <= for_s <= LONGEST_S:
            raise BadInput("a conversation is put off by a minute to a day")
        row = await moving.owned(connection, account_id, key, "accepted")
        task = await reservations.task_of(connection, key)
        if task.state == "on_hold":
            return
        await moving.move_task(connection, row, "assigned", "on_hold")
        now = self._clock.now()
        wakes_at = None if for_s is None else now + timedelta(seconds=for_s)
        await reservations.change(connection, row.reservation_id, ends_at=now + HOLD, wakes_at=wakes_at)
        limit = await moving.limit_of(connection, account_id, task.medium)
        await moving.recost(connection, row, limit.hold_cost, counted=False)
        await moving.tell(connection, row)

    async def do_resume(self, connection: AsyncConnection, account_id: str, key: TaskKey) -> None:
        """The agent takes a held conversation up. Raises `Conflict` without room, `NotFound`."""
        row = await moving.owned(connection, account_id, key, "accepted")
        task = await reservations.task_of(connection, key)
        if task.state != "on_hold":
            return
        if not await self._take_up(connection, row, task):
            raise Conflict("there is no room to take it up again")

    async def do_arrived(self, connection: AsyncConnection, arrived: Arrived) -> None:
        """A customer on hold speaks: the same agent has them again where there is room, else they wait."""
        if arrived.owner != Owner.AGENT:
            return
        message = arrived.message
        for row in await reservations.live_of(connection, message.identity, message.conversation):
            task = await reservations.task_of(connection, moving.key_of(row))
            if row.state != "accepted" or task.state != "on_hold":
                continue
            if not await self._take_up(connection, row, task):
                await self._returning.do_return(connection, row, before="on_hold", reason="no_room")

    async def _take_up(self, connection: AsyncConnection, row: Any, task: Any) -> bool:
        limit = await moving.limit_of(connection, row.account_id, task.medium)
        agent = await agents.lock(connection, row.account_id)
        counted = await reservations.counted(connection, row.account_id, task.medium)
        if agent is None or agent.used - row.cost + limit.cost > agent.room or counted >= limit.most:
            return False
        await moving.move_task(connection, row, "on_hold", "assigned")
        await reservations.change(connection, row.reservation_id, ends_at=None, wakes_at=None)
        await moving.recost(connection, row, limit.cost, counted=True)
        await moving.tell(connection, row)
        return True
