"""Queries on who speaks in conversations beside their owners."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from handoff.store.reservations import TaskKey
from handoff.store.schema import reservation
from hub.store.upsert import insert_if_absent
from supervision.store.schema import participation

_SERVED = and_(
    reservation.c.identity_key == participation.c.identity_key,
    reservation.c.conversation == participation.c.conversation,
    reservation.c.turn == participation.c.turn,
    reservation.c.state == "accepted",
)


async def add(connection: AsyncConnection, key: TaskKey, account_id: str, name: str, now: datetime) -> bool:
    """Somebody takes part from now on; false where they do already."""
    return await insert_if_absent(
        connection,
        participation,
        participation_id=secrets.token_hex(16),
        identity_key=key.identity,
        conversation=key.conversation,
        turn=key.turn,
        account_id=account_id,
        name=name,
        joined_at=now,
    )


async def leave(
    connection: AsyncConnection, key: TaskKey, now: datetime, account_id: str | None = None
) -> bool:
    """Somebody takes part no more, or nobody does; tells whether anybody did."""
    of = [*_of(key), participation.c.left_at.is_(None)]
    if account_id is not None:
        of.append(participation.c.account_id == account_id)
    return bool((await connection.execute(update(participation).where(*of).values(left_at=now))).rowcount)


async def leave_conversation(
    connection: AsyncConnection, identity: str, conversation: int, now: datetime
) -> None:
    """The conversation is over, and so is everybody's part in it."""
    of = (
        participation.c.identity_key == identity,
        participation.c.conversation == conversation,
        participation.c.left_at.is_(None),
    )
    await connection.execute(update(participation).where(*of).values(left_at=now))


async def there(connection: AsyncConnection, key: TaskKey) -> Sequence[Any]:
    """Who takes part in a conversation, in the order in which they came."""
    query = (
        select(participation)
        .where(*_of(key), participation.c.left_at.is_(None))
        .order_by(participation.c.joined_at, participation.c.participation_id)
    )
    return (await connection.execute(query)).all()


async def everywhere(connection: AsyncConnection) -> Sequence[Any]:
    """Who takes part in conversations that agents have in hand."""
    query = select(participation).join(reservation, _SERVED).where(participation.c.left_at.is_(None))
    return (await connection.execute(query.order_by(participation.c.joined_at))).all()


def _of(key: TaskKey) -> tuple[Any, ...]:
    return (
        participation.c.identity_key == key.identity,
        participation.c.conversation == key.conversation,
        participation.c.turn == key.turn,
    )
