"""Queries on canned replies."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from handoff.store.schema_words import canned_reply

MOST = 1000
"""Replies that are told at once; more than an agent can know of."""


async def for_agent(connection: AsyncConnection, account_id: str, branch_ids: Sequence[str]) -> Sequence[Any]:
    """An agent's own replies and those shared at these branches, by title."""
    mine = or_(canned_reply.c.account_id == account_id, canned_reply.c.branch_id.in_(branch_ids))
    query = select(canned_reply).where(mine).order_by(canned_reply.c.title, canned_reply.c.reply_id)
    return (await connection.execute(query.limit(MOST))).all()


async def one(connection: AsyncConnection, reply_id: str) -> Any | None:
    """One reply."""
    query = select(canned_reply).where(canned_reply.c.reply_id == reply_id)
    return (await connection.execute(query)).one_or_none()


async def add(connection: AsyncConnection, **values: Any) -> None:
    """Adds a reply."""
    await connection.execute(insert(canned_reply).values(**values))


async def change(connection: AsyncConnection, reply_id: str, **values: Any) -> None:
    """Writes columns of a reply."""
    this = canned_reply.c.reply_id == reply_id
    await connection.execute(update(canned_reply).where(this).values(**values))


async def remove(connection: AsyncConnection, reply_id: str) -> None:
    """Takes a reply away."""
    await connection.execute(delete(canned_reply).where(canned_reply.c.reply_id == reply_id))
