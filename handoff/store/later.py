"""Queries on messages that are sent later."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from handoff.store.schema_asides import later_message
from hub.store.upsert import insert_if_absent

WAITING, SENT, CALLED_OFF, NOT_SENT, SEEN = "waiting", "sent", "called_off", "not_sent", "seen"
SHOWN = 50


async def add(connection: AsyncConnection, **values: Any) -> bool:
    """Has a message wait; false where it does already."""
    return await insert_if_absent(connection, later_message, state=WAITING, **values)


async def own(connection: AsyncConnection, later_id: str, account_id: str) -> Any | None:
    """An agent's own one."""
    query = select(later_message).where(
        later_message.c.later_id == later_id, later_message.c.account_id == account_id
    )
    return (await connection.execute(query)).one_or_none()


async def change(connection: AsyncConnection, later_id: str, before: str, **values: Any) -> bool:
    """Compare-and-set of the state, with other columns; false where it is another state by now."""
    query = update(later_message).where(later_message.c.later_id == later_id, later_message.c.state == before)
    return bool((await connection.execute(query.values(**values))).rowcount)


async def due(connection: AsyncConnection, now: datetime, limit: int) -> Sequence[Any]:
    """Those whose time has come, the oldest first."""
    query = (
        select(later_message)
        .where(later_message.c.state == WAITING, later_message.c.send_at <= now)
        .order_by(later_message.c.send_at, later_message.c.later_id)
        .limit(limit)
    )
    return (await connection.execute(query)).all()


async def claim(connection: AsyncConnection, later_id: str, now: datetime) -> bool:
    """Takes one to be sent in this transaction; false where it was sent, put off or called off meanwhile."""
    query = update(later_message).where(
        later_message.c.later_id == later_id,
        later_message.c.state == WAITING,
        later_message.c.send_at <= now,
    )
    return bool((await connection.execute(query.values(state=SENT, ended_at=now))).rowcount)


async def shown(connection: AsyncConnection, account_id: str) -> Sequence[Any]:
    """What of an agent's waits, or was not sent and they have not said that they know, by time."""
    query = (
        select(later_message)
        .where(
            later_message.c.account_id == account_id,
            or_(later_message.c.state == WAITING, later_message.c.state == NOT_SENT),
        )
        .order_by(later_message.c.send_at, later_message.c.later_id)
        .limit(SHOWN)
    )
    return (await connection.execute(query)).all()


async def count(connection: AsyncConnection, account_id: str) -> int:
    """How many of an agent's wait."""
    query = select(func.count()).where(
        later_message.c.account_id == account_id, later_message.c.state == WAITING
    )
    return int((await connection.execute(query)).scalar_one())
