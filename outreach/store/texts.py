"""Queries on the texts that people keep."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.store.upsert import insert_if_absent
from outreach.store.schema import outreach_text as table


async def all_of_them(connection: AsyncConnection) -> Mapping[str, Any]:
    """The texts that were written anew, by kind."""
    return {row.kind: row for row in await connection.execute(select(table))}


async def one(connection: AsyncConnection, kind: str) -> Any | None:
    """The text of a kind, where it was written anew."""
    return (await connection.execute(select(table).where(table.c.kind == kind))).one_or_none()


async def put(connection: AsyncConnection, kind: str, version: int, **values: Any) -> bool:
    """Writes the text that follows a version (0: the house's own); false where that is not the newest."""
    if version == 0:
        return await insert_if_absent(connection, table, kind=kind, version=1, **values)
    query = update(table).where(table.c.kind == kind, table.c.version == version)
    return bool((await connection.execute(query.values(version=version + 1, **values))).rowcount)
