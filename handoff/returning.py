"""Puts a customer whom an agent cannot go on serving back to their old place, for the same agent first."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from handoff import moving
from handoff.store import agents, reservations
from hub.conversation.conversations import Conversations
from hub.conversation.owner import Owner
from hub.ports import Clock
from hub.reactions import ServiceBroke
from hub.store import conversations as stored

STICKY_S = 30
IN_HAND = ("assigned", "on_hold")


class Returning:
    """Each `do_…` writes in the caller's transaction."""

    def __init__(self, conversations: Conversations, clock: Clock) -> None:
        self._conversations = conversations
        self._clock = clock

    async def do_broke(self, connection: AsyncConnection, broke: ServiceBroke) -> None:
        """What served a customer broke down: they wait again, before those of the same date."""
        for row in await reservations.live_of(connection, broke.identity, broke.conversation):
            task = await reservations.task_of(connection, moving.key_of(row))
            if row.state == "accepted" and task.state in IN_HAND:
                await self.do_return(connection, row, before=task.state, reason="service_broke")

    async def do_return(self, connection: AsyncConnection, row: Any, *, before: str, reason: str) -> None:
        """At the old place. `before`: the state of the task now; raises `Conflict` where it is another."""
        now, place = self._clock.now(), (row.identity_key, row.conversation)
        conversation = await stored.lock(connection, *place)
        if conversation is None:
            return
        await self._conversations.do_hand_over(connection, *place, to=Owner.WAITING, epoch=conversation.epoch)
        await reservations.move(
            connection, row.reservation_id, "accepted", "released", reason=reason, ended_at=now, cost=0
        )
        until = now.timestamp() + STICKY_S
        sticky = {"agents": [row.account_id], "mode": "prefer", "until": until}
        await moving.move_task(connection, row, before, "queued", returned=True, sticky=sticky)
        await agents.add_used(connection, row.account_id, -row.cost)
        await moving.tell(connection, row)
