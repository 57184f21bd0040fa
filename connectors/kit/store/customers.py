"""What a channel knows of its customers: the way they came by, and whether they take anything."""

from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from connectors.kit.accounts import AccountKey
from connectors.kit.store.schema import channel_customer
from hub.store.upsert import insert_for

LONGEST = 256


async def note_way(
    connection: AsyncConnection, key: AccountKey, external_id: str, way: str, now: datetime
) -> None:
    """Keeps how a customer came: the scene of a code, a campaign; the last way counts."""
    await _set(connection, key, external_id, came_by=way[:LONGEST], came_at=now)


async def way_of(connection: AsyncConnection, key: AccountKey, external_id: str) -> str | None:
    """How a customer came last, as far as that is known."""
    return await _read(connection, key, external_id, channel_customer.c.came_by)


async def mark_unreachable(
    connection: AsyncConnection, key: AccountKey, external_id: str, code: str, now: datetime
) -> None:
    """Keeps that a customer takes nothing: left, opted out, or blocked the account."""
    await _set(connection, key, external_id, unreachable_code=code[:64], unreachable_at=now)


async def mark_reachable(connection: AsyncConnection, key: AccountKey, external_id: str) -> None:
    """They are back; writes nothing where they were never away."""
    await connection.execute(
        update(channel_customer)
        .where(*_this(key, external_id), channel_customer.c.unreachable_code.is_not(None))
        .values(unreachable_code=None, unreachable_at=None)
    )


async def why_unreachable(connection: AsyncConnection, key: AccountKey, external_id: str) -> str | None:
    """Why a customer takes nothing; None where they do, as far as is known."""
    return await _read(connection, key, external_id, channel_customer.c.unreachable_code)


async def _set(connection: AsyncConnection, key: AccountKey, external_id: str, **values: Any) -> None:
    insert = insert_for(connection, channel_customer).values(
        **key._asdict(), external_id=external_id, **values
    )
    keys = list(channel_customer.primary_key.columns)
    await connection.execute(insert.on_conflict_do_update(index_elements=keys, set_=values))


async def _read(connection: AsyncConnection, key: AccountKey, external_id: str, column: Any) -> str | None:
    found: str | None = (
        await connection.execute(select(column).where(*_this(key, external_id)))
    ).scalar_one_or_none()
    return found


def _this(key: AccountKey, external_id: str) -> tuple[Any, ...]:
    return (
        channel_customer.c.channel == key.channel,
        channel_customer.c.account == key.account,
        channel_customer.c.external_id == external_id,
    )
