"""Queries on whom articles and values are for: the words that are in use already."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Row, Text, cast, select
from sqlalchemy.ext.asyncio import AsyncConnection

from kb.model import ArticleScope
from kb.store.schema import article, article_version, value
from kb.store.schema_studio import about, category, value_draft


async def used_words(connection: AsyncConnection, within: ColumnElement[bool]) -> ArticleScope:
    """Every audience, region and segment of the values, and of the versions within a condition; in order."""
    statement = (
        select(article_version.c.scope)
        .join(article, article.c.article_id == article_version.c.article_id)
        .outerjoin(about, about.c.article_id == article.c.article_id)
        .outerjoin(category, category.c.topic == article.c.topic)
        .where(within, cast(article_version.c.scope, Text) != "{}")
    )
    scopes = [ArticleScope(**scope) for scope in (await connection.execute(statement)).scalars()]
    regions, segments = await _of_values(connection)
    return ArticleScope(
        audiences=_once(word for scope in scopes for word in scope.audiences),
        regions=_once([*regions, *(word for scope in scopes for word in scope.regions)]),
        segments=_once([*segments, *(word for scope in scopes for word in scope.segments)]),
    )


async def _of_values(connection: AsyncConnection) -> tuple[list[str], list[str]]:
    """The regions and the segments of values, in force or waiting."""
    found: list[Row[Any, Any]] = []
    for table in (value, value_draft):
        statement = select(table.c.region, table.c.segment).distinct()
        found += (await connection.execute(statement)).all()
    return [row.region for row in found], [row.segment for row in found]


def _once(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(filter(None, words))))
