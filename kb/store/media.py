"""Queries on the pictures of answers."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.store.upsert import insert_if_absent
from kb.store.schema import media


async def insert_once(
    connection: AsyncConnection, name: str, width: int, height: int, content: bytes, now: datetime
) -> None:
    """Keeps a picture under its name; the same one again changes nothing."""
    await insert_if_absent(
        connection, media, name=name, width=width, height=height, content=content, created_at=now
    )


async def sizes(connection: AsyncConnection, names: Iterable[str]) -> dict[str, tuple[int, int]]:
    """Width and height in pixels of those pictures that are there."""
    statement = select(media.c.name, media.c.width, media.c.height).where(media.c.name.in_(list(names)))
    return {row.name: (row.width, row.height) for row in await connection.execute(statement)}


async def content(connection: AsyncConnection, name: str) -> bytes | None:
    """The bytes of a picture, `None` where there is none of this name."""
    statement = select(media.c.content).where(media.c.name == name)
    return (await connection.execute(statement)).scalar_one_or_none()
