"""Queries on what a bank has set up: queues, calendars, agents' profiles; each row has a version."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Table, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.store.upsert import insert_if_absent


async def all_of(connection: AsyncConnection, table: Table) -> Sequence[Any]:
    """Every row, in the order of the ids."""
    return (await connection.execute(select(table).order_by(_id(table)))).all()


async def get(connection: AsyncConnection, table: Table, key: str) -> Any | None:
    """One row."""
    return (await connection.execute(select(table).where(_id(table) == key))).one_or_none()


async def put(
    connection: AsyncConnection, table: Table, key: str, *, version: int, now: datetime, **values: Any
) -> bool:
    """Writes a row whose present version is `version` (0: there is none); false where it is another."""
    row = {**values, "version": version + 1, "changed_at": now}
    if version == 0:
        return await insert_if_absent(connection, table, **{_id(table).name: key}, **row)
    query = update(table).where(_id(table) == key, table.c.version == version).values(**row)
    return bool((await connection.execute(query)).rowcount)


async def remove(connection: AsyncConnection, table: Table, key: str, *, version: int) -> bool:
    """Removes a row of this version; false where it has another."""
    query = table.delete().where(_id(table) == key, table.c.version == version)
    return bool((await connection.execute(query)).rowcount)


def _id(table: Table) -> Column[Any]:
    (column,) = table.primary_key.columns
    return column
