"""Queries on dead letters: what could not be done, kept for people."""

from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.store.schema import dead_letter
from hub.store.upsert import insert_for


async def add(
    connection: AsyncConnection,
    key: str,
    conversation: int,
    *,
    kind: str,
    number: int,
    code: str,
    detail: str,
    now: datetime,
) -> None:
    """Keeps a failed turn (`number` is the turn) or delivery (`number` is the seq)."""
    statement = insert_for(connection, dead_letter).values(
        identity_key=key,
        conversation=conversation,
        kind=kind,
        number=number,
        code=code[:64],
        detail=detail[:500],
        created_at=now,
    )
    # A replayed letter that fails again comes back with its newest reason.
    statement = statement.on_conflict_do_update(
        index_elements=["identity_key", "conversation", "kind", "number"],
        set_={"code": code[:64], "detail": detail[:500], "created_at": now, "replayed_at": None},
    )
    await connection.execute(statement)


async def waiting(connection: AsyncConnection, *, limit: int) -> list[Any]:
    """Dead letters that were not replayed, oldest first."""
    query = (
        select(dead_letter)
        .where(dead_letter.c.replayed_at.is_(None))
        .order_by(dead_letter.c.created_at)
        .limit(limit)
    )
    return list((await connection.execute(query)).all())


async def one(connection: AsyncConnection, key: str, conversation: int, kind: str, number: int) -> Any | None:
    """One dead letter."""
    query = select(dead_letter).where(*_row(key, conversation, kind, number))
    return (await connection.execute(query)).one_or_none()


async def mark_replayed(
    connection: AsyncConnection, key: str, conversation: int, kind: str, number: int, now: datetime
) -> None:
    """Notes that the letter was given another try."""
    await connection.execute(
        update(dead_letter).where(*_row(key, conversation, kind, number)).values(replayed_at=now)
    )


def _row(key: str, conversation: int, kind: str, number: int) -> tuple[Any, ...]:
    return (
        dead_letter.c.identity_key == key,
        dead_letter.c.conversation == conversation,
        dead_letter.c.kind == kind,
        dead_letter.c.number == number,
    )
