"""Queries on letters."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from mail.store.schema import letter


async def add(connection: AsyncConnection, **values: Any) -> None:
    """Writes a letter."""
    await connection.execute(insert(letter).values(**values))


async def due(connection: AsyncConnection, now: datetime, limit: int) -> Sequence[Any]:
    """What is due, the oldest first."""
    query = select(letter).where(letter.c.due_at <= now).order_by(letter.c.due_at).limit(limit)
    return (await connection.execute(query)).all()


async def claim(connection: AsyncConnection, row: Any, until: datetime) -> bool:
    """Puts a letter off while one process sends it, and counts the try; false where another one has it."""
    query = (
        update(letter)
        .where(letter.c.letter_id == row.letter_id, letter.c.due_at == row.due_at)
        .values(due_at=until, tries=row.tries + 1)
    )
    return bool((await connection.execute(query)).rowcount)


async def remove(connection: AsyncConnection, letter_id: str) -> bool:
    """Removes a letter; whether it was there."""
    removed = await connection.execute(delete(letter).where(letter.c.letter_id == letter_id))
    return bool(removed.rowcount)


async def set_due(connection: AsyncConnection, letter_id: str, due_at: datetime | None, code: str) -> None:
    """When it is tried again, None for never by itself, and what the last try ended with."""
    this = update(letter).where(letter.c.letter_id == letter_id)
    await connection.execute(this.values(due_at=due_at, code=code))


async def again(connection: AsyncConnection, letter_id: str, now: datetime) -> bool:
    """Has a letter that was given up tried as if it were new; whether there is such a one."""
    this = letter.c.letter_id == letter_id, letter.c.due_at.is_(None)
    changed = await connection.execute(
        update(letter).where(*this).values(due_at=now, tries=0, written_at=now, code="")
    )
    return bool(changed.rowcount)


async def kept(connection: AsyncConnection, limit: int) -> Sequence[Any]:
    """Every letter that is there, the oldest first."""
    query = select(letter).order_by(letter.c.written_at, letter.c.letter_id).limit(limit)
    return (await connection.execute(query)).all()


async def of_kind(connection: AsyncConnection, kinds: Sequence[str]) -> Sequence[Any]:
    """The letters of these kinds that were not taken yet, without a word of them."""
    columns = (letter.c.letter_id, letter.c.kind, letter.c.due_at, letter.c.tries, letter.c.code)
    return (await connection.execute(select(*columns).where(letter.c.kind.in_(kinds)))).all()
