"""Queries on alarms."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.store.schema_staff import account
from hub.store.upsert import insert_if_absent
from supervision.store.schema import alarm


async def running(connection: AsyncConnection) -> Sequence[Any]:
    """The alarms that last, the oldest first, with the name of who sees to each."""
    query = (
        select(alarm, account.c.name.label("taker"))
        .join(account, account.c.account_id == alarm.c.taken_by, isouter=True)
        .where(alarm.c.ended_at.is_(None))
        .order_by(alarm.c.raised_at, alarm.c.alarm_id)
    )
    return (await connection.execute(query)).all()


async def get(connection: AsyncConnection, alarm_id: str) -> Any | None:
    """One alarm."""
    return (await connection.execute(select(alarm).where(alarm.c.alarm_id == alarm_id))).one_or_none()


async def add(connection: AsyncConnection, **values: Any) -> str:
    """Raises an alarm, unless it is raised; gives the id that it has then."""
    alarm_id = secrets.token_hex(16)
    await insert_if_absent(connection, alarm, alarm_id=alarm_id, **values)
    return alarm_id


async def end(connection: AsyncConnection, alarm_ids: Sequence[str], now: datetime) -> None:
    """What they were about is over."""
    query = update(alarm).where(alarm.c.alarm_id.in_(alarm_ids), alarm.c.ended_at.is_(None))
    await connection.execute(query.values(ended_at=now))


async def take(connection: AsyncConnection, alarm_id: str, account_id: str, now: datetime) -> bool:
    """Somebody sees to it; false where somebody does already, or it is over."""
    query = update(alarm).where(
        alarm.c.alarm_id == alarm_id, alarm.c.taken_by.is_(None), alarm.c.ended_at.is_(None)
    )
    return bool((await connection.execute(query.values(taken_at=now, taken_by=account_id))).rowcount)
