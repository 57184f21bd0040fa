"""Queries on what the bank has told."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.store.upsert import insert_if_absent
from outreach.store.schema import outreach_notice as table


async def add(connection: AsyncConnection, **values: Any) -> bool:
    """Writes an event down; false where one with its id is there."""
    return await insert_if_absent(connection, table, **values)


async def one(connection: AsyncConnection, event: str) -> Any | None:
    """The row of an event."""
    return (await connection.execute(select(table).where(table.c.event == event))).one_or_none()


async def due(connection: AsyncConnection, now: datetime, limit: int) -> Sequence[Any]:
    """What is to be told now, the oldest first."""
    query = select(table).where(table.c.due_at <= now).order_by(table.c.due_at, table.c.event).limit(limit)
    return (await connection.execute(query)).all()


async def change(connection: AsyncConnection, row: Any, **values: Any) -> bool:
    """Changes what still waits as it was read; false where another process was faster."""
    query = (
        update(table)
        .where(table.c.event == row.event, table.c.state == "waiting", table.c.due_at == row.due_at)
        .values(**values)
    )
    return bool((await connection.execute(query)).rowcount)


async def place(connection: AsyncConnection, event: str, seq: int) -> None:
    """Notes which message told it."""
    await connection.execute(update(table).where(table.c.event == event).values(seq=seq))


async def newest(
    connection: AsyncConnection, *, state: str, before: datetime | None, limit: int
) -> Sequence[Any]:
    """Events, the newest first; `state` empty means any."""
    query = select(table)
    query = query.where(table.c.state == state) if state else query
    query = query.where(table.c.received_at < before) if before is not None else query
    query = query.order_by(table.c.received_at.desc(), table.c.event)
    return (await connection.execute(query.limit(limit))).all()


async def told_to(
    connection: AsyncConnection, keys: Iterable[str], since: datetime, limit: int
) -> Sequence[Any]:
    """What these identities were told of since a time, the newest first."""
    query = select(table).where(
        table.c.identity_key.in_(list(keys)), table.c.state == "told", table.c.ended_at >= since
    )
    return (await connection.execute(query.order_by(table.c.ended_at.desc()).limit(limit))).all()
