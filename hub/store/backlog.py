"""Queries on the backlog: how many conversations wait to be answered, by who holds them."""

from datetime import datetime

from sqlalchemy import bindparam, case, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.store.schema import work

_HOLDER = case((work.c.lease_until >= bindparam("now"), work.c.lease_owner)).label("holder")
_BY_HOLDER = (
    select(_HOLDER, func.count().label("turns")).where(work.c.due_at <= bindparam("now")).group_by(_HOLDER)
)


async def count_backlog(connection: AsyncConnection, now: datetime) -> dict[str | None, int]:
    """Conversations with something to do by the process that holds them; None: nobody does."""
    found = await connection.execute(_BY_HOLDER, {"now": now})
    return {row.holder: row.turns for row in found}
