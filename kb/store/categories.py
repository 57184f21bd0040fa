"""Queries on what categories are called."""

from collections.abc import Mapping

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.store.upsert import insert_for
from kb.model import CategoryName
from kb.store.schema import article
from kb.store.schema_studio import category_name


async def names(connection: AsyncConnection) -> Mapping[str, CategoryName]:
    """The names of every category that has some."""
    found = await connection.execute(select(category_name))
    return {row.topic: CategoryName(row.zh, row.en) for row in found}


async def counts(connection: AsyncConnection) -> Mapping[str, int]:
    """How many articles each category has, by its id."""
    statement = select(article.c.topic, func.count()).group_by(article.c.topic).order_by(article.c.topic)
    return {row[0]: row[1] for row in await connection.execute(statement)}


async def save_name(connection: AsyncConnection, topic: str, name: CategoryName) -> None:
    """Names a category, whatever it was called before."""
    called = {"zh": name.zh, "en": name.en}
    insert = insert_for(connection, category_name).values(topic=topic, **called)
    await connection.execute(
        insert.on_conflict_do_update(index_elements=[category_name.c.topic], set_=called)
    )


async def name_once(connection: AsyncConnection, topic: str, name: CategoryName) -> None:
    """Names a category that has no name yet: what editors called it stays."""
    insert = insert_for(connection, category_name).values(topic=topic, zh=name.zh, en=name.en)
    await connection.execute(insert.on_conflict_do_nothing())
