"""Queries on the staff's notes."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from handoff.store.schema import note


async def add(connection: AsyncConnection, identity: str, conversation: int, **values: Any) -> int:
    """Adds a note, and gives its number; the caller holds the conversation."""
    of = (note.c.identity_key == identity, note.c.conversation == conversation)
    last = (await connection.execute(select(func.max(note.c.number)).where(*of))).scalar_one()
    number = (last or 0) + 1
    row = {"identity_key": identity, "conversation": conversation, "number": number, **values}
    await connection.execute(note.insert().values(**row))
    return number


async def is_there(connection: AsyncConnection, wish_id: str) -> bool:
    """Whether a note was written already: the desk sends again what was not confirmed."""
    query = select(note.c.number).where(note.c.wish_id == wish_id)
    return (await connection.execute(query)).first() is not None


async def of_conversation(connection: AsyncConnection, identity: str, conversation: int) -> Sequence[Any]:
    """The notes of a conversation, in their order."""
    query = (
        select(note)
        .where(note.c.identity_key == identity, note.c.conversation == conversation)
        .order_by(note.c.number)
    )
    return (await connection.execute(query)).all()
