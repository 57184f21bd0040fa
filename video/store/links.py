"""Queries on links into calls."""

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from video.store.calls import CallKey
from video.store.schema import video_link


async def add(connection: AsyncConnection, digest: str, key: CallKey, expires_at: datetime) -> None:
    """Records a link that was handed out."""
    await connection.execute(
        video_link.insert().values(
            digest=digest,
            identity_key=key.identity,
            conversation=key.conversation,
            number=key.number,
            expires_at=expires_at,
        )
    )


async def use(connection: AsyncConnection, digest: str, now: datetime) -> CallKey | None:
    """The call that the link leads to, this once; None where it is over, was used, or is unknown."""
    taken = await connection.execute(
        update(video_link)
        .where(video_link.c.digest == digest, video_link.c.used_at.is_(None), video_link.c.expires_at > now)
        .values(used_at=now)
    )
    if not taken.rowcount:
        return None
    row = (await connection.execute(select(video_link).where(video_link.c.digest == digest))).one()
    return CallKey(row.identity_key, row.conversation, row.number)


async def forget_expired(connection: AsyncConnection, now: datetime) -> None:
    """Removes the links that open nothing any more."""
    await connection.execute(delete(video_link).where(video_link.c.expires_at <= now))
