"""Queries on what the bot was unsure of."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.store.schema import message, turn
from hub.store.upsert import insert_if_absent
from navigation.store.schema import utterance

OPEN, LABELLED, DROPPED = "open", "labelled", "dropped"


async def answered(
    connection: AsyncConnection, turns: Sequence[tuple[str, int, int]]
) -> Mapping[tuple[str, int, int], Any]:
    """Intents of these turns (identity, conversation, number), and the place of their messages.

    Without those that are there no more.
    """
    place = (turn.c.identity_key, turn.c.conversation, turn.c.turn)
    query = select(*place, turn.c.intents, turn.c.first_seq, turn.c.last_seq, turn.c.error_code).where(
        tuple_(*place).in_(turns)
    )
    return {(row[0], row[1], row[2]): row for row in await connection.execute(query)}


async def said(
    connection: AsyncConnection, key: str, conversation: int, first: int, last: int
) -> Sequence[Any]:
    """The segments of the customer's messages between two places."""
    query = (
        select(message.c.segments)
        .where(
            message.c.identity_key == key,
            message.c.conversation == conversation,
            message.c.seq.between(first, last),
            message.c.author_kind == "customer",
        )
        .order_by(message.c.seq)
    )
    return (await connection.execute(query)).scalars().all()


async def add(connection: AsyncConnection, **values: Any) -> bool:
    """Keeps one; false where its turn is kept already, or another one has the same words."""
    same = select(utterance.c.utterance_id).where(utterance.c.text == values["text"]).limit(1)
    if (await connection.execute(same)).first() is not None:
        return False
    return await insert_if_absent(connection, utterance, state=OPEN, **values)


async def count(connection: AsyncConnection, state: str) -> int:
    """How many are in a state."""
    query = select(func.count()).select_from(utterance).where(utterance.c.state == state)
    return int((await connection.execute(query)).scalar_one())


async def in_state(
    connection: AsyncConnection, state: str, limit: int, before: datetime | None = None
) -> Sequence[Any]:
    """Those in a state, the newest first; `before`: heard before then, for the next page."""
    query = select(utterance).where(utterance.c.state == state)
    if before is not None:
        query = query.where(utterance.c.heard_at < before)
    return (await connection.execute(query.order_by(utterance.c.heard_at.desc()).limit(limit))).all()


async def every_labelled(connection: AsyncConnection) -> Sequence[Any]:
    """Label and words of all that are labelled, in the order of both."""
    query = select(utterance.c.label, utterance.c.text).where(utterance.c.state == LABELLED)
    return (await connection.execute(query.order_by(utterance.c.label, utterance.c.text))).all()


async def one(connection: AsyncConnection, utterance_id: str) -> Any | None:
    """One of them."""
    query = select(utterance).where(utterance.c.utterance_id == utterance_id)
    return (await connection.execute(query)).one_or_none()


async def change(connection: AsyncConnection, utterance_id: str, **values: Any) -> None:
    """Changes one."""
    query = update(utterance).where(utterance.c.utterance_id == utterance_id).values(**values)
    await connection.execute(query)
