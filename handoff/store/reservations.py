"""Queries on reservations: offers, and what became of them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, case, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from handoff.store.schema import note, reservation, task
from hub.store.schema import conversation

LIVE = ("pending", "accepted", "wrapping")
"""The states that take an agent's room."""

OF_TASK = and_(
    task.c.identity_key == reservation.c.identity_key,
    task.c.conversation == reservation.c.conversation,
    task.c.turn == reservation.c.turn,
    task.c.kind == "person",
)


def _newest(column: Any) -> Any:
    """The largest of a column in the reservation's conversation."""
    table = column.table
    query = select(func.max(column)).where(
        table.c.identity_key == reservation.c.identity_key,
        table.c.conversation == reservation.c.conversation,
    )
    return query.correlate(reservation).scalar_subquery()


SAID = (_newest(conversation.c.last_seq).label("last_seq"), _newest(note.c.number).label("last_note"))
"""How far a reservation's conversation has come: its messages, and its notes."""


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
    connection: AsyncConnection,
    key: TaskKey,
    before: str,
    after: str,
    *,
    was_medium: str | None = None,
    **values: Any,
) -> bool:
    """Compare-and-set of the task's state (and medium); false where it is another one by now."""
    query = update(task).where(*_task(key), task.c.state == before)
    if was_medium is not None:
        query = query.where(task.c.medium == was_medium)
    return bool((await connection.execute(query.values(state=after, **values))).rowcount)


async def change_medium(
    connection: AsyncConnection, key: TaskKey, before: tuple[str, str], after: tuple[str, str]
) -> bool:
    """Compare-and-set of a task's state and medium; false where it is another one by now."""
    (state, medium), (state_after, medium_after) = before, after
    return await move_task(connection, key, state, state_after, was_medium=medium, medium=medium_after)


async def live(connection: AsyncConnection, account_id: str) -> Sequence[Any]:
    """What an agent has in hand, with the tasks, the oldest first."""
    columns = (
        reservation,
        task.c.reason.label("task_reason"),
        task.c.urgent,
        task.c.facts,
        task.c.created_at.label("asked_at"),
        task.c.state.label("task_state"),
        task.c.queue_id,
        task.c.service_class,
        task.c.medium,
        *SAID,
    )
    query = (
        select(*columns)
        .join_from(reservation, task, OF_TASK)
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
) -> list[TaskKey]:
    """Nobody is waited for any more in a conversation; gives the tasks that this ends."""
    query = (
        update(task)
        .where(
            task.c.identity_key == identity,
            task.c.conversation == conversation,
            task.c.kind == "person",
            task.c.state.in_(("scheduled", "queued", "offered")),
        )
        .values(state="cancelled", ended_at=now)
        .returning(task.c.identity_key, task.c.conversation, task.c.turn)
    )
    return [TaskKey(*row) for row in (await connection.execute(query)).all()]


async def mark_read(connection: AsyncConnection, reservation_id: str, seq: int) -> None:
    """How far the agent has read; never back."""
    await connection.execute(
        update(reservation)
        .where(reservation.c.reservation_id == reservation_id, reservation.c.read_seq < seq)
        .values(read_seq=seq)
    )


async def change(connection: AsyncConnection, reservation_id: str, **values: Any) -> None:
    """Writes columns of a reservation whose conversation, or agent, the caller has locked."""
    await connection.execute(
        update(reservation).where(reservation.c.reservation_id == reservation_id).values(**values)
    )


async def task_of(connection: AsyncConnection, key: TaskKey) -> Any:
    """The request for a person of this key, which is there."""
    return (await connection.execute(select(task).where(*_task(key)))).one()


async def counted(connection: AsyncConnection, account_id: str, medium: str) -> int:
    """How many pieces of a medium an agent has in hand, without those on hold."""
    query = (
        select(func.count())
        .select_from(reservation)
        .join(task, OF_TASK)
        .where(
            reservation.c.account_id == account_id,
            reservation.c.state.in_(LIVE),
            reservation.c.counted,
            task.c.medium == medium,
        )
    )
    return int((await connection.execute(query)).scalar_one())


async def decline_task(connection: AsyncConnection, key: TaskKey, alarm_at: int) -> bool:
    """Puts an offered task back to its place; so many failed offers take the next step of the ladder."""
    failed = task.c.failed_offers + 1
    stage = case((failed == alarm_at, task.c.stage + 1), else_=task.c.stage)
    return await move_task(connection, key, "offered", "queued", failed_offers=failed, stage=stage)


async def waiting(connection: AsyncConnection) -> tuple[int, datetime | None]:
    """How many wait for a person, and since when the first of them."""
    query = select(func.count(), func.min(task.c.created_at)).where(
        task.c.state == "queued", task.c.kind == "person"
    )
    row = (await connection.execute(query)).one()
    return int(row[0]), row[1]


def _task(key: TaskKey) -> tuple[Any, ...]:
    return (
        task.c.identity_key == key.identity,
        task.c.conversation == key.conversation,
        task.c.turn == key.turn,
        task.c.kind == "person",
    )


def _this(key: TaskKey) -> tuple[Any, ...]:
    return (
        reservation.c.identity_key == key.identity,
        reservation.c.conversation == key.conversation,
        reservation.c.turn == key.turn,
    )


async def served_by(connection: AsyncConnection, identity: str, since: datetime) -> str | None:
    """Who served a customer last, since then."""
    query = (
        select(reservation.c.account_id)
        .where(
            reservation.c.identity_key == identity,
            reservation.c.state == "completed",
            reservation.c.ended_at >= since,
        )
        .order_by(reservation.c.ended_at.desc())
        .limit(1)
    )
    return (await connection.execute(query)).scalars().first()
