"""Queries on articles and their versions."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, func, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.messages import Link
from hub.store.upsert import insert_for
from kb.model import AnswerFormat, ArticleDraft, ArticleScope, ArticleStatus, Version
from kb.store.schema import article, article_version, index_change

_VERSION: tuple[Column[Any], ...] = (
    article_version.c.article_id,
    article_version.c.version,
    article.c.topic,
    article_version.c.title,
    article_version.c.questions,
    article_version.c.answer,
    article_version.c.status,
    article_version.c.effective_from,
    article_version.c.effective_to,
    article_version.c.channels,
    article_version.c.links,
    article_version.c.content_hash,
    article_version.c.answer_format,
    article.c.pinned,
    article_version.c.scope,
)
_FOR_STAFF = (*_VERSION, article_version.c.note)
"""What is read of a version for who writes it; for customers versions are read without their notes."""

PUBLISHED = article_version.c.status != ArticleStatus.DRAFT.value
"""What was approved at some time, and perhaps withdrawn since."""


async def published_versions(connection: AsyncConnection, article_ids: Sequence[str]) -> list[Version]:
    """Approved and withdrawn versions of these articles, by article and version."""
    return await _versions(connection, PUBLISHED & article_version.c.article_id.in_(article_ids))


async def all_published_versions(connection: AsyncConnection) -> list[Version]:
    """Approved and withdrawn versions of every article, by article and version."""
    return await _versions(connection, PUBLISHED)


async def versions_of(connection: AsyncConnection, article_id: str) -> list[Version]:
    """Every version of one article, drafts included, the oldest first; with their notes."""
    return await _versions(connection, article_version.c.article_id == article_id, _FOR_STAFF)


async def all_versions_of(connection: AsyncConnection, article_ids: Sequence[str]) -> list[Version]:
    """Every version of these articles, drafts included, by article and version; with their notes."""
    return await _versions(connection, article_version.c.article_id.in_(article_ids), _FOR_STAFF)


async def notes_of(
    connection: AsyncConnection, versions: Iterable[tuple[str, int]]
) -> dict[tuple[str, int], str]:
    """What only agents are told of these versions, by article and version; of those that have a note."""
    table = article_version.c
    named = tuple_(table.article_id, table.version).in_(list(versions))
    statement = select(table.article_id, table.version, table.note).where(named, table.note != "")
    return {(row.article_id, row.version): row.note for row in await connection.execute(statement)}


async def pinned_ids(connection: AsyncConnection) -> list[str]:
    """The articles that editors pinned, in their order."""
    statement = (
        select(article.c.article_id)
        .where(article.c.pinned.is_not(None))
        .order_by(article.c.pinned, article.c.article_id)
    )
    return list((await connection.execute(statement)).scalars())


async def all_latest_versions(connection: AsyncConnection) -> dict[str, Version]:
    """The newest version of every article, drafts included, by article id; with their notes."""
    versions = await _versions(connection, article_version.c.version >= 1, _FOR_STAFF)
    return {version.article_id: version for version in versions}


async def _versions(
    connection: AsyncConnection,
    condition: ColumnElement[bool],
    columns: tuple[Column[Any], ...] = _VERSION,
) -> list[Version]:
    statement = (
        select(*columns)
        .join(article, article.c.article_id == article_version.c.article_id)
        .where(condition)
        .order_by(article_version.c.article_id, article_version.c.version)
    )
    return [_version(row) for row in await connection.execute(statement)]


def _version(row: Any) -> Version:
    return Version(
        article_id=row.article_id,
        version=row.version,
        topic=row.topic,
        title=row.title,
        questions=tuple(row.questions),
        answer=row.answer,
        status=ArticleStatus(row.status),
        effective_from=row.effective_from,
        effective_to=row.effective_to,
        channels=tuple(row.channels),
        links=tuple(Link.model_validate(link) for link in row.links),
        content_hash=row.content_hash,
        answer_format=AnswerFormat(row.answer_format),
        pinned=row.pinned,
        scope=ArticleScope(**{name: tuple(values) for name, values in row.scope.items()}),
        note=row._mapping.get("note", ""),
    )


async def save_article(
    connection: AsyncConnection, article_id: str, topic: str, pinned: int | None, now: datetime
) -> None:
    """Writes the article's own row, or changes its topic and its place among the pinned ones."""
    content = {"topic": topic, "pinned": pinned}
    insert = insert_for(connection, article).values(article_id=article_id, created_at=now, **content)
    await connection.execute(
        insert.on_conflict_do_update(index_elements=[article.c.article_id], set_=content)
    )


async def insert_approved(
    connection: AsyncConnection,
    draft: ArticleDraft,
    *,
    version: int,
    content_hash: str,
    approved_by: str,
    now: datetime,
    change: int,
) -> None:
    """Writes a new approved version; the article's row must be there."""
    await connection.execute(
        article_version.insert().values(
            article_id=draft.article_id,
            version=version,
            title=draft.title,
            questions=list(draft.questions),
            answer=draft.answer,
            status=ArticleStatus.APPROVED.value,
            effective_from=draft.effective_from,
            effective_to=draft.effective_to,
            channels=list(draft.channels),
            links=[link.model_dump() for link in draft.links],
            approved_by=approved_by,
            approved_at=now,
            content_hash=content_hash,
            answer_format=draft.answer_format.value,
            change_number=change,
            scope={name: values for name, values in asdict(draft.scope).items() if values},
            note=draft.note,
        )
    )


async def set_status(
    connection: AsyncConnection, article_id: str, versions: Iterable[int], status: ArticleStatus, change: int
) -> None:
    """Moves versions of one article to a status."""
    await connection.execute(
        update(article_version)
        .where(article_version.c.article_id == article_id, article_version.c.version.in_(list(versions)))
        .values(status=status.value, change_number=change)
    )


async def next_change(connection: AsyncConnection, now: datetime) -> int:
    """Counts a change that indexes must follow.

    The counter's row stays locked until the transaction ends, so the numbers become visible in their order.
    """
    insert = insert_for(connection, index_change).values(name="articles", number=1, changed_at=now)
    statement = insert.on_conflict_do_update(
        index_elements=[index_change.c.name],
        set_={"number": index_change.c.number + 1, "changed_at": now},
    ).returning(index_change.c.number)
    return int((await connection.execute(statement)).scalar_one())


async def change_number(connection: AsyncConnection) -> int:
    """The number of the newest change, 0 for an empty knowledge base."""
    statement = select(func.coalesce(func.max(index_change.c.number), 0))
    return int((await connection.execute(statement)).scalar_one())
