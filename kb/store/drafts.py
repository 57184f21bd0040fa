"""Queries on drafts, on who is in charge of articles, and on categories."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, case, delete, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.store.upsert import insert_for
from kb.model import AboutArticle, ArticleStatus
from kb.store.schema import article, article_version
from kb.store.schema_studio import about, category, draft


async def draft_row(connection: AsyncConnection, article_id: str, *, lock: bool = False) -> Row[Any] | None:
    """The draft of an article; `lock` keeps others from changing it until the transaction ends."""
    statement = select(draft).where(draft.c.article_id == article_id)
    return (await connection.execute(statement.with_for_update() if lock else statement)).one_or_none()


async def draft_rows(connection: AsyncConnection, article_ids: Sequence[str]) -> Sequence[Row[Any]]:
    """The drafts of these articles, of those that have one."""
    return (await connection.execute(select(draft).where(draft.c.article_id.in_(article_ids)))).all()


async def places_of(
    connection: AsyncConnection, article_ids: Sequence[str]
) -> dict[str, tuple[str | None, str | None]]:
    """Owner and branch of each of these articles."""
    statement = (
        select(article.c.article_id, about.c.owner_id, category.c.branch_id)
        .outerjoin(about, about.c.article_id == article.c.article_id)
        .outerjoin(category, category.c.topic == article.c.topic)
        .where(article.c.article_id.in_(article_ids))
    )
    return {row.article_id: (row.owner_id, row.branch_id) for row in await connection.execute(statement)}


async def titles_of(connection: AsyncConnection, article_ids: Sequence[str]) -> dict[str, str]:
    """The title of each of these articles that has a version: that of the newest."""
    statement = (
        select(article_version.c.article_id, article_version.c.title)
        .where(article_version.c.article_id.in_(article_ids))
        .order_by(article_version.c.version)
    )
    return {row.article_id: row.title for row in await connection.execute(statement)}


async def with_titles(connection: AsyncConnection, titles: Sequence[str]) -> set[str]:
    """Those of the titles that an article has, in its draft or in a version."""
    found = set[str]()
    for table in (draft, article_version):
        statement = select(table.c.title).where(table.c.title.in_(titles)).distinct()
        found.update((await connection.execute(statement)).scalars())
    return found


async def save_draft(connection: AsyncConnection, article_id: str, **values: Any) -> None:
    """Writes a draft, or changes the one that is there; the article's row must be there."""
    insert = insert_for(connection, draft).values(article_id=article_id, **values)
    await connection.execute(insert.on_conflict_do_update(index_elements=[draft.c.article_id], set_=values))


async def drop_draft(connection: AsyncConnection, article_id: str) -> None:
    """Takes a draft away."""
    await connection.execute(delete(draft).where(draft.c.article_id == article_id))


async def article_row(connection: AsyncConnection, article_id: str) -> Row[Any] | None:
    """An article with its owner, review-by date, tags and its category's branch."""
    statement = (
        select(article, about.c.owner_id, about.c.review_by, about.c.tags, category.c.branch_id)
        .outerjoin(about, about.c.article_id == article.c.article_id)
        .outerjoin(category, category.c.topic == article.c.topic)
        .where(article.c.article_id == article_id)
    )
    return (await connection.execute(statement)).one_or_none()


async def lock_about(connection: AsyncConnection, article_id: str) -> AboutArticle:
    """Who owns an article, and so on, which nobody else changes until the transaction ends."""
    found = select(article.c.article_id).where(article.c.article_id == article_id).with_for_update()
    await connection.execute(found)
    row = (await connection.execute(select(about).where(about.c.article_id == article_id))).one_or_none()
    return AboutArticle() if row is None else AboutArticle(row.owner_id, row.review_by, tuple(row.tags))


async def save_about(connection: AsyncConnection, article_id: str, said: AboutArticle) -> None:
    """Says who owns an article, when it has to be looked at again, and its tags."""
    content = {"owner_id": said.owner_id, "review_by": said.review_by, "tags": list(said.tags)}
    insert = insert_for(connection, about).values(article_id=article_id, **content)
    await connection.execute(insert.on_conflict_do_update(index_elements=[about.c.article_id], set_=content))


async def branch_of(connection: AsyncConnection, topic: str) -> str | None:
    """Whose editors look after a category; None where those of the whole house do."""
    statement = select(category.c.branch_id).where(category.c.topic == topic)
    return (await connection.execute(statement)).scalar_one_or_none()


async def save_category(connection: AsyncConnection, topic: str, branch_id: str) -> None:
    """Gives a category to a branch."""
    insert = insert_for(connection, category).values(topic=topic, branch_id=branch_id)
    await connection.execute(
        insert.on_conflict_do_update(index_elements=[category.c.topic], set_={"branch_id": branch_id})
    )


async def topics(connection: AsyncConnection, within: ColumnElement[bool]) -> list[str]:
    """The categories that have articles within a condition, by name."""
    statement = (
        select(article.c.topic)
        .outerjoin(about, about.c.article_id == article.c.article_id)
        .outerjoin(category, category.c.topic == article.c.topic)
        .where(within)
        .distinct()
        .order_by(article.c.topic)
    )
    return list((await connection.execute(statement)).scalars())


async def listed(
    connection: AsyncConnection,
    within: ColumnElement[bool],
    *,
    today: date,
    words: str = "",
    state: str = "",
    topic: str = "",
    owner: str = "",
    due: bool = False,
    after: str = "",
    only: Collection[str] | None = None,
    limit: int = 100,
) -> Sequence[Row[Any, Any, Any, Any, Any, Any, Any, Any, Any]]:
    """Articles by id, each with its draft's state and that of its newest version (`live`).

    `only`: of these ids alone.
    """
    newest = (
        select(article_version.c.article_id, func.max(article_version.c.version).label("version"))
        .where(article_version.c.status != ArticleStatus.DRAFT.value)
        .group_by(article_version.c.article_id)
        .subquery()
    )
    live = case(
        (article_version.c.version.is_(None), None),
        (article_version.c.status == ArticleStatus.WITHDRAWN.value, "withdrawn"),
        (article_version.c.effective_to < today, "expired"),
        (article_version.c.effective_from > today, "scheduled"),
        else_="published",
    )
    title = func.coalesce(draft.c.title, article_version.c.title)
    conditions: list[ColumnElement[bool]] = [within, article.c.article_id > after, title.is_not(None)]
    if words:
        texts = (article.c.article_id, article_version.c.title, draft.c.title)
        conditions.append(or_(*(text.icontains(words, autoescape=True) for text in texts)))
    if state:
        conditions.append(or_(draft.c.state == state, live == state))
    if topic:
        conditions.append(article.c.topic == topic)
    if owner:
        conditions.append(about.c.owner_id == owner)
    if only is not None:
        conditions.append(article.c.article_id.in_(only))
    if due:
        conditions.append(about.c.review_by <= today)
    statement = (
        select(
            article.c.article_id,
            article.c.topic,
            title.label("title"),
            draft.c.state,
            draft.c.revision,
            live.label("live"),
            article_version.c.version,
            about.c.owner_id,
            about.c.review_by,
        )
        .outerjoin(newest, newest.c.article_id == article.c.article_id)
        .outerjoin(
            article_version,
            (article_version.c.article_id == newest.c.article_id)
            & (article_version.c.version == newest.c.version),
        )
        .outerjoin(draft, draft.c.article_id == article.c.article_id)
        .outerjoin(about, about.c.article_id == article.c.article_id)
        .outerjoin(category, category.c.topic == article.c.topic)
        .where(*conditions)
        .order_by(article.c.article_id)
        .limit(limit)
    )
    return (await connection.execute(statement)).all()


async def in_review(
    connection: AsyncConnection, within: ColumnElement[bool]
) -> list[tuple[str, Sequence[str]]]:
    """The articles within a condition whose draft waits for its review, each with the draft's authors."""
    statement = (
        select(draft.c.article_id, draft.c.authors)
        .join(article, article.c.article_id == draft.c.article_id)
        .outerjoin(about, about.c.article_id == article.c.article_id)
        .outerjoin(category, category.c.topic == article.c.topic)
        .where(within, draft.c.state == "review")
    )
    return [(row.article_id, row.authors) for row in await connection.execute(statement)]


async def approvals(connection: AsyncConnection, article_id: str) -> dict[int, tuple[str, datetime | None]]:
    """Who approved which version of an article, and when."""
    statement = select(
        article_version.c.version, article_version.c.approved_by, article_version.c.approved_at
    ).where(article_version.c.article_id == article_id)
    return {
        row.version: (row.approved_by or "", row.approved_at) for row in await connection.execute(statement)
    }


async def known_articles(connection: AsyncConnection, article_ids: Iterable[str]) -> set[str]:
    """Those of the ids that are of articles."""
    statement = select(article.c.article_id).where(article.c.article_id.in_(list(article_ids)))
    return set((await connection.execute(statement)).scalars())
