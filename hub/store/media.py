"""Queries on media."""

from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.store.once import once
from hub.store.schema_media import media, media_of_identity
from hub.store.upsert import insert_if_absent

_ONE = once(
    select(media, media_of_identity.c.name)
    .select_from(
        media.outerjoin(
            media_of_identity,
            and_(
                media_of_identity.c.media_id == media.c.media_id,
                media_of_identity.c.identity_key == bindparam("identity"),
            ),
        )
    )
    .where(media.c.media_id == bindparam("media_id"))
)


async def add(connection: AsyncConnection, **values: Any) -> None:
    """Remembers what lies in the folder; the same file again changes nothing."""
    await insert_if_absent(connection, media, **values)


async def allow(connection: AsyncConnection, identity: str, media_id: str, name: str, now: datetime) -> None:
    """Lets an identity use a file under a name; the first name stays."""
    await insert_if_absent(
        connection,
        media_of_identity,
        identity_key=identity,
        media_id=media_id,
        name=name,
        created_at=now,
    )


async def one(connection: AsyncConnection, identity: str, media_id: str) -> Any | None:
    """The row of a file; its `name` is None where the identity was not given it."""
    return (await connection.execute(_ONE, {"identity": identity, "media_id": media_id})).one_or_none()
