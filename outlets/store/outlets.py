"""Queries on outlets and their versions."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import String, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.store.versioned import VersionedRows
from outlets.store.schema import outlet, outlet_version

MOST = 20_000
"""Outlets that customers are told of: the largest banks have as many."""

OUTLETS = VersionedRows(outlet, outlet_version)
versions = OUTLETS.versions


async def newest(
    connection: AsyncConnection, *, words: str, waiting: bool, after: str, limit: int
) -> Sequence[Any]:
    """The newest version of each, by id, from behind one; `words` stand in its content."""
    query = OUTLETS.all().where(outlet_version.c.version == outlet.c.newest, outlet.c.outlet_id > after)
    if words:
        text = outlet_version.c.content["name"].as_string() + outlet_version.c.content["address"].as_string()
        where = text + outlet_version.c.content["district"].as_string() + outlet.c.outlet_id.cast(String)
        query = query.where(where.icontains(words, autoescape=True))
    if waiting:
        query = query.where(outlet_version.c.state == "waiting")
    query = query.order_by(outlet.c.outlet_id).limit(limit)
    found: Sequence[Any] = (await connection.execute(query)).all()
    return found


async def live(connection: AsyncConnection) -> Sequence[Any]:
    """The version of each that customers are told, by id."""
    return await OUTLETS.live(connection, MOST)


async def changes(connection: AsyncConnection) -> int:
    """A number that is another one as soon as customers are told something else."""
    return int((await connection.execute(select(func.coalesce(func.sum(outlet.c.changes), 0)))).scalar_one())
