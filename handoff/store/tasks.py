"""Queries on tasks."""

from typing import Any

from sqlalchemy import case, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from handoff.routing.capacity import CHAT
from handoff.store.reservations import TaskKey
from handoff.store.schema import task
from hub.store.upsert import insert_if_absent

OPEN = ("scheduled", "queued", "offered", "assigned", "on_hold")
"""The states in which a request for a person is not answered yet."""


async def add_if_absent(connection: AsyncConnection, **values: Any) -> bool:
    """Records a task, unless the turn has recorded it or an open one asks for the same."""
    return await insert_if_absent(connection, task, **values)


async def make_urgent(
    connection: AsyncConnection,
    key: str,
    conversation: int,
    *,
    reason: str,
    facts: dict[str, Any] | None,
    **queue: Any,
) -> list[int]:
    """Makes the open request for a person of a conversation urgent; gives the turn that it is of.

    What waits goes to the queue of urgent ones, whose columns are `queue`, and does not wait for an opening
    any more, nor for somebody with video: anybody may be the first who can help.
    """
    this = (
        task.c.identity_key == key,
        task.c.conversation == conversation,
        task.c.kind == "person",
        task.c.state.in_(OPEN),
    )
    state = case((task.c.state == "scheduled", "queued"), else_=task.c.state)
    medium = case((task.c.state.in_(("scheduled", "queued")), CHAT), else_=task.c.medium)
    values = {"reason": reason, "facts": facts, "state": state, "medium": medium, **queue}
    query = (
        update(task).where(*this).values(urgent=True, opens_at=None, stage=0, **values).returning(task.c.turn)
    )
    return [int(turn) for turn in (await connection.execute(query)).scalars()]


async def is_urgent(connection: AsyncConnection, key: str, conversation: int) -> bool:
    """Whether an urgent request for a person of a conversation is open."""
    query = select(task.c.turn).where(
        task.c.identity_key == key,
        task.c.conversation == conversation,
        task.c.kind == "person",
        task.c.urgent.is_(True),
        task.c.state.in_(OPEN),
    )
    return (await connection.execute(query.limit(1))).first() is not None


async def waiting(connection: AsyncConnection, *, limit: int) -> list[Any]:
    """Tasks that nobody has taken: the urgent ones first, and of each the oldest first."""
    query = (
        select(task)
        .where(task.c.state == "queued")
        .order_by(task.c.urgent.desc(), task.c.created_at)
        .limit(limit)
    )
    return list((await connection.execute(query)).all())


async def planned(connection: AsyncConnection, key: str, conversation: int) -> Any | None:
    """The request for a person of a conversation that is put off, to an opening or an agreed time."""
    query = select(task).where(
        task.c.identity_key == key,
        task.c.conversation == conversation,
        task.c.kind == "person",
        task.c.state == "scheduled",
    )
    return (await connection.execute(query)).one_or_none()


async def make_due(connection: AsyncConnection, key: str, conversation: int, turn: int, reason: str) -> bool:
    """Has a request that was put off wait from now on; false where it is in another state by now."""
    query = (
        update(task)
        .where(
            task.c.identity_key == key,
            task.c.conversation == conversation,
            task.c.turn == turn,
            task.c.kind == "person",
            task.c.state == "scheduled",
        )
        .values(state="queued", opens_at=None, told=None, reason=reason)
    )
    return bool((await connection.execute(query)).rowcount)


async def open_of(connection: AsyncConnection, key: str, conversation: int) -> Any | None:
    """The open request for a person of a conversation."""
    query = select(task).where(
        task.c.identity_key == key,
        task.c.conversation == conversation,
        task.c.kind == "person",
        task.c.state.in_(OPEN),
    )
    return (await connection.execute(query)).one_or_none()


async def all_planned(connection: AsyncConnection, limit: int) -> list[Any]:
    """The requests for a person that are put off, the soonest first."""
    query = (
        select(task)
        .where(task.c.state == "scheduled", task.c.kind == "person")
        .order_by(task.c.opens_at, task.c.identity_key)
        .limit(limit)
    )
    return list((await connection.execute(query)).all())


async def change_planned(connection: AsyncConnection, key: TaskKey, **values: Any) -> bool:
    """Writes columns of a request that is put off; false where it is in another state by now."""
    query = update(task).where(
        task.c.identity_key == key.identity,
        task.c.conversation == key.conversation,
        task.c.turn == key.turn,
        task.c.kind == "person",
        task.c.state == "scheduled",
    )
    return bool((await connection.execute(query.values(**values))).rowcount)
