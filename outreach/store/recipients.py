"""Queries on the rows of campaigns' lists."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, exists, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.messages import AuthorKind
from hub.store.schema import message
from outreach.store.schema import outreach_campaign
from outreach.store.schema import outreach_recipient as table


async def add(connection: AsyncConnection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Writes the rows of a list."""
    await connection.execute(insert(table), rows)


async def begin(connection: AsyncConnection, campaign_id: str, at: datetime) -> None:
    """All that wait are due from then on."""
    await connection.execute(update(table).where(*_waiting(campaign_id)).values(due_at=at))


async def next_due(connection: AsyncConnection, campaign_id: str, now: datetime) -> Any | None:
    """The row that is told next, of those that are due."""
    query = select(table).where(*_waiting(campaign_id), table.c.due_at <= now)
    query = query.order_by(table.c.due_at, table.c.number).limit(1)
    return (await connection.execute(query)).one_or_none()


async def earliest(connection: AsyncConnection, campaign_id: str) -> datetime | None:
    """When the first of those that wait is due; None where none waits."""
    query = select(func.min(table.c.due_at)).where(*_waiting(campaign_id))
    found: datetime | None = (await connection.execute(query)).scalar_one()
    return found


async def change(connection: AsyncConnection, row: Any, **values: Any) -> bool:
    """Changes a row that still waits; false where it does not."""
    this = (*_waiting(row.campaign_id), table.c.number == row.number)
    return bool((await connection.execute(update(table).where(*this).values(**values))).rowcount)


async def place(connection: AsyncConnection, row: Any, seq: int) -> None:
    """Notes which message told it."""
    this = and_(table.c.campaign_id == row.campaign_id, table.c.number == row.number)
    await connection.execute(update(table).where(this).values(seq=seq))


async def drop_waiting(connection: AsyncConnection, campaign_id: str, code: str, now: datetime) -> int:
    """Ends all that wait, untold."""
    ended = {"state": "dropped", "code": code, "due_at": None, "ended_at": now, "body": None}
    return int((await connection.execute(update(table).where(*_waiting(campaign_id)).values(ended))).rowcount)


async def counts(connection: AsyncConnection, campaign_ids: Iterable[str]) -> Sequence[Any]:
    """How many rows of each campaign are in which state: (campaign_id, state, code, count)."""
    of = (table.c.campaign_id, table.c.state, table.c.code)
    query = select(*of, func.count()).where(table.c.campaign_id.in_(list(campaign_ids))).group_by(*of)
    return (await connection.execute(query)).all()


async def deliveries(connection: AsyncConnection, campaign_id: str) -> Mapping[str, int]:
    """How many of the messages of a campaign are how far on their way, by status."""
    query = (
        select(message.c.status, func.count())
        .join(table, _told_by(message))
        .where(table.c.campaign_id == campaign_id)
        .group_by(message.c.status)
    )
    return {status: int(count) for status, count in await connection.execute(query)}


async def count_replied(connection: AsyncConnection, campaign_id: str, until: datetime) -> int:
    """How many customers wrote after what they were told, up to a time."""
    replied = exists().where(
        message.c.identity_key == table.c.identity_key,
        message.c.conversation >= table.c.conversation,
        (message.c.conversation > table.c.conversation) | (message.c.seq > table.c.seq),
        message.c.author_kind == AuthorKind.CUSTOMER,
        message.c.created_at <= until,
    )
    query = select(func.count()).select_from(table)
    query = query.where(table.c.campaign_id == campaign_id, table.c.state == "told", replied)
    return int((await connection.execute(query)).scalar_one())


async def told_to(
    connection: AsyncConnection, keys: Iterable[str], since: datetime, limit: int
) -> Sequence[Any]:
    """What these identities were told by campaigns since a time, the newest first."""
    query = (
        select(table, outreach_campaign.c.name)
        .join(outreach_campaign, outreach_campaign.c.campaign_id == table.c.campaign_id)
        .where(table.c.identity_key.in_(list(keys)), table.c.state == "told", table.c.ended_at >= since)
        .order_by(table.c.ended_at.desc())
        .limit(limit)
    )
    return (await connection.execute(query)).all()


async def dropped(connection: AsyncConnection, campaign_id: str, limit: int) -> Sequence[Any]:
    """The rows that were not told, in the order of the list."""
    query = select(table.c.number, table.c.code).where(
        table.c.campaign_id == campaign_id, table.c.state == "dropped"
    )
    return (await connection.execute(query.order_by(table.c.number).limit(limit))).all()


async def waiting(connection: AsyncConnection, campaign_id: str, limit: int) -> Sequence[Any]:
    """The first of those that wait."""
    query = select(table).where(*_waiting(campaign_id)).order_by(table.c.number).limit(limit)
    return (await connection.execute(query)).all()


def _waiting(campaign_id: str) -> tuple[Any, ...]:
    return (table.c.campaign_id == campaign_id, table.c.state == "waiting")


def _told_by(what: Any) -> Any:
    return and_(
        what.c.identity_key == table.c.identity_key,
        what.c.conversation == table.c.conversation,
        what.c.seq == table.c.seq,
    )
