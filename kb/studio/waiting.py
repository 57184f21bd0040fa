"""What in the list of articles waits for somebody: drafts to review, published words with literal figures."""

from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy import ColumnElement
from sqlalchemy.ext.asyncio import AsyncConnection

from kb import articles
from kb.figures import figures_of
from kb.store import articles as version_store
from kb.store import categories as category_store
from kb.store import drafts as store


async def to_review(connection: AsyncConnection, within: ColumnElement[bool], account_id: str) -> set[str]:
    """The articles within a condition whose draft is in review, and is none that somebody wrote in."""
    waiting = await store.in_review(connection, within)
    return {article_id for article_id, authors in waiting if account_id not in authors}


async def with_figures(
    connection: AsyncConnection, today: date, among: Collection[str] | None = None
) -> Mapping[str, str]:
    """The category of each article that has a literal figure where an administrator refuses them.

    Only what customers read, or will read, counts: it was published before the category became strict.
    `among`: of these articles alone.
    """
    strict = await category_store.strict(connection)
    if not strict:
        return {}
    ids = await category_store.articles_in(connection, strict, among)
    versions = await version_store.published_versions(connection, ids)
    return {
        article_id: of_one[0].topic
        for article_id, of_one in articles.by_article(versions).items()
        if any(figures_of(each.version) for each in articles.windows(of_one) if each.last >= today)
    }
