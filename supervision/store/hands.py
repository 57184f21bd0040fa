"""Queries on raised hands."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from handoff.store.reservations import TaskKey
from handoff.store.schema import reservation
from supervision.store.schema import raised_hand

_STILL_THEIRS = and_(
    reservation.c.identity_key == raised_hand.c.identity_key,
    reservation.c.conversation == raised_hand.c.conversation,
    reservation.c.turn == raised_hand.c.turn,
    reservation.c.account_id == raised_hand.c.account_id,
    reservation.c.state == "accepted",
)


async def raised(connection: AsyncConnection) -> Sequence[Any]:
    """The hands that are up in conversations that are still their agents', the oldest first."""
    query = (
        select(raised_hand)
        .join(reservation, _STILL_THEIRS)
        .where(raised_hand.c.lowered_at.is_(None))
        .order_by(raised_hand.c.raised_at)
    )
    return (await connection.execute(query)).all()


async def since(connection: AsyncConnection, key: TaskKey, account_id: str) -> datetime | None:
    """Since when an agent's hand is up in a conversation; None where it is not."""
    query = select(raised_hand.c.raised_at).where(
        *_of(key), raised_hand.c.account_id == account_id, raised_hand.c.lowered_at.is_(None)
    )
    return (await connection.execute(query.limit(1))).scalars().first()


async def add(connection: AsyncConnection, key: TaskKey, account_id: str, now: datetime) -> None:
    """Puts a hand up."""
    values = {"identity_key": key.identity, "conversation": key.conversation, "turn": key.turn}
    await connection.execute(raised_hand.insert().values(**values, account_id=account_id, raised_at=now))


async def lower(connection: AsyncConnection, key: TaskKey, by: str, now: datetime) -> bool:
    """Takes the hands in a conversation down; tells whether there was one."""
    query = (
        update(raised_hand)
        .where(*_of(key), raised_hand.c.lowered_at.is_(None))
        .values(lowered_at=now, lowered_by=by)
    )
    return bool((await connection.execute(query)).rowcount)


def _of(key: TaskKey) -> tuple[Any, ...]:
    return (
        raised_hand.c.identity_key == key.identity,
        raised_hand.c.conversation == key.conversation,
        raised_hand.c.turn == key.turn,
    )
