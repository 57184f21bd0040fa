"""Queries on consults: a colleague beside the owner of a task."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, literal, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from handoff.store.reservations import OF_TASK, TaskKey
from handoff.store.schema import reservation, task
from handoff.store.schema_consults import consult
from hub.store.upsert import insert_if_absent

CONSULTING = "consulting"

HELD = and_(
    reservation.c.identity_key == consult.c.identity_key,
    reservation.c.conversation == consult.c.conversation,
    reservation.c.turn == consult.c.turn,
    reservation.c.account_id == consult.c.asked_by,
    reservation.c.state == "accepted",
)
"""Who asked owns the task still; else the consult is over, whatever its row says."""


async def add(connection: AsyncConnection, **values: Any) -> bool:
    """Records a consult; false where it was, or another one of the task is open."""
    return await insert_if_absent(connection, consult, read_seq=0, state="open", **values)


async def is_there(connection: AsyncConnection, consult_id: str) -> bool:
    """Whether a consult was recorded already: the desk sends again what was not confirmed."""
    query = select(consult.c.consult_id).where(consult.c.consult_id == consult_id)
    return (await connection.execute(query)).first() is not None


async def open_of(connection: AsyncConnection, key: TaskKey) -> Any | None:
    """The open consult of a task whose owner asked for it."""
    query = (
        select(consult).join_from(consult, reservation, HELD).where(*_this(key), consult.c.state == "open")
    )
    return (await connection.execute(query)).one_or_none()


async def end_all(connection: AsyncConnection, key: TaskKey, now: datetime, state: str = "ended") -> bool:
    """Ends what is open of a task, also what was left behind by an owner of before."""
    query = update(consult).where(*_this(key), consult.c.state == "open").values(state=state, ended_at=now)
    return bool((await connection.execute(query)).rowcount)


async def live(connection: AsyncConnection, account_id: str) -> Sequence[Any]:
    """What an agent is asked to look at, with the same names as `reservations.live`."""
    columns = (
        consult.c.consult_id.label("reservation_id"),
        consult.c.identity_key,
        consult.c.conversation,
        consult.c.turn,
        consult.c.account_id,
        consult.c.asked_by_name,
        consult.c.read_seq,
        consult.c.created_at,
        literal(CONSULTING).label("state"),
        reservation.c.why,
        reservation.c.wakes_at,
        task.c.reason.label("task_reason"),
        task.c.urgent,
        task.c.facts,
        task.c.created_at.label("asked_at"),
        task.c.state.label("task_state"),
        task.c.queue_id,
        task.c.service_class,
        task.c.medium,
    )
    query = (
        select(*columns)
        .select_from(consult)
        .join(reservation, HELD)
        .join(task, OF_TASK)
        .where(consult.c.account_id == account_id, consult.c.state == "open")
        .order_by(consult.c.created_at, consult.c.consult_id)
    )
    return (await connection.execute(query)).all()


async def asked_of(connection: AsyncConnection, key: TaskKey, account_id: str) -> Any | None:
    """The open consult of a task for which this agent was asked."""
    row = await open_of(connection, key)
    return row if row is not None and row.account_id == account_id else None


async def mark_read(connection: AsyncConnection, consult_id: str, seq: int) -> None:
    """How far the colleague has read; never back."""
    query = update(consult).where(consult.c.consult_id == consult_id, consult.c.read_seq < seq)
    await connection.execute(query.values(read_seq=seq))


def _this(key: TaskKey) -> tuple[Any, ...]:
    return (
        consult.c.identity_key == key.identity,
        consult.c.conversation == key.conversation,
        consult.c.turn == key.turn,
    )
