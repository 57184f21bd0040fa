"""Queries on outlets and their versions."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import String, and_, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.store.upsert import insert_if_absent
from outlets.store.schema import outlet, outlet_version

MOST = 20_000
"""Outlets that customers are told of: the largest banks have as many."""

_VERSIONS = select(outlet_version, outlet.c.live, outlet.c.newest).join(
    outlet, outlet.c.outlet_id == outlet_version.c.outlet_id
)


async def locked(connection: AsyncConnection, outlet_id: str) -> Any | None:
    """An outlet, held until the transaction ends."""
    query = select(outlet).where(outlet.c.outlet_id == outlet_id).with_for_update()
    return (await connection.execute(query)).one_or_none()


async def add(connection: AsyncConnection, outlet_id: str) -> bool:
    """An outlet without a version; false where the id is taken."""
    return await insert_if_absent(connection, outlet, outlet_id=outlet_id, newest=0, changes=0)


async def add_version(connection: AsyncConnection, outlet_id: str, version: int, **values: Any) -> None:
    """Writes the newest version of an outlet that the caller has locked."""
    row = {"outlet_id": outlet_id, "version": version, **values}
    await connection.execute(insert(outlet_version).values(**row))
    is_it = outlet.c.outlet_id == outlet_id
    await connection.execute(update(outlet).where(is_it).values(newest=version))


async def set_live(connection: AsyncConnection, outlet_id: str, version: int | None) -> None:
    """Says which version customers are told, of an outlet that the caller has locked."""
    changed = update(outlet).where(outlet.c.outlet_id == outlet_id)
    await connection.execute(changed.values(live=version, changes=outlet.c.changes + 1))


async def decide(connection: AsyncConnection, outlet_id: str, version: int, **values: Any) -> None:
    """Says what became of a version of an outlet that the caller has locked."""
    is_it = and_(outlet_version.c.outlet_id == outlet_id, outlet_version.c.version == version)
    await connection.execute(update(outlet_version).where(is_it).values(**values))


async def versions(connection: AsyncConnection, outlet_id: str) -> Sequence[Any]:
    """Its versions, the newest first."""
    query = _VERSIONS.where(outlet.c.outlet_id == outlet_id)
    return (await connection.execute(query.order_by(outlet_version.c.version.desc()))).all()


async def newest(
    connection: AsyncConnection, *, words: str, waiting: bool, after: str, limit: int
) -> Sequence[Any]:
    """The newest version of each, by id, from behind one; `words` stand in its content."""
    query = _VERSIONS.where(outlet_version.c.version == outlet.c.newest, outlet.c.outlet_id > after)
    if words:
        text = outlet_version.c.content["name"].as_string() + outlet_version.c.content["address"].as_string()
        where = text + outlet_version.c.content["district"].as_string() + outlet.c.outlet_id.cast(String)
        query = query.where(where.icontains(words, autoescape=True))
    if waiting:
        query = query.where(outlet_version.c.state == "waiting")
    return (await connection.execute(query.order_by(outlet.c.outlet_id).limit(limit))).all()


async def live(connection: AsyncConnection) -> Sequence[Any]:
    """The version of each that customers are told, by id."""
    query = _VERSIONS.where(outlet_version.c.version == outlet.c.live)
    return (await connection.execute(query.order_by(outlet.c.outlet_id).limit(MOST))).all()


async def changes(connection: AsyncConnection) -> int:
    """A number that is another one as soon as customers are told something else."""
    return int((await connection.execute(select(func.coalesce(func.sum(outlet.c.changes), 0)))).scalar_one())
