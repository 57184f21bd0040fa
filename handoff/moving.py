"""Moves of tasks and reservations that several commands share, and how the router hears of them."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from handoff import setups
from handoff.setup import FIVE_CHATS_OR_A_VIDEO, ChannelSetup
from handoff.store import agents, changes, reservations
from handoff.store.reservations import TaskKey
from hub.errors import Conflict, NotFound


def key_of(row: Any) -> TaskKey:
    """The task of a reservation or of a task's row."""
    return TaskKey(row.identity_key, row.conversation, row.turn)


async def own(connection: AsyncConnection, account_id: str, reservation_id: str) -> Any:
    """An agent's own reservation. Raises `NotFound`."""
    row = await reservations.get(connection, reservation_id)
    if row is None or row.account_id != account_id:
        raise NotFound("there is no such offer")
    return row


async def owned(connection: AsyncConnection, account_id: str, key: TaskKey, *states: str) -> Any:
    """The reservation by which an agent owns a task, in one of these states. Raises `NotFound`."""
    row = await reservations.owned(connection, key, account_id)
    if row is None or row.state not in states:
        raise NotFound("the conversation is not yours")
    return row


async def move_task(connection: AsyncConnection, row: Any, before: str, after: str, **values: Any) -> None:
    """Moves the task of a reservation on. Raises `Conflict` where it is in another state by now."""
    if not await reservations.move_task(connection, key_of(row), before, after, **values):
        raise Conflict("the task is in another state by now")


async def tell(connection: AsyncConnection, row: Any) -> None:
    """Has the router look at a task and its agent again; the last things of a command."""
    await changes.tell(connection, changes.TASK, "{}.{}.{}".format(*key_of(row)))
    if getattr(row, "account_id", None):
        await changes.tell(connection, changes.AGENT, row.account_id)


async def limit_of(connection: AsyncConnection, account_id: str, medium: str) -> ChannelSetup:
    """What work of a medium costs an agent; a medium that a profile has lost costs what it usually does."""
    channels = (await setups.profile(connection, account_id)).setup.channels
    found = {str(name): limit for name, limit in channels.items()}
    usual = {str(name): limit for name, limit in FIVE_CHATS_OR_A_VIDEO.items()}
    return found.get(medium) or usual[medium]


async def recost(connection: AsyncConnection, row: Any, cost: int, *, counted: bool) -> None:
    """Changes what a reservation takes of its agent's budget, whatever it takes by now."""
    await agents.lock(connection, row.account_id)
    now_is = await reservations.get(connection, row.reservation_id)
    if now_is is not None:
        await reservations.change(connection, row.reservation_id, cost=cost, counted=counted)
        await agents.add_used(connection, row.account_id, cost - now_is.cost)
