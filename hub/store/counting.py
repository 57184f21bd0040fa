"""How many rows there are."""

from sqlalchemy import ColumnElement, FromClause, func, select
from sqlalchemy.ext.asyncio import AsyncConnection


async def count_rows(connection: AsyncConnection, among: FromClause, *where: ColumnElement[bool]) -> int:
    """How many rows of a table, or of tables that are joined, fulfil all conditions."""
    query = select(func.count()).select_from(among).where(*where)
    return int((await connection.execute(query)).scalar_one())
