"""INSERT … ON CONFLICT, which SQLite and PostgreSQL spell alike and SQLAlchemy keeps apart."""

from functools import cache
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.store.once import once


def insert_for(connection: AsyncConnection, table: Table) -> Any:
    """The dialect's own INSERT construct, which knows `on_conflict_do_…`."""
    return insert_of(connection.dialect.name, table)


def insert_of(dialect: str, table: Table) -> Any:
    """The same, by the dialect's name: for statements that are made once."""
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)


async def insert_if_absent(connection: AsyncConnection, table: Table, **values: Any) -> bool:
    """Inserts the row unless one with such a key is there; tells whether it did."""
    result = await connection.execute(_if_absent(connection.dialect.name, table), values)
    return bool(result.rowcount == 1)


@cache
def _if_absent(dialect: str, table: Table) -> Any:
    return once(insert_of(dialect, table).on_conflict_do_nothing())
