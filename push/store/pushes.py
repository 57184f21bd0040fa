"""Queries on what waits to be pushed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.store.schema import message
from hub.store.upsert import insert_if_absent
from push.store.schema import push


async def note(
    connection: AsyncConnection, identity: str, conversation: int, seq: int, due_at: datetime
) -> None:
    """Has something wait, from `due_at` on, unless something waits already."""
    what = {"conversation": conversation, "seq": seq, "due_at": due_at, "tries": 0}
    if not await insert_if_absent(connection, push, identity_key=identity, **what):
        await connection.execute(
            update(push).where(push.c.identity_key == identity, push.c.due_at.is_(None)).values(**what)
        )


async def told_at(connection: AsyncConnection, identity: str) -> datetime | None:
    """When a customer was last told; None for never."""
    query = select(push.c.pushed_at).where(push.c.identity_key == identity)
    found: datetime | None = (await connection.execute(query)).scalar_one_or_none()
    return found


async def due(connection: AsyncConnection, now: datetime, limit: int) -> Sequence[Any]:
    """What is due, the oldest first."""
    query = select(push).where(push.c.due_at <= now).order_by(push.c.due_at).limit(limit)
    return (await connection.execute(query)).all()


async def claim(connection: AsyncConnection, row: Any, until: datetime) -> bool:
    """Puts a row off while one process works at it; false where another one has it."""
    query = (
        update(push)
        .where(push.c.identity_key == row.identity_key, push.c.due_at == row.due_at)
        .values(due_at=until, tries=row.tries + 1)
    )
    return bool((await connection.execute(query)).rowcount)


async def settle(connection: AsyncConnection, identity: str, pushed_at: datetime | None) -> None:
    """Nothing waits any more; `pushed_at` where the customer was told."""
    values: dict[str, Any] = {"due_at": None} | ({} if pushed_at is None else {"pushed_at": pushed_at})
    await connection.execute(update(push).where(push.c.identity_key == identity).values(**values))


async def put_off(connection: AsyncConnection, identity: str, until: datetime) -> None:
    """Tries again then."""
    await connection.execute(
        update(push).where(push.c.identity_key == identity, push.c.due_at.is_not(None)).values(due_at=until)
    )


async def has_arrived(connection: AsyncConnection, row: Any) -> bool:
    """Whether the message reached the customer's screen by itself."""
    query = select(message.c.delivered_at, message.c.read_at).where(
        message.c.identity_key == row.identity_key,
        message.c.conversation == row.conversation,
        message.c.seq == row.seq,
    )
    found = (await connection.execute(query)).one_or_none()
    return found is not None and (found.delivered_at is not None or found.read_at is not None)
