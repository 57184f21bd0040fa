"""Queries on emergency announcements."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.store.counting import count_rows
from kb.store.schema_announcements import announcement


async def add(connection: AsyncConnection, **values: Any) -> None:
    """Writes a new announcement."""
    await connection.execute(insert(announcement).values(**values))


async def one(connection: AsyncConnection, announcement_id: str, *, lock: bool = False) -> Row[Any] | None:
    """One announcement; `lock` keeps others from changing it until the transaction ends."""
    statement = select(announcement).where(announcement.c.announcement_id == announcement_id)
    return (await connection.execute(statement.with_for_update() if lock else statement)).one_or_none()


async def change(connection: AsyncConnection, announcement_id: str, **values: Any) -> None:
    """Changes an announcement."""
    await connection.execute(
        update(announcement).where(announcement.c.announcement_id == announcement_id).values(**values)
    )


async def running(connection: AsyncConnection, now: datetime) -> Sequence[Row[Any]]:
    """What is said at a moment, what was approved first in front."""
    statement = (
        select(announcement)
        .where(announcement.c.ends_at > now)
        .order_by(announcement.c.approved_at, announcement.c.announcement_id)
    )
    return (await connection.execute(statement)).all()


async def waiting_of_others(connection: AsyncConnection, account_id: str) -> int:
    """How many announcements wait for approval that this account did not write."""
    of = announcement.c
    return await count_rows(
        connection, announcement, of.ends_at.is_(None), of.ended_by.is_(None), of.written_by != account_id
    )


async def newest(connection: AsyncConnection, limit: int) -> Sequence[Row[Any]]:
    """The announcements that were written last, the newest in front."""
    statement = (
        select(announcement)
        .order_by(announcement.c.written_at.desc(), announcement.c.announcement_id)
        .limit(limit)
    )
    return (await connection.execute(statement)).all()
