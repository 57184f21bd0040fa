"""Queries on destinations and their versions."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.store.versioned import VersionedRows
from navigation.store.schema import destination, destination_version, link_check

MOST = 500
"""Destinations that are listed, and known to answers."""

DESTINATIONS = VersionedRows(destination, destination_version)
versions = DESTINATIONS.versions


async def newest(connection: AsyncConnection) -> Sequence[Any]:
    """The newest version of each, by id."""
    query = DESTINATIONS.all().where(destination_version.c.version == destination.c.newest)
    query = query.order_by(destination.c.destination_id).limit(MOST)
    found: Sequence[Any] = (await connection.execute(query)).all()
    return found


async def live(connection: AsyncConnection) -> Sequence[Any]:
    """The version of each by which customers are led, by id."""
    return await DESTINATIONS.live(connection, MOST)


async def checks(connection: AsyncConnection) -> Sequence[Any]:
    """What the last look at each address found."""
    return (await connection.execute(select(link_check))).all()


async def write_checks(connection: AsyncConnection, found: Sequence[dict[str, Any]]) -> None:
    """What was found of the addresses, in the place of what was found before."""
    await connection.execute(delete(link_check))
    if found:
        await connection.execute(insert(link_check), list(found))
