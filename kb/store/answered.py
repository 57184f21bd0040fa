"""Queries on how often articles were answered."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.store.upsert import insert_for
from kb.store.schema import answered


async def add(connection: AsyncConnection, counts: Mapping[tuple[str, date], int]) -> None:
    """Adds to what was counted, by article and day."""
    # In one order everywhere, so that two processes that write at once never wait for each other in a ring.
    for (article_id, day), count in sorted(counts.items()):
        insert = insert_for(connection, answered).values(article_id=article_id, day=day, count=count)
        await connection.execute(
            insert.on_conflict_do_update(
                index_elements=[answered.c.article_id, answered.c.day],
                set_={"count": answered.c.count + count},
            )
        )


async def most(connection: AsyncConnection, since: date, limit: int) -> list[str]:
    """The ids of the articles answered most from that day on, the most answered first."""
    statement = (
        select(answered.c.article_id)
        .where(answered.c.day >= since)
        .group_by(answered.c.article_id)
        .order_by(func.sum(answered.c.count).desc(), answered.c.article_id)
        .limit(limit)
    )
    return list((await connection.execute(statement)).scalars())
