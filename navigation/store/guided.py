"""Queries on who was led where, each by the identity's key."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import case, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from navigation.store.schema import guided


async def was_shown(
    connection: AsyncConnection, key: str, conversation: int, destination_id: str, since_turn: int
) -> bool:
    """Whether a destination was shown in a conversation from a turn on."""
    query = select(guided.c.turn).where(
        guided.c.identity_key == key,
        guided.c.conversation == conversation,
        guided.c.turn >= since_turn,
        guided.c.destination_id == destination_id,
    )
    return (await connection.execute(query.limit(1))).first() is not None


async def add(connection: AsyncConnection, **values: Any) -> None:
    """Notes that somebody was led somewhere."""
    await connection.execute(insert(guided).values(outcome="", came_back=False, **values))


async def note_return(
    connection: AsyncConnection, key: str, *, since: datetime, intent: str | None = None
) -> None:
    """Whom the same intent (None: any) brings back was not helped by where they were led since then."""
    query = update(guided).where(guided.c.identity_key == key, guided.c.shown_at >= since)
    if intent is not None:
        query = query.where(guided.c.intent == intent)
    await connection.execute(query.where(guided.c.came_back.is_(False)).values(came_back=True))


async def put_off(connection: AsyncConnection, key: str, conversation: int, ask_at: datetime | None) -> None:
    """Moves the question that a conversation has still to be asked; None takes it away."""
    waits = (
        guided.c.identity_key == key,
        guided.c.conversation == conversation,
        guided.c.ask_at.is_not(None),
    )
    await connection.execute(update(guided).where(*waits).values(ask_at=ask_at))


async def due(connection: AsyncConnection, now: datetime, limit: int) -> Sequence[Any]:
    """Who has to be asked now, the longest waiting first."""
    query = select(guided).where(guided.c.ask_at <= now).order_by(guided.c.ask_at).limit(limit)
    return (await connection.execute(query)).all()


async def locked(connection: AsyncConnection, row: Any) -> Any | None:
    """One row, held until the transaction ends."""
    query = select(guided).where(*_is(row.identity_key, row.conversation, row.turn)).with_for_update()
    return (await connection.execute(query)).one_or_none()


async def change(connection: AsyncConnection, row: Any, **values: Any) -> None:
    """Changes a row that the caller has locked."""
    is_it = _is(row.identity_key, row.conversation, row.turn)
    await connection.execute(update(guided).where(*is_it).values(**values))


async def asked_by(connection: AsyncConnection, key: str, conversation: int, seq: int) -> Any | None:
    """Whose question a message is."""
    query = select(guided).where(
        guided.c.identity_key == key, guided.c.conversation == conversation, guided.c.asked_seq == seq
    )
    return (await connection.execute(query)).one_or_none()


async def counted(connection: AsyncConnection, since: datetime, until: datetime) -> Sequence[Any]:
    """How often each intent led to each destination in a span, and what came of it, the most first."""
    total = func.count()
    query = (
        select(
            guided.c.intent,
            guided.c.destination_id,
            total.label("diverted"),
            _how_many(guided.c.asked_seq.is_not(None)).label("asked"),
            _how_many(guided.c.outcome == "solved").label("solved"),
            _how_many(guided.c.outcome == "unsolved").label("unsolved"),
            _how_many(guided.c.came_back.is_(True)).label("came_back"),
        )
        .where(guided.c.shown_at >= since, guided.c.shown_at < until)
        .group_by(guided.c.intent, guided.c.destination_id)
        .order_by(total.desc(), guided.c.intent, guided.c.destination_id)
    )
    return (await connection.execute(query)).all()


def _how_many(what: Any) -> Any:
    return func.sum(case((what, 1), else_=0))


def _is(key: str, conversation: int, turn: int) -> tuple[Any, ...]:
    return (guided.c.identity_key == key, guided.c.conversation == conversation, guided.c.turn == turn)
