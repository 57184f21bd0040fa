"""Queries that reports read, in pages: requests for a person, scores, and conversations that the bot kept."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, exists, func, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from handoff.store.reservations import OF_TASK
from handoff.store.schema import reservation, task
from handoff.store.schema_customers import satisfaction
from hub.store.schema import contact, conversation, identity, turn
from hub.store.schema_staff import account, branch
from kb.store.schema import rating

PAGE = 5000

_FIRST = (
    select(reservation.c.reservation_id)
    .where(OF_TASK, reservation.c.accepted_at.is_not(None))
    .order_by(reservation.c.accepted_at, reservation.c.reservation_id)
    .limit(1)
    .correlate(task)
    .scalar_subquery()
)


class TimeSpan(NamedTuple):
    """From when, inclusive, until when, exclusive."""

    since: datetime
    until: datetime


async def requests(connection: AsyncConnection, span: TimeSpan) -> AsyncIterator[Any]:
    """Requests for a person that were made in the span, each with who took it first, and when."""
    query = (
        select(
            task.c.identity_key,
            task.c.conversation,
            task.c.turn,
            task.c.queue_id,
            task.c.service_class,
            task.c.state,
            task.c.created_at,
            task.c.opens_at,
            task.c.ended_at,
            task.c.transfers,
            identity.c.channel,
            reservation.c.account_id,
            reservation.c.accepted_at.label("taken_at"),
            reservation.c.replied_at,
        )
        .join_from(task, identity, identity.c.identity_key == task.c.identity_key)
        .join(reservation, reservation.c.reservation_id == _FIRST, isouter=True)
        .where(task.c.kind == "person", task.c.created_at >= span.since, task.c.created_at < span.until)
    )
    columns = (task.c.created_at, task.c.identity_key, task.c.conversation, task.c.turn)
    async for row in _paged(connection, query, columns, 4):
        yield row


async def scores(connection: AsyncConnection, span: TimeSpan) -> Sequence[Any]:
    """The scores that were given for conversations of which a request was made in the span."""
    asked = exists().where(
        task.c.identity_key == satisfaction.c.identity_key,
        task.c.conversation == satisfaction.c.conversation,
        task.c.kind == "person",
        task.c.created_at >= span.since,
        task.c.created_at < span.until,
    )
    query = select(satisfaction).where(satisfaction.c.score.is_not(None), asked)
    return (await connection.execute(query)).all()


async def kept_by_the_bot(connection: AsyncConnection, span: TimeSpan) -> AsyncIterator[Any]:
    """Conversations that began in the span, are closed, and in which nobody asked for a person."""
    of = (
        task.c.identity_key == conversation.c.identity_key,
        task.c.conversation == conversation.c.conversation,
        task.c.kind == "person",
    )
    down = exists().where(
        rating.c.identity_key == conversation.c.identity_key,
        rating.c.conversation == conversation.c.conversation,
        rating.c.verdict == "down",
    )
    query = (
        select(
            conversation.c.identity_key,
            conversation.c.conversation,
            conversation.c.opened_at,
            conversation.c.closed_at,
            identity.c.channel,
            func.coalesce(contact.c.merged_into, contact.c.contact_id).label("person"),
            down.label("thumb_down"),
        )
        .join_from(conversation, identity, identity.c.identity_key == conversation.c.identity_key)
        .join(contact, contact.c.contact_id == identity.c.contact_id)
        .where(
            conversation.c.opened_at >= span.since,
            conversation.c.opened_at < span.until,
            conversation.c.closed_at.is_not(None),
            ~exists().where(*of),
        )
    )
    columns = (conversation.c.opened_at, conversation.c.identity_key, conversation.c.conversation)
    async for row in _paged(connection, query, columns, 3):
        yield row


async def turns(connection: AsyncConnection, span: TimeSpan, after: timedelta) -> AsyncIterator[Any]:
    """What was understood in the span and some time after it: whose turn, in which state, which intents.

    Of a conversation that began before, too, where somebody asked for a person in the span.
    """
    asked = exists().where(
        task.c.identity_key == turn.c.identity_key,
        task.c.conversation == turn.c.conversation,
        task.c.created_at >= span.since,
        task.c.created_at < span.until,
    )
    began = and_(conversation.c.opened_at >= span.since, conversation.c.opened_at < span.until + after)
    query = (
        select(
            turn.c.identity_key,
            turn.c.conversation,
            turn.c.turn,
            turn.c.state,
            turn.c.opened_at,
            turn.c.intents,
            func.coalesce(contact.c.merged_into, contact.c.contact_id).label("person"),
        )
        .join_from(turn, identity, identity.c.identity_key == turn.c.identity_key)
        .join(contact, contact.c.contact_id == identity.c.contact_id)
        .join(
            conversation,
            and_(
                conversation.c.identity_key == turn.c.identity_key,
                conversation.c.conversation == turn.c.conversation,
            ),
        )
        .where(or_(began, asked))
    )
    columns = (turn.c.opened_at, turn.c.identity_key, turn.c.conversation, turn.c.turn)
    async for row in _paged(connection, query, columns, 4):
        yield row


async def names_within(connection: AsyncConnection, where: Any) -> dict[str, str]:
    """The names of the accounts within reach."""
    query = select(account.c.account_id, account.c.name).where(where)
    return {row.account_id: row.name for row in (await connection.execute(query)).all()}


class Branches(NamedTuple):
    """Names of branches, and which one each account belongs to."""

    names: dict[str, str]
    by_account: dict[str, str]


async def branches(connection: AsyncConnection) -> Branches:
    """The branches and who belongs to them."""
    found = (await connection.execute(select(branch.c.branch_id, branch.c.name))).all()
    people = (await connection.execute(select(account.c.account_id, account.c.branch_id))).all()
    return Branches(
        {row.branch_id: row.name for row in found}, {row.account_id: row.branch_id for row in people}
    )


async def _paged(
    connection: AsyncConnection, query: Any, columns: tuple[Any, ...], count: int
) -> AsyncIterator[Any]:
    """The rows of a query in the order of these columns, which name each row, a page at a time."""
    names = [column.name for column in columns[:count]]
    place: tuple[Any, ...] | None = None
    while True:
        page = query if place is None else query.where(tuple_(*columns) > tuple_(*_typed(columns, place)))
        rows = (await connection.execute(page.order_by(*columns).limit(PAGE))).all()
        for row in rows:
            yield row
        if len(rows) < PAGE:
            return
        place = tuple(getattr(rows[-1], name) for name in names)


def _typed(columns: tuple[Any, ...], place: tuple[Any, ...]) -> list[Any]:
    """The values as the columns write them: a time is text on SQLite."""
    return [
        bindparam(None, value, type_=column.type, unique=True)
        for column, value in zip(columns, place, strict=True)
    ]
