"""Queries on recordings."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from video.store.calls import CallKey
from video.store.schema_recordings import video_recording


async def add(connection: AsyncConnection, key: CallKey, **values: Any) -> None:
    """Records that a call is to be recorded."""
    await connection.execute(video_recording.insert().values(**_columns(key), **values))


async def get(connection: AsyncConnection, key: CallKey) -> Any | None:
    """The recording of a call."""
    query = select(video_recording).where(*_this(key))
    return (await connection.execute(query)).one_or_none()


async def change(connection: AsyncConnection, key: CallKey, **values: Any) -> None:
    """Writes columns of a recording; the caller holds its call's row."""
    await connection.execute(update(video_recording).where(*_this(key)).values(**values))


async def ended(connection: AsyncConnection, limit: int) -> Sequence[Any]:
    """The recordings that are to be sealed, the oldest first."""
    query = (
        select(video_recording)
        .where(video_recording.c.state == "ended")
        .order_by(video_recording.c.ended_at)
        .limit(limit)
    )
    return (await connection.execute(query)).all()


def _columns(key: CallKey) -> dict[str, Any]:
    return {"identity_key": key.identity, "conversation": key.conversation, "number": key.number}


def _this(key: CallKey) -> tuple[Any, ...]:
    return tuple(video_recording.c[name] == value for name, value in _columns(key).items())
