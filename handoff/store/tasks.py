"""Queries on tasks."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from handoff.store.schema import task
from hub.store.upsert import insert_if_absent


async def add_if_absent(connection: AsyncConnection, **values: Any) -> bool:
    """Records a task, unless the turn has recorded it or an open one asks for the same."""
    return await insert_if_absent(connection, task, **values)


async def waiting(connection: AsyncConnection, *, limit: int) -> list[Any]:
    """Tasks that nobody has taken, oldest first."""
    query = select(task).where(task.c.state == "queued").order_by(task.c.created_at).limit(limit)
    return list((await connection.execute(query)).all())
