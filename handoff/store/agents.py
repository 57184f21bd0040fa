"""Queries on agents: their status, their room, and when their desk was last heard."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import exists, select, update
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


async def with_room(connection: AsyncConnection, seen_since: datetime, most_missed: int) -> Sequence[Any]:
    """Who may be offered something: available, heard lately, with room, no offer; the longest idle first."""
    query = (
        select(agent)
        .where(
            agent.c.status == "available",
            agent.c.next_status.is_(None),
            agent.c.used < agent.c.room,
            agent.c.seen_at >= seen_since,
            agent.c.missed < most_missed,
            ~exists().where(reservation.c.account_id == agent.c.account_id, reservation.c.state == "pending"),
        )
        .order_by(agent.c.idle_since, agent.c.account_id)
    )
    return (await connection.execute(query)).all()


async def unheard(connection: AsyncConnection, seen_before: datetime) -> Sequence[str]:
    """Who has something in hand, and whose desk has not been heard since."""
    query = select(agent.c.account_id).where(agent.c.used > 0, agent.c.seen_at < seen_before)
    return list((await connection.execute(query)).scalars())
