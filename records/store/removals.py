"""Queries on what still has to be removed outside of the database."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.store.schema_media import media
from hub.store.upsert import insert_if_absent
from records.store.schema import file_removal

MOST = 1000


async def add(connection: AsyncConnection, kind: str, names: Iterable[str]) -> None:
    """Notes that these have to go."""
    for name in names:
        await insert_if_absent(connection, file_removal, kind=kind, name=name)


async def waiting(connection: AsyncConnection) -> Sequence[Any]:
    """The first of those that wait."""
    query = select(file_removal).order_by(file_removal.c.kind, file_removal.c.name).limit(MOST)
    return (await connection.execute(query)).all()


async def done(connection: AsyncConnection, kind: str, names: Sequence[str]) -> None:
    """Forgets those that have gone."""
    of = (file_removal.c.kind == kind) & file_removal.c.name.in_(names)
    await connection.execute(delete(file_removal).where(of))


async def unknown_media(connection: AsyncConnection, names: Sequence[str]) -> list[str]:
    """Those files that nobody has been given again meanwhile."""
    found = await connection.execute(select(media.c.media_id).where(media.c.media_id.in_(names)))
    known = set(found.scalars())
    return [name for name in names if name not in known]
