"""Queries on conversations."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.store.once import once
from hub.store.schema import conversation, identity

# Statements are made once: making one costs more than SQLite takes to run it.
_THIS = (conversation.c.identity_key == bindparam("key")) & (
    conversation.c.conversation == bindparam("number")
)
_OF_IDENTITY = (
    select(conversation.c.conversation)
    .where(conversation.c.identity_key == bindparam("key"))
    .order_by(conversation.c.conversation.desc())
)
_ADD = once(insert(conversation))
_NEWEST = (
    select(conversation.c.identity_key, conversation.c.conversation, conversation.c.last_seq)
    .join(
        identity,
        (identity.c.identity_key == conversation.c.identity_key)
        & (identity.c.last_conversation == conversation.c.conversation),
    )
    .where(identity.c.identity_key.in_(bindparam("keys", expanding=True)))
)
_OWNER_NOW = (
    select(conversation.c.owner)
    .join(
        identity,
        (identity.c.identity_key == conversation.c.identity_key)
        & (identity.c.last_conversation == conversation.c.conversation),
    )
    .where((identity.c.identity_key == bindparam("key")) & conversation.c.closed_at.is_(None))
)
_ENDED = (
    select(conversation.c.conversation)
    .join(
        identity,
        (identity.c.identity_key == conversation.c.identity_key)
        & (identity.c.last_conversation == conversation.c.conversation),
    )
    .where((identity.c.identity_key == bindparam("key")) & conversation.c.closed_at.is_not(None))
)


async def lock(
    connection: AsyncConnection, key: str, number: int, *, skip_locked: bool = False
) -> Any | None:
    """A conversation's row, held against other writers; None if there is none (or another holds it)."""
    found = await connection.execute(_lock(skip_locked), {"key": key, "number": number})
    return found.one_or_none()


async def open_new(connection: AsyncConnection, key: str, number: int, now: datetime) -> Any:
    """Opens a conversation owned by the bot."""
    await connection.execute(
        _ADD,
        {
            "identity_key": key,
            "conversation": number,
            "owner": "bot",
            "epoch": 1,
            "last_seq": 0,
            "covered_seq": 0,
            "last_turn": 0,
            "committed_turn": 0,
            "committed_ask": 0,
            "opened_at": now,
            "last_message_at": now,
        },
    )
    return await lock(connection, key, number)


async def change(connection: AsyncConnection, key: str, number: int, **values: Any) -> None:
    """Writes columns of a conversation that the caller has locked."""
    new = {f"new_{column}": value for column, value in values.items()}
    await connection.execute(_change(tuple(values)), {"key": key, "number": number, **new})


async def numbers(connection: AsyncConnection, key: str) -> list[int]:
    """The numbers of an identity's conversations, newest first."""
    return list((await connection.execute(_OF_IDENTITY, {"key": key})).scalars())


async def newest(connection: AsyncConnection, keys: Sequence[str]) -> list[tuple[str, int, int]]:
    """Of each identity its key, the number of its last conversation, and that of the newest message there."""
    found = await connection.execute(_NEWEST, {"keys": list(keys)})
    return [(row.identity_key, row.conversation, row.last_seq) for row in found]


async def ended(connection: AsyncConnection, key: str) -> int | None:
    """The number of an identity's last conversation where it is closed; None where it goes on."""
    return (await connection.execute(_ENDED, {"key": key})).scalar_one_or_none()


async def owner_now(connection: AsyncConnection, key: str) -> str | None:
    """Who owns an identity's open conversation; None where there is none."""
    return (await connection.execute(_OWNER_NOW, {"key": key})).scalar_one_or_none()


@cache
def _lock(skip_locked: bool) -> Any:
    return once(select(conversation).where(_THIS).with_for_update(skip_locked=skip_locked))


@cache
def _change(columns: tuple[str, ...]) -> Any:
    new: dict[str, Any] = {each: bindparam(f"new_{each}") for each in columns}
    return once(update(conversation).where(_THIS).values(new))
