"""Queries on categories: what they are called, whose they are, and where no literal figure may stand."""

from collections.abc import Collection, Mapping

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.store.upsert import insert_for, insert_if_absent
from kb.model import CategoryName
from kb.store.schema import article
from kb.store.schema_studio import category, category_name, strict_category


async def names(connection: AsyncConnection) -> Mapping[str, CategoryName]:
    """The names of every category that has some."""
    found = await connection.execute(select(category_name))
    return {row.topic: CategoryName(row.zh, row.en) for row in found}


async def counts(connection: AsyncConnection) -> Mapping[str, int]:
    """How many articles each category has, by its id."""
    statement = select(article.c.topic, func.count()).group_by(article.c.topic).order_by(article.c.topic)
    return {row[0]: row[1] for row in await connection.execute(statement)}


async def articles_in(
    connection: AsyncConnection, topics: Collection[str], among: Collection[str] | None = None
) -> list[str]:
    """The articles of these categories, by id; `among`: of these articles alone."""
    statement = select(article.c.article_id).where(article.c.topic.in_(topics)).order_by(article.c.article_id)
    if among is not None:
        statement = statement.where(article.c.article_id.in_(among))
    return list((await connection.execute(statement)).scalars())


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


async def branches(connection: AsyncConnection) -> Mapping[str, str]:
    """The branch of every category that was given to one."""
    return {row.topic: row.branch_id for row in await connection.execute(select(category))}


async def take_from_branch(connection: AsyncConnection, topic: str) -> None:
    """Gives a category back to the head office, whose categories are everybody's."""
    await connection.execute(delete(category).where(category.c.topic == topic))


async def strict(connection: AsyncConnection) -> frozenset[str]:
    """The categories in which no literal rate or fee may stand."""
    return frozenset((await connection.execute(select(strict_category.c.topic))).scalars())


async def set_strict(connection: AsyncConnection, topic: str, refused: bool) -> None:
    """Says whether literal figures are refused in a category."""
    if refused:
        await insert_if_absent(connection, strict_category, topic=topic)
    else:
        await connection.execute(delete(strict_category).where(strict_category.c.topic == topic))
