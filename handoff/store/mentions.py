"""Queries on who is named in notes."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from handoff.store.schema import note
from handoff.store.schema_asides import mention
from hub.store.upsert import insert_if_absent

SHOWN = 50


async def add(connection: AsyncConnection, **values: Any) -> None:
    """Names somebody in a note, once."""
    await insert_if_absent(connection, mention, **values)


async def unseen(connection: AsyncConnection, account_id: str) -> Sequence[Any]:
    """Where somebody was named and has not said that they know, the newest first, with the notes."""
    columns = (
        mention.c.note_id,
        mention.c.identity_key,
        mention.c.conversation,
        mention.c.created_at,
        note.c.author_name,
        note.c.text,
    )
    its_note = and_(
        note.c.identity_key == mention.c.identity_key,
        note.c.conversation == mention.c.conversation,
        note.c.wish_id == mention.c.note_id,
    )
    query = (
        select(*columns)
        .join_from(mention, note, its_note)
        .where(mention.c.account_id == account_id, mention.c.seen_at.is_(None))
        .order_by(mention.c.created_at.desc(), mention.c.note_id)
        .limit(SHOWN)
    )
    return (await connection.execute(query)).all()


async def mark_seen(connection: AsyncConnection, note_id: str, account_id: str, now: datetime) -> None:
    """They know."""
    query = update(mention).where(
        mention.c.note_id == note_id, mention.c.account_id == account_id, mention.c.seen_at.is_(None)
    )
    await connection.execute(query.values(seen_at=now))
