"""Queries on work items and what made them."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Row, and_, delete, func, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.store.schema_staff import account
from hub.store.upsert import insert_for, insert_if_absent
from kb.store.schema import article, article_version
from kb.store.schema_studio import about, category
from kb.store.schema_work_items import work_cause, work_item

with_whom = func.coalesce(work_item.c.owner_id, about.c.owner_id)
"""Who an item is with: whom it was given to, else the article's owner."""


class CauseKey(NamedTuple):
    """The answer that a cause is about, and what happened to it."""

    identity_key: str
    conversation: int
    seq: int
    kind: str


async def open_item(connection: AsyncConnection, item_id: str, article_id: str, **values: Any) -> str:
    """The open item of an article: the one that is there, or a new one with these values."""
    await insert_if_absent(
        connection,
        work_item,
        item_id=item_id,
        article_id=article_id,
        open_for=article_id,
        state="open",
        remark="",
        **values,
    )
    statement = select(work_item.c.item_id).where(work_item.c.open_for == article_id)
    return str((await connection.execute(statement)).scalar_one())


async def save_cause(connection: AsyncConnection, key: CauseKey, **values: Any) -> None:
    """Writes what happened, over what was told of the same answer before."""
    insert = insert_for(connection, work_cause).values(**key._asdict(), **values)
    keys = list(work_cause.primary_key.columns)
    await connection.execute(insert.on_conflict_do_update(index_elements=keys, set_=values))


async def item_of_cause(connection: AsyncConnection, key: CauseKey) -> str | None:
    """The item that a cause belongs to."""
    statement = select(work_cause.c.item_id).where(_is(key))
    return (await connection.execute(statement)).scalar_one_or_none()


async def drop_cause(connection: AsyncConnection, key: CauseKey) -> None:
    """Takes a cause away."""
    await connection.execute(delete(work_cause).where(_is(key)))


async def has_causes(connection: AsyncConnection, item_id: str) -> bool:
    """Whether anything makes the item one still."""
    statement = select(work_cause.c.seq).where(work_cause.c.item_id == item_id).limit(1)
    return (await connection.execute(statement)).first() is not None


async def drop_open(connection: AsyncConnection, item_id: str) -> None:
    """Takes an open item away."""
    open_one = (work_item.c.item_id == item_id) & (work_item.c.state == "open")
    await connection.execute(delete(work_item).where(open_one))


async def one(connection: AsyncConnection, item_id: str, *, lock: bool = False) -> Row[Any] | None:
    """One item; `lock` keeps others from changing it until the transaction ends."""
    statement = select(work_item).where(work_item.c.item_id == item_id)
    return (await connection.execute(statement.with_for_update() if lock else statement)).one_or_none()


async def change(connection: AsyncConnection, item_id: str, **values: Any) -> None:
    """Changes an item."""
    await connection.execute(update(work_item).where(work_item.c.item_id == item_id).values(**values))


async def place_of(connection: AsyncConnection, item_id: str) -> Row[Any] | None:
    """Whom an item is with, and the branch of its article's category."""
    statement = _joined(select(with_whom.label("owner_id"), category.c.branch_id)).where(
        work_item.c.item_id == item_id
    )
    return (await connection.execute(statement)).one_or_none()


async def listed(
    connection: AsyncConnection,
    within: ColumnElement[bool],
    *,
    state: str,
    kind: str = "",
    owner: str = "",
    article_id: str = "",
    overdue_on: date | None = None,
    after: tuple[date, str] | None = None,
    limit: int = 100,
) -> Sequence[Row[Any]]:
    """Items by the day on which they are due; `owner_id` is whom they are with."""
    conditions: list[ColumnElement[bool]] = [within]
    if state:
        conditions.append(work_item.c.state == state)
    if kind:
        with_kind = select(work_cause.c.item_id).where(work_cause.c.kind == kind)
        conditions.append(work_item.c.item_id.in_(with_kind))
    if owner:
        conditions.append(with_whom == owner)
    if article_id:
        conditions.append(work_item.c.article_id == article_id)
    if overdue_on:
        conditions += [work_item.c.due_on < overdue_on, work_item.c.state == "open"]
    if after:
        conditions.append(_behind(*after))
    columns = [each for each in work_item.c if each.name not in ("owner_id", "open_for")]
    statement = (
        _joined(select(*columns, with_whom.label("owner_id"), article.c.topic))
        .where(*conditions)
        .order_by(work_item.c.due_on, work_item.c.item_id)
        .limit(limit)
    )
    return (await connection.execute(statement)).all()


async def with_open_item(connection: AsyncConnection, article_ids: Sequence[str]) -> set[str]:
    """Those of the articles that have an open item."""
    statement = select(work_item.c.open_for).where(work_item.c.open_for.in_(article_ids))
    return set((await connection.execute(statement)).scalars())


async def causes(connection: AsyncConnection, item_ids: Sequence[str], most: int) -> Sequence[Row[Any]]:
    """The newest causes of each of these items, at most so many of each."""
    place = func.row_number().over(
        partition_by=work_cause.c.item_id, order_by=(work_cause.c.happened_at.desc(), work_cause.c.seq)
    )
    ranked = select(work_cause, place.label("place")).where(work_cause.c.item_id.in_(item_ids)).subquery()
    statement = select(ranked).where(ranked.c.place <= most).order_by(ranked.c.item_id, ranked.c.place)
    return (await connection.execute(statement)).all()


async def counts(connection: AsyncConnection, item_ids: Sequence[str]) -> dict[str, dict[str, int]]:
    """How many causes of which kind each of these items has."""
    statement = (
        select(work_cause.c.item_id, work_cause.c.kind, func.count())
        .where(work_cause.c.item_id.in_(item_ids))
        .group_by(work_cause.c.item_id, work_cause.c.kind)
    )
    found: dict[str, dict[str, int]] = {item_id: {} for item_id in item_ids}
    for item_id, kind, count in await connection.execute(statement):
        found[item_id][kind] = count
    return found


async def versions_of(connection: AsyncConnection, article_ids: Iterable[str]) -> dict[str, int]:
    """The newest version of each of these articles."""
    statement = (
        select(article_version.c.article_id, func.max(article_version.c.version))
        .where(article_version.c.article_id.in_(list(article_ids)))
        .group_by(article_version.c.article_id)
    )
    return {row[0]: row[1] for row in await connection.execute(statement)}


async def names_of(connection: AsyncConnection, account_ids: Iterable[str]) -> dict[str, str]:
    """What people are called, by account."""
    statement = select(account.c.account_id, account.c.name).where(
        account.c.account_id.in_(list(account_ids))
    )
    return {row.account_id: row.name for row in await connection.execute(statement)}


def _behind(due_on: date, item_id: str) -> ColumnElement[bool]:
    of = work_item.c
    return or_(of.due_on > due_on, and_(of.due_on == due_on, of.item_id > item_id))


def _is(key: CauseKey) -> ColumnElement[bool]:
    keys = (work_cause.c.identity_key, work_cause.c.conversation, work_cause.c.seq, work_cause.c.kind)
    return tuple_(*keys) == tuple_(*key)


def _joined(statement: Any) -> Any:
    return (
        statement.select_from(work_item)
        .outerjoin(article, article.c.article_id == work_item.c.article_id)
        .outerjoin(about, about.c.article_id == work_item.c.article_id)
        .outerjoin(category, category.c.topic == article.c.topic)
    )
