"""Queries on tasks."""

from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from handoff.store.schema import task
from hub.store.upsert import insert_if_absent


async def add_if_absent(connection: AsyncConnection, **values: Any) -> bool:
    """Records a task, unless the turn has recorded it or an open one asks for the same."""
    return await insert_if_absent(connection, task, **values)


async def make_urgent(
    connection: AsyncConnection, key: str, conversation: int, *, reason: str, facts: dict[str, Any] | None
) -> None:
    """Makes the open request for a person of a conversation urgent, and says why and what is known."""
    await connection.execute(
        update(task)
        .where(
            task.c.identity_key == key,
            task.c.conversation == conversation,
            task.c.kind == "person",
            task.c.state == "queued",
        )
        .values(urgent=True, reason=reason, facts=facts)
    )


async def waiting(connection: AsyncConnection, *, limit: int) -> list[Any]:
    """Tasks that nobody has taken: the urgent ones first, and of each the oldest first."""
    query = (
        select(task)
        .where(task.c.state == "queued")
        .order_by(task.c.urgent.desc(), task.c.created_at)
        .limit(limit)
    )
    return list((await connection.execute(query)).all())
