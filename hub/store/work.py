"""Queries on work: which conversations have something to do, and who does it."""

import secrets
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.store.schema import work
from hub.store.upsert import insert_for


class Lease(NamedTuple):
    """The right to work on a conversation; a later claim or a removal of the row makes it void.

    `token` is random, not counted: rows come and go, and a count that starts anew could give a worker
    that slept for a minute the number of its successor.
    """

    identity: str
    conversation: int
    token: int


async def schedule(connection: AsyncConnection, key: str, conversation: int, due_at: datetime) -> None:
    """Says that a conversation has something to do; a running lease stays as it is."""
    statement = insert_for(connection, work).values(
        identity_key=key, conversation=conversation, due_at=due_at
    )
    # The quiet time of joined messages starts anew with each of them.
    statement = statement.on_conflict_do_update(
        index_elements=["identity_key", "conversation"], set_={"due_at": due_at}
    )
    await connection.execute(statement)


async def claim(
    connection: AsyncConnection, owner: str, now: datetime, *, lease_s: float, limit: int
) -> list[Lease]:
    """Takes due conversations that nobody holds; on PostgreSQL claimers pass each other by."""
    free = or_(work.c.lease_until.is_(None), work.c.lease_until < now)
    query = (
        select(work.c.identity_key, work.c.conversation)
        .where(work.c.due_at <= now, free)
        .order_by(work.c.due_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    leases = [
        Lease(row.identity_key, row.conversation, secrets.randbits(31))
        for row in await connection.execute(query)
    ]
    for lease in leases:
        await connection.execute(
            update(work)
            .where(_row(lease))
            .values(lease_owner=owner, lease_until=now + timedelta(seconds=lease_s), lease_token=lease.token)
        )
    return leases


async def any_due(connection: AsyncConnection, now: datetime) -> bool:
    """Whether something is due: a cheap look that writes nothing."""
    free = or_(work.c.lease_until.is_(None), work.c.lease_until < now)
    query = select(work.c.lease_token).where(work.c.due_at <= now, free).limit(1)
    return (await connection.execute(query)).first() is not None


async def holds(connection: AsyncConnection, lease: Lease) -> bool:
    """Whether the lease is still the newest; locks the row until the transaction ends."""
    query = select(work.c.lease_token).where(_row(lease)).with_for_update()
    return (await connection.execute(query)).scalar_one_or_none() == lease.token


async def renew(connection: AsyncConnection, leases: list[Lease], until: datetime) -> None:
    """Prolongs leases that are still held."""
    for lease in leases:
        await connection.execute(
            update(work).where(_row(lease), work.c.lease_token == lease.token).values(lease_until=until)
        )


async def finish(connection: AsyncConnection, lease: Lease) -> None:
    """Removes the row: the conversation has nothing to do."""
    await connection.execute(delete(work).where(_row(lease), work.c.lease_token == lease.token))


async def remove(connection: AsyncConnection, key: str, conversation: int) -> None:
    """Removes the row whoever holds it: a lease on it is void from here on."""
    await connection.execute(
        delete(work).where(work.c.identity_key == key, work.c.conversation == conversation)
    )


async def put_back(connection: AsyncConnection, lease: Lease, due_at: datetime) -> None:
    """Gives the lease up and lets the conversation come again at a time."""
    await connection.execute(
        update(work)
        .where(_row(lease), work.c.lease_token == lease.token)
        .values(due_at=due_at, lease_owner=None, lease_until=None)
    )


async def release_all(connection: AsyncConnection, owner: str) -> int:
    """Frees what a former process of this name held: it is gone, or this one could not have started."""
    result = await connection.execute(
        update(work).where(work.c.lease_owner == owner).values(lease_owner=None, lease_until=None)
    )
    return int(result.rowcount)


async def next_due(connection: AsyncConnection) -> datetime | None:
    """When the next conversation that nobody holds becomes due."""
    query = select(func.min(work.c.due_at)).where(work.c.lease_owner.is_(None))
    result: datetime | None = (await connection.execute(query)).scalar_one_or_none()
    return result


def _row(lease: Lease) -> Any:
    return (work.c.identity_key == lease.identity) & (work.c.conversation == lease.conversation)
