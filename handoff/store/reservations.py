"""Queries on reservations: offers, and what became of them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from handoff.store.schema import reservation, task

LIVE = ("pending", "accepted", "wrapping")
"""The states that take an agent's room."""

_OF_TASK = and_(
    task.c.identity_key == reservation.c.identity_key,
    task.c.conversation == reservation.c.conversation,
    task.c.turn == reservation.c.turn,
    task.c.kind == "person",
)


class TaskKey(NamedTuple):
    """A request for a person: whose conversation, which one, and the turn that asked."""

    identity: str
    conversation: int
    turn: int


async def add(connection: AsyncConnection, **values: Any) -> None:
    """Records an offer."""
    await connection.execute(reservation.insert().values(read_seq=0, **values))


async def get(connection: AsyncConnection, reservation_id: str) -> Any | None:
    """One reservation."""
    query = select(reservation).where(reservation.c.reservation_id == reservation_id)
    return (await connection.execute(query)).one_or_none()


async def owned(connection: AsyncConnection, key: TaskKey, account_id: str) -> Any | None:
    """The agent's own reservation of a task, where they own it or wrap it up."""
    query = select(reservation).where(
        *_this(key),
        reservation.c.account_id == account_id,
        reservation.c.state.in_(("accepted", "wrapping")),
    )
    return (await connection.execute(query)).one_or_none()


async def owner_of(connection: AsyncConnection, key: TaskKey) -> Any | None:
    """The reservation of whoever owns a task, or wraps it up."""
    query = select(reservation).where(*_this(key), reservation.c.state.in_(("accepted", "wrapping")))
    return (await connection.execute(query)).one_or_none()


async def move(
    connection: AsyncConnection, reservation_id: str, before: str, after: str, **values: Any
) -> bool:
    """Compare-and-set of the state; false where it is another one by now."""
    query = (
        update(reservation)
        .where(reservation.c.reservation_id == reservation_id, reservation.c.state == before)
        .values(state=after, **values)
    )
    return bool((await connection.execute(query)).rowcount)


async def move_task(
    connection: AsyncConnection, key: TaskKey, before: str, after: str, **values: Any
) -> bool:
    """Compare-and-set of the task's state; false where it is another one by now."""
    query = (
        update(task)
        .where(
            task.c.identity_key == key.identity,
            task.c.conversation == key.conversation,
            task.c.turn == key.turn,
            task.c.kind == "person",
            task.c.state == before,
        )
        .values(state=after, **values)
    )
    return bool((await connection.execute(query)).rowcount)


async def live(connection: AsyncConnection, account_id: str) -> Sequence[Any]:
    """What an agent has in hand, with the tasks, the oldest first."""
    columns = (
        reservation,
        task.c.reason.label("task_reason"),
        task.c.urgent,
        task.c.facts,
        task.c.created_at.label("asked_at"),
    )
    query = (
        select(*columns)
        .join_from(reservation, task, _OF_TASK)
        .where(reservation.c.account_id == account_id, reservation.c.state.in_(LIVE))
        .order_by(reservation.c.created_at, reservation.c.reservation_id)
    )
    return (await connection.execute(query)).all()


async def live_of(connection: AsyncConnection, identity: str, conversation: int) -> Sequence[Any]:
    """Offers and ownership in a conversation."""
    query = select(reservation).where(
        reservation.c.identity_key == identity,
        reservation.c.conversation == conversation,
        reservation.c.state.in_(("pending", "accepted")),
    )
    return (await connection.execute(query)).all()


async def cancel_waiting(
    connection: AsyncConnection, identity: str, conversation: int, now: datetime
) -> None:
    """Nobody is waited for any more in a conversation."""
    await connection.execute(
        update(task)
        .where(
            task.c.identity_key == identity,
            task.c.conversation == conversation,
            task.c.kind == "person",
            task.c.state.in_(("queued", "offered")),
        )
        .values(state="cancelled", ended_at=now)
    )


async def mark_read(connection: AsyncConnection, reservation_id: str, seq: int) -> None:
    """How far the agent has read; never back."""
    await connection.execute(
        update(reservation)
        .where(reservation.c.reservation_id == reservation_id, reservation.c.read_seq < seq)
        .values(read_seq=seq)
    )


async def over(connection: AsyncConnection, now: datetime, limit: int) -> Sequence[Any]:
    """Offers and wrap-ups whose time is over."""
    query = (
        select(reservation)
        .where(reservation.c.state.in_(("pending", "wrapping")), reservation.c.ends_at <= now)
        .order_by(reservation.c.ends_at)
        .limit(limit)
    )
    return (await connection.execute(query)).all()


async def queued(connection: AsyncConnection, limit: int) -> Sequence[Any]:
    """Requests for a person that wait: the urgent ones first, and of each the oldest first."""
    query = (
        select(task)
        .where(task.c.state == "queued", task.c.kind == "person")
        .order_by(task.c.urgent.desc(), task.c.created_at, task.c.identity_key, task.c.conversation)
        .limit(limit)
    )
    return (await connection.execute(query)).all()


async def passed(connection: AsyncConnection, key: TaskKey, since: datetime) -> set[str]:
    """Who declined this task, or let it pass, since then."""
    query = select(reservation.c.account_id).where(
        *_this(key),
        reservation.c.state.in_(("declined", "timed_out")),
        reservation.c.ended_at >= since,
    )
    return set((await connection.execute(query)).scalars())


async def waiting(connection: AsyncConnection) -> tuple[int, datetime | None]:
    """How many wait for a person, and since when the first of them."""
    query = select(func.count(), func.min(task.c.created_at)).where(
        task.c.state == "queued", task.c.kind == "person"
    )
    row = (await connection.execute(query)).one()
    return int(row[0]), row[1]


def _this(key: TaskKey) -> tuple[Any, ...]:
    return (
        reservation.c.identity_key == key.identity,
        reservation.c.conversation == key.conversation,
        reservation.c.turn == key.turn,
    )
