"""Queries by which an index follows the articles: which have changed, and what versions they have."""

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from kb.store.schema import article_version


async def changed_since(connection: AsyncConnection, change: int) -> dict[str, int]:
    """The articles of which a row changed after this change, with the number of their newest one.

    They come in the order of their changes, so whoever stops on the way has seen all up to there.
    """
    newest = func.max(article_version.c.change_number).label("newest")
    statement = (
        select(article_version.c.article_id, newest)
        .group_by(article_version.c.article_id)
        .having(func.max(article_version.c.change_number) > change)
        .order_by(newest, article_version.c.article_id)
    )
    return {row.article_id: row.newest for row in await connection.execute(statement)}


async def version_numbers(connection: AsyncConnection, article_ids: list[str]) -> dict[str, list[int]]:
    """The numbers of every version of these articles, drafts included."""
    statement = (
        select(article_version.c.article_id, article_version.c.version)
        .where(article_version.c.article_id.in_(article_ids))
        .order_by(article_version.c.article_id, article_version.c.version)
    )
    found: dict[str, list[int]] = {article_id: [] for article_id in article_ids}
    for article_id, version in await connection.execute(statement):
        found[article_id].append(version)
    return found
