"""Queries on calls."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.ids import parse_message_id
from hub.store.schema import conversation, identity
from video.store.schema import video_call


class CallKey(NamedTuple):
    """Whose call it is, in which conversation, and the how manieth there."""

    identity: str
    conversation: int
    number: int

    @property
    def id(self) -> str:
        """The call's id, of the same form as a message's."""
        return f"{self.identity}.{self.conversation}.{self.number}"


def parse_call_id(text: str) -> CallKey:
    """Reads a call's id; raises `BadInput`."""
    place = parse_message_id(text)
    return CallKey(place.identity, place.conversation, place.seq)


def key_of(row: Any) -> CallKey:
    """The key of a row."""
    return CallKey(row.identity_key, row.conversation, row.number)


async def add(connection: AsyncConnection, key: CallKey, **values: Any) -> None:
    """Records a call; raises `IntegrityError` where another one of the conversation is open."""
    await connection.execute(video_call.insert().values(**_columns(key), **values))


async def get(connection: AsyncConnection, key: CallKey, *, lock: bool = False) -> Any | None:
    """One call; `lock`: held against other writers."""
    query = select(video_call).where(*_this(key))
    found = await connection.execute(query.with_for_update() if lock else query)
    return found.one_or_none()


async def open_of(connection: AsyncConnection, identity_key: str, number: int) -> Any | None:
    """The open call of a conversation."""
    query = select(video_call).where(
        video_call.c.identity_key == identity_key,
        video_call.c.conversation == number,
        video_call.c.state != "ended",
    )
    return (await connection.execute(query)).one_or_none()


async def last_number(connection: AsyncConnection, identity_key: str, number: int) -> int:
    """How many calls the conversation has had."""
    query = select(func.max(video_call.c.number)).where(
        video_call.c.identity_key == identity_key, video_call.c.conversation == number
    )
    return (await connection.execute(query)).scalar_one() or 0


async def change(connection: AsyncConnection, row: Any, **values: Any) -> bool:
    """Writes columns where nobody has changed the row since it was read; false where somebody has."""
    query = (
        update(video_call)
        .where(*_this(key_of(row)), video_call.c.version == row.version)
        .values(version=row.version + 1, **values)
    )
    return bool((await connection.execute(query)).rowcount)


async def open_for(connection: AsyncConnection, account_id: str) -> Sequence[Any]:
    """The open calls of the conversations that an agent owns, the oldest first."""
    owned = (
        (conversation.c.identity_key == video_call.c.identity_key)
        & (conversation.c.conversation == video_call.c.conversation)
        & (conversation.c.owner == "agent")
        & (conversation.c.owner_id == account_id)
    )
    query = (
        select(video_call)
        .join(conversation, owned)
        .where(video_call.c.state != "ended")
        .order_by(video_call.c.created_at, video_call.c.identity_key, video_call.c.conversation)
    )
    return (await connection.execute(query)).all()


async def owner_of(connection: AsyncConnection, identity_key: str, number: int) -> str | None:
    """The agent who owns an open conversation."""
    query = select(conversation.c.owner_id).where(
        conversation.c.identity_key == identity_key,
        conversation.c.conversation == number,
        conversation.c.owner == "agent",
        conversation.c.closed_at.is_(None),
    )
    return (await connection.execute(query)).scalar_one_or_none()


async def channel_of(connection: AsyncConnection, identity_key: str) -> str:
    """By which channel the customer writes."""
    query = select(identity.c.channel).where(identity.c.identity_key == identity_key)
    return str((await connection.execute(query)).scalar_one())


async def due(connection: AsyncConnection, now: datetime, limit: int) -> Sequence[Any]:
    """Open calls whose state ends by itself, the longest overdue first."""
    query = (
        select(video_call)
        .where(video_call.c.state != "ended", video_call.c.due_at <= now)
        .order_by(video_call.c.due_at)
        .limit(limit)
    )
    return (await connection.execute(query)).all()


def _columns(key: CallKey) -> dict[str, Any]:
    return {"identity_key": key.identity, "conversation": key.conversation, "number": key.number}


def _this(key: CallKey) -> tuple[Any, ...]:
    return tuple(video_call.c[name] == value for name, value in _columns(key).items())
