"""Queries on conversations."""

from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.store.schema import conversation


async def lock(
    connection: AsyncConnection, key: str, number: int, *, skip_locked: bool = False
) -> Any | None:
    """A conversation's row, held against other writers; None if there is none (or another holds it)."""
    query = (
        select(conversation)
        .where(conversation.c.identity_key == key, conversation.c.conversation == number)
        .with_for_update(skip_locked=skip_locked)
    )
    return (await connection.execute(query)).one_or_none()


async def open_new(connection: AsyncConnection, key: str, number: int, now: datetime) -> Any:
    """Opens a conversation owned by the bot."""
    await connection.execute(
        insert(conversation).values(
            identity_key=key,
            conversation=number,
            owner="bot",
            epoch=1,
            last_seq=0,
            covered_seq=0,
            last_turn=0,
            committed_turn=0,
            opened_at=now,
            last_message_at=now,
        )
    )
    return await lock(connection, key, number)


async def change(connection: AsyncConnection, key: str, number: int, **values: Any) -> None:
    """Writes columns of a conversation that the caller has locked."""
    await connection.execute(
        update(conversation)
        .where(conversation.c.identity_key == key, conversation.c.conversation == number)
        .values(**values)
    )


async def numbers(connection: AsyncConnection, key: str) -> list[int]:
    """The numbers of an identity's conversations, newest first."""
    query = (
        select(conversation.c.conversation)
        .where(conversation.c.identity_key == key)
        .order_by(conversation.c.conversation.desc())
    )
    return list((await connection.execute(query)).scalars())
