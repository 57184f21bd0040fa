"""A task changes its medium: while it waits, because its customer wants so; while it is served, with a call.

Each call writes in its caller's transaction, who holds the conversation. Rows are locked in the order of the
agents' commands: reservation, task, agent.
"""

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from handoff import moving
from handoff.returning import IN_HAND
from handoff.store import agents, changes, reservations, tasks
from hub.errors import Conflict
from hub.reactions import MediumChanged

WAITS = ("queued", "offered")
TRIES = 3


async def do_wait_for(
    connection: AsyncConnection, identity: str, conversation: int, medium: str, now: datetime
) -> bool:
    """Has the customer's task wait for another medium, at its place; false where there is none to change.

    Who was just being asked is asked no more.
    """
    for _ in range(TRIES):
        row = await tasks.open_of(connection, identity, conversation)
        if row is None or row.state not in WAITS or row.medium == medium:
            return False
        if await _wait_for(connection, row, medium, now):
            return True
    return False


async def _wait_for(connection: AsyncConnection, row: Any, medium: str, now: datetime) -> bool:
    """False, with nothing written, where the router or an agent was quicker."""
    live = await reservations.live_of(connection, row.identity_key, row.conversation)
    rescinded = {"reason": "medium_changed", "ended_at": now, "cost": 0}
    for offer in live:  # at most one
        if not await reservations.move(connection, offer.reservation_id, "pending", "rescinded", **rescinded):
            return False
    before, after = (row.state, row.medium), ("queued", medium)
    if not await reservations.change_medium(connection, moving.key_of(row), before, after):
        return False
    for offer in live:
        await agents.do_give_room(connection, offer.account_id, offer.cost)
        await changes.tell(connection, changes.AGENT, offer.account_id)
    await moving.tell(connection, row)
    return True


class Mediums:
    """Reacts to calls; writes in the transaction in which they begin and end."""

    async def do_changed(self, connection: AsyncConnection, changed: MediumChanged) -> None:
        """A call has begun, or is over: what the conversation takes of its agent's room is another thing."""
        for row in await reservations.live_of(connection, changed.identity, changed.conversation):
            task = await reservations.task_of(connection, moving.key_of(row))
            if row.state == "accepted" and task.state in IN_HAND and task.medium != changed.medium:
                await self._do_serve_by(connection, row, task, changed)

    async def _do_serve_by(
        self, connection: AsyncConnection, row: Any, task: Any, changed: MediumChanged
    ) -> None:
        """A call beside so much else that it does not fit takes all the room there is."""
        # They have spoken with each other, or the customer did not come: nobody has failed to answer.
        replied_at = row.replied_at or changed.at
        await reservations.change(connection, row.reservation_id, replied_at=replied_at)
        before, after = (task.state, task.medium), (task.state, changed.medium)
        if not await reservations.change_medium(connection, moving.key_of(task), before, after):
            raise Conflict("the task is in another state by now")
        limit = await moving.limit_of(connection, row.account_id, changed.medium)
        agent = await agents.lock(connection, row.account_id)
        if agent is None:
            return
        cost = limit.cost if task.state == "assigned" else limit.hold_cost
        fits = row.cost + agent.room - agent.used
        await moving.recost(connection, row, min(cost, fits), counted=row.counted)
        await moving.tell(connection, row)
