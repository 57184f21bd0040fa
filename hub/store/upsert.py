"""INSERT … ON CONFLICT, which SQLite and PostgreSQL spell alike and SQLAlchemy keeps apart."""

from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection


def insert_for(connection: AsyncConnection, table: Table) -> Any:
    """The dialect's own INSERT construct, which knows `on_conflict_do_…`."""
    if connection.dialect.name == "sqlite":
        return sqlite.insert(table)
    return postgresql.insert(table)


async def insert_if_absent(connection: AsyncConnection, table: Table, **values: Any) -> bool:
    """Inserts the row unless one with such a key is there; tells whether it did."""
    statement = insert_for(connection, table).values(**values).on_conflict_do_nothing()
    result = await connection.execute(statement)
    return bool(result.rowcount == 1)
