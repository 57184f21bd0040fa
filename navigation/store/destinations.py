"""Queries on destinations and their versions."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import and_, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.store.upsert import insert_if_absent
from navigation.store.schema import destination, destination_version, link_check

MOST = 500
"""Destinations that are listed, and known to answers."""

_VERSIONS = select(destination_version, destination.c.live, destination.c.newest).join(
    destination, destination.c.destination_id == destination_version.c.destination_id
)


async def locked(connection: AsyncConnection, destination_id: str) -> Any | None:
    """A destination, held until the transaction ends."""
    query = select(destination).where(destination.c.destination_id == destination_id).with_for_update()
    return (await connection.execute(query)).one_or_none()


async def add(connection: AsyncConnection, destination_id: str) -> bool:
    """A destination without a version; false where the id is taken."""
    return await insert_if_absent(connection, destination, destination_id=destination_id, newest=0)


async def add_version(connection: AsyncConnection, destination_id: str, version: int, **values: Any) -> None:
    """Writes the newest version of a destination that the caller has locked."""
    row = {"destination_id": destination_id, "version": version, **values}
    await connection.execute(insert(destination_version).values(**row))
    await change(connection, destination_id, newest=version)


async def change(connection: AsyncConnection, destination_id: str, **values: Any) -> None:
    """Changes a destination that the caller has locked."""
    is_it = destination.c.destination_id == destination_id
    await connection.execute(update(destination).where(is_it).values(**values))


async def decide(connection: AsyncConnection, destination_id: str, version: int, **values: Any) -> None:
    """Says what became of a version of a destination that the caller has locked."""
    is_it = and_(
        destination_version.c.destination_id == destination_id, destination_version.c.version == version
    )
    await connection.execute(update(destination_version).where(is_it).values(**values))


async def versions(connection: AsyncConnection, destination_id: str) -> Sequence[Any]:
    """Its versions, the newest first."""
    query = _VERSIONS.where(destination.c.destination_id == destination_id)
    return (await connection.execute(query.order_by(destination_version.c.version.desc()))).all()


async def newest(connection: AsyncConnection) -> Sequence[Any]:
    """The newest version of each, by id."""
    query = _VERSIONS.where(destination_version.c.version == destination.c.newest)
    return (await connection.execute(query.order_by(destination.c.destination_id).limit(MOST))).all()


async def live(connection: AsyncConnection) -> Sequence[Any]:
    """The version of each by which customers are led, by id."""
    query = _VERSIONS.where(destination_version.c.version == destination.c.live)
    return (await connection.execute(query.order_by(destination.c.destination_id).limit(MOST))).all()


async def checks(connection: AsyncConnection) -> Sequence[Any]:
    """What the last look at each address found."""
    return (await connection.execute(select(link_check))).all()


async def write_checks(connection: AsyncConnection, found: Sequence[dict[str, Any]]) -> None:
    """What was found of the addresses, in the place of what was found before."""
    await connection.execute(delete(link_check))
    if found:
        await connection.execute(insert(link_check), list(found))
