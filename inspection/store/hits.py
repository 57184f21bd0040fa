"""Queries on what has to be looked at, and on what was found."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.store.schema import conversation, message
from hub.store.schema_staff import account
from hub.store.upsert import insert_if_absent
from inspection.store.schema import inspection_due, inspection_hit

MOST_MESSAGES = 2000
"""Of a longer conversation the first so many are looked at."""


async def add_due(connection: AsyncConnection, identity: str, number: int, now: datetime) -> None:
    """Notes that a conversation has ended."""
    row = {"identity_key": identity, "conversation": number, "closed_at": now}
    await insert_if_absent(connection, inspection_due, **row)


async def is_due(connection: AsyncConnection) -> bool:
    """Whether anything waits."""
    return (await connection.execute(select(inspection_due.c.conversation).limit(1))).first() is not None


async def take_due(connection: AsyncConnection, limit: int) -> Sequence[Any]:
    """Those that ended first, each taken by one process alone; they are forgotten with this transaction."""
    query = select(inspection_due).order_by(inspection_due.c.closed_at).limit(limit)
    rows = (await connection.execute(query.with_for_update(skip_locked=True))).all()
    for row in rows:
        await connection.execute(delete(inspection_due).where(*_place(inspection_due, row)))
    return rows


async def owner_of(connection: AsyncConnection, row: Any) -> str | None:
    """The agent who had it last; None where nobody did."""
    query = select(conversation.c.owner_id).where(*_place(conversation, row))
    owner: str | None = (await connection.execute(query)).scalar_one_or_none()
    return owner


async def messages_of(connection: AsyncConnection, row: Any) -> Sequence[Any]:
    """The rows of its messages, in their order."""
    return await messages_at(connection, row.identity_key, row.conversation)


async def messages_at(connection: AsyncConnection, identity: str, number: int) -> Sequence[Any]:
    """The rows of a conversation's messages, in their order."""
    of = message.c
    query = select(message).where((of.identity_key == identity) & (of.conversation == number))
    return (await connection.execute(query.order_by(of.seq).limit(MOST_MESSAGES))).all()


async def of_conversation(connection: AsyncConnection, identity: str, number: int) -> Sequence[Any]:
    """What was found in one conversation."""
    of = inspection_hit.c
    query = select(of.seq, of.kind).where((of.identity_key == identity) & (of.conversation == number))
    return (await connection.execute(query.order_by(of.seq, of.kind))).all()


async def write(connection: AsyncConnection, row: Any, found: Sequence[Mapping[str, Any]]) -> None:
    """Writes what was found, in the place of what was found before."""
    await connection.execute(delete(inspection_hit).where(*_place(inspection_hit, row)))
    of = {"identity_key": row.identity_key, "conversation": row.conversation}
    for number, each in enumerate(found, 1):
        await connection.execute(insert(inspection_hit).values(**of, number=number, **each))


async def newest(
    connection: AsyncConnection, where: Any, *, kind: str = "", before: datetime | None = None, limit: int
) -> Sequence[Any]:
    """Hits within a condition, the newest first, with the login of who had the conversation."""
    of = inspection_hit.c
    query = select(inspection_hit, account.c.login)
    query = query.outerjoin(account, account.c.account_id == of.account_id).where(where)
    query = query.where(of.kind == kind) if kind else query
    query = query.where(of.found_at < before) if before is not None else query
    query = query.order_by(of.found_at.desc(), of.identity_key, of.conversation, of.number)
    return (await connection.execute(query.limit(limit))).all()


def _place(table: Any, row: Any) -> tuple[Any, Any]:
    return table.c.identity_key == row.identity_key, table.c.conversation == row.conversation
