"""Queries on agents: their status, their room, and when their desk was last heard."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from handoff.store.schema import agent, reservation
from hub.store.upsert import insert_if_absent

OFFLINE = "offline"


async def ensure(connection: AsyncConnection, account_id: str, room: int, now: datetime) -> Any:
    """The agent's row, locked; made, offline, when it is new."""
    row = await lock(connection, account_id)
    if row is None:
        values = {"status": OFFLINE, "room": room, "used": 0, "missed": 0, "seen_at": now, "idle_since": now}
        await insert_if_absent(connection, agent, account_id=account_id, **values)
        row = await lock(connection, account_id)
    return row


async def lock(connection: AsyncConnection, account_id: str) -> Any | None:
    """The agent's row, held until the transaction ends."""
    query = select(agent).where(agent.c.account_id == account_id).with_for_update()
    return (await connection.execute(query)).one_or_none()


async def get(connection: AsyncConnection, account_id: str) -> Any | None:
    """The agent's row."""
    return (await connection.execute(select(agent).where(agent.c.account_id == account_id))).one_or_none()


async def change(connection: AsyncConnection, account_id: str, **values: Any) -> None:
    """Writes columns of an agent whose row the caller has locked."""
    await connection.execute(update(agent).where(agent.c.account_id == account_id).values(**values))


async def add_used(connection: AsyncConnection, account_id: str, by: int) -> None:
    """Takes or gives back room; the table itself refuses more than there is."""
    await connection.execute(
        update(agent).where(agent.c.account_id == account_id).values(used=agent.c.used + by)
    )


async def do_free(connection: AsyncConnection, account_id: str, cost: int, now: datetime) -> None:
    """Gives room back after work; a status that was chosen for then applies with the last of it."""
    row = await lock(connection, account_id)
    if row is None:
        return
    values: dict[str, Any] = {"used": row.used - cost, "idle_since": now}
    if row.next_status is not None and not await has_work(connection, account_id):
        values |= {"status": row.next_status, "next_status": None}
    await change(connection, account_id, **values)


async def do_give_room(connection: AsyncConnection, account_id: str, cost: int) -> None:
    """Gives room back where nothing was done for it: the agent is no less idle than before."""
    row = await lock(connection, account_id)
    if row is None:
        return
    values: dict[str, Any] = {"used": row.used - cost}
    if row.next_status is not None and not await has_work(connection, account_id):
        values |= {"status": row.next_status, "next_status": None}
    await change(connection, account_id, **values)


async def has_work(connection: AsyncConnection, account_id: str) -> bool:
    """Whether an agent has an offer, a conversation or a wrap-up in hand."""
    query = select(reservation.c.reservation_id).where(
        reservation.c.account_id == account_id, reservation.c.state.in_(("pending", "accepted", "wrapping"))
    )
    return (await connection.execute(query.limit(1))).first() is not None


async def all_of(connection: AsyncConnection) -> Sequence[Any]:
    """Every agent, in the order of the ids."""
    return (await connection.execute(select(agent).order_by(agent.c.account_id))).all()


async def heard(connection: AsyncConnection, since: datetime) -> Sequence[Any]:
    """Who was heard since then."""
    query = select(agent).where(agent.c.seen_at >= since).order_by(agent.c.account_id)
    return (await connection.execute(query)).all()


async def change_if(
    connection: AsyncConnection, account_id: str, before: tuple[str, str | None], values: dict[str, Any]
) -> bool:
    """Writes columns of an agent whose status is still this one; false where it is another."""
    status, next_status = before
    query = update(agent).where(
        agent.c.account_id == account_id,
        agent.c.status == status,
        agent.c.next_status.is_(None) if next_status is None else agent.c.next_status == next_status,
    )
    return bool((await connection.execute(query.values(**values))).rowcount)
