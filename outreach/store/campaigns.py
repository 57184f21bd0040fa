"""Queries on campaigns."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.store.counting import count_rows
from outreach.store.schema import outreach_campaign as table


async def add(connection: AsyncConnection, **values: Any) -> None:
    """Writes one down."""
    await connection.execute(insert(table).values(**values))


async def one(connection: AsyncConnection, campaign_id: str) -> Any | None:
    """One of them."""
    return (await connection.execute(select(table).where(_this(campaign_id)))).one_or_none()


async def locked(connection: AsyncConnection, campaign_id: str) -> Any | None:
    """One of them, held against everybody else until the transaction ends."""
    query = select(table).where(_this(campaign_id)).with_for_update()
    return (await connection.execute(query)).one_or_none()


async def change(connection: AsyncConnection, campaign_id: str, **values: Any) -> None:
    """Changes one that the caller has locked."""
    await connection.execute(update(table).where(_this(campaign_id)).values(**values))


async def due(connection: AsyncConnection, now: datetime, limit: int) -> Sequence[str]:
    """Those that have somebody to tell now, who waited longest first."""
    query = select(table.c.campaign_id).where(table.c.next_at <= now).order_by(table.c.next_at).limit(limit)
    return (await connection.execute(query)).scalars().all()


async def next_at(connection: AsyncConnection) -> datetime | None:
    """When the next customer of any is to be told."""
    query = select(table.c.next_at).where(table.c.next_at.is_not(None)).order_by(table.c.next_at).limit(1)
    found: datetime | None = (await connection.execute(query)).scalar_one_or_none()
    return found


async def newest(connection: AsyncConnection, before: datetime | None, limit: int) -> Sequence[Any]:
    """Those written before a time, the newest first."""
    query = select(table) if before is None else select(table).where(table.c.written_at < before)
    query = query.order_by(table.c.written_at.desc(), table.c.campaign_id).limit(limit)
    return (await connection.execute(query)).all()


async def waiting_of_others(connection: AsyncConnection, account_id: str) -> int:
    """How many campaigns wait for approval that this account did not write."""
    of = table.c
    return await count_rows(connection, table, of.state == "waiting", of.written_by != account_id)


def _this(campaign_id: str) -> Any:
    return table.c.campaign_id == campaign_id
