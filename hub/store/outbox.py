"""Queries on the outbox: messages on their way to a customer."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import and_, delete, exists, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.messages import Message
from hub.ports import Address
from hub.store.schema import outbox


class Parcel(NamedTuple):
    """One claimed row: which message, and how often it was tried before."""

    identity: str
    conversation: int
    seq: int
    attempts: int


async def add(connection: AsyncConnection, message: Message, address: Address, now: datetime) -> None:
    """Puts a message on its way; to be called in the transaction that writes the message."""
    await connection.execute(
        insert(outbox).values(
            identity_key=message.identity,
            conversation=message.conversation,
            seq=message.seq,
            channel=address.channel,
            account=address.account,
            due_at=now,
            attempts=0,
        )
    )


async def claim(
    connection: AsyncConnection, owner: str, now: datetime, *, lease_s: float, limit: int
) -> list[Parcel]:
    """Takes due rows, only ever the first of each conversation: that keeps the order."""
    query = (
        select(outbox.c.identity_key, outbox.c.conversation, outbox.c.seq, outbox.c.attempts)
        .where(*_due(now))
        .order_by(outbox.c.due_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    parcels = [Parcel(*row) for row in await connection.execute(query)]
    for parcel in parcels:
        await connection.execute(
            update(outbox)
            .where(_row(parcel))
            .values(
                lease_owner=owner, lease_until=now + timedelta(seconds=lease_s), attempts=parcel.attempts + 1
            )
        )
    return parcels


async def any_due(connection: AsyncConnection, now: datetime) -> bool:
    """Whether a row is due: a cheap look that writes nothing."""
    query = select(outbox.c.seq).where(*_due(now)).limit(1)
    return (await connection.execute(query)).first() is not None


async def remove(connection: AsyncConnection, parcel: Parcel) -> None:
    """The message has gone, or never will."""
    await connection.execute(delete(outbox).where(_row(parcel)))


async def put_back(connection: AsyncConnection, parcel: Parcel, due_at: datetime, code: str) -> None:
    """Lets the message be tried again at a time."""
    await connection.execute(
        update(outbox)
        .where(_row(parcel))
        .values(due_at=due_at, lease_owner=None, lease_until=None, last_code=code)
    )


async def release_all(connection: AsyncConnection, owner: str) -> int:
    """Frees what a former process of this name held."""
    result = await connection.execute(
        update(outbox).where(outbox.c.lease_owner == owner).values(lease_owner=None, lease_until=None)
    )
    return int(result.rowcount)


async def next_due(connection: AsyncConnection) -> datetime | None:
    """When the next row that nobody holds, and that waits for no other, becomes due."""
    query = select(func.min(outbox.c.due_at)).where(outbox.c.lease_owner.is_(None), _comes_first())
    result: datetime | None = (await connection.execute(query)).scalar_one_or_none()
    return result


def _due(now: datetime) -> tuple[Any, ...]:
    free = or_(outbox.c.lease_until.is_(None), outbox.c.lease_until < now)
    return (outbox.c.due_at <= now, free, _comes_first())


def _comes_first() -> Any:
    """That no earlier message of the same person still waits: it would be overtaken."""
    earlier = outbox.alias("earlier")
    return ~exists().where(
        earlier.c.identity_key == outbox.c.identity_key,
        or_(
            earlier.c.conversation < outbox.c.conversation,
            and_(earlier.c.conversation == outbox.c.conversation, earlier.c.seq < outbox.c.seq),
        ),
    )


def _row(parcel: Parcel) -> Any:
    return and_(
        outbox.c.identity_key == parcel.identity,
        outbox.c.conversation == parcel.conversation,
        outbox.c.seq == parcel.seq,
    )
