"""Queries on webhooks and their events."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, exists, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.errors import Conflict
from hub.store.upsert import insert_if_absent
from integrations.store.schema import webhook, webhook_event

TRIES = 5


async def add(connection: AsyncConnection, **values: Any) -> None:
    """Writes a webhook."""
    await connection.execute(insert(webhook).values(**values))


async def end(connection: AsyncConnection, hook_id: str, now: datetime) -> bool:
    """Ends a webhook, and forgets what waits for it; false where there is none that has not ended."""
    of = (webhook.c.hook_id == hook_id) & webhook.c.ended_at.is_(None)
    ended = (await connection.execute(update(webhook).where(of).values(ended_at=now))).rowcount
    await connection.execute(delete(webhook_event).where(webhook_event.c.hook_id == hook_id))
    return bool(ended)


async def listed(connection: AsyncConnection) -> Sequence[Any]:
    """The webhooks that have not ended, the oldest first."""
    query = select(webhook).where(webhook.c.ended_at.is_(None))
    return (await connection.execute(query.order_by(webhook.c.created_at, webhook.c.hook_id))).all()


async def get(connection: AsyncConnection, hook_id: str) -> Any | None:
    """A webhook that has not ended."""
    query = select(webhook).where((webhook.c.hook_id == hook_id) & webhook.c.ended_at.is_(None))
    return (await connection.execute(query)).one_or_none()


async def counted(connection: AsyncConnection) -> dict[tuple[str, str], int]:
    """How many events each webhook has in each state."""
    of = webhook_event.c
    query = select(of.hook_id, of.state, func.count()).group_by(of.hook_id, of.state)
    return {(row[0], row[1]): row[2] for row in (await connection.execute(query)).all()}


async def newest(connection: AsyncConnection, hook_id: str, limit: int) -> Sequence[Any]:
    """The events of a webhook, the newest first."""
    of = webhook_event.c
    query = select(webhook_event).where(of.hook_id == hook_id)
    order = (of.created_at.desc(), of.identity_key, of.conversation, of.number.desc())
    return (await connection.execute(query.order_by(*order).limit(limit))).all()


async def note(
    connection: AsyncConnection, hook_id: str, identity: str, conversation: int, **values: Any
) -> None:
    """Writes an event behind those of its conversation."""
    of = webhook_event.c
    place = (of.hook_id == hook_id) & (of.identity_key == identity) & (of.conversation == conversation)
    for _ in range(TRIES):
        last = (await connection.execute(select(func.max(of.number)).where(place))).scalar_one()
        row = {"hook_id": hook_id, "identity_key": identity, "conversation": conversation, **values}
        if await insert_if_absent(connection, webhook_event, number=(last or 0) + 1, **row):
            return
    raise Conflict("too many events of one conversation at once")


async def due(connection: AsyncConnection, now: datetime, limit: int) -> Sequence[Any]:
    """Events to be sent now, with their webhooks: of each conversation the first that waits alone."""
    earlier = webhook_event.alias()
    of, before = webhook_event.c, earlier.c
    first = ~exists().where(
        (before.hook_id == of.hook_id)
        & (before.identity_key == of.identity_key)
        & (before.conversation == of.conversation)
        & (before.number < of.number)
        & (before.state == "waiting")
    )
    query = (
        select(webhook_event, webhook.c.url, webhook.c.secret)
        .join(webhook, webhook.c.hook_id == of.hook_id)
        .where((of.due_at <= now) & first)
        .order_by(of.due_at)
        .limit(limit)
    )
    return (await connection.execute(query)).all()


async def change(connection: AsyncConnection, row: Any, **values: Any) -> None:
    """Writes columns of an event."""
    of = webhook_event.c
    this = (of.hook_id == row.hook_id) & (of.identity_key == row.identity_key)
    this &= (of.conversation == row.conversation) & (of.number == row.number)
    await connection.execute(update(webhook_event).where(this).values(**values))


async def again(
    connection: AsyncConnection, hook_id: str, since: datetime, now: datetime, *, failed: bool
) -> int:
    """Has what was written since then sent once more, or what was given up alone; tells how many."""
    of = webhook_event.c
    which = (of.hook_id == hook_id) & (of.created_at >= since)
    which &= of.state == "failed" if failed else of.state != "waiting"
    values = {"state": "waiting", "tries": 0, "code": "", "due_at": now, "ended_at": None}
    return int((await connection.execute(update(webhook_event).where(which).values(values))).rowcount)


async def forget(connection: AsyncConnection, before: datetime) -> None:
    """Removes what was sent or given up before."""
    await connection.execute(delete(webhook_event).where(webhook_event.c.ended_at < before))
