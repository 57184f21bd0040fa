"""What a provider lets be answered once: a code for one customer, good for a while."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from connectors.kit.accounts import AccountKey
from connectors.kit.store.schema import channel_code
from hub.store.upsert import insert_for


async def keep(
    connection: AsyncConnection, key: AccountKey, external_id: str, code: str, until: datetime
) -> None:
    """Keeps a code until it is used or its time is over; of two for a customer the later one counts."""
    values = {"code": code, "until": until}
    insert = insert_for(connection, channel_code).values(**key._asdict(), external_id=external_id, **values)
    keys = list(channel_code.primary_key.columns)
    await connection.execute(insert.on_conflict_do_update(index_elements=keys, set_=values))


async def find(connection: AsyncConnection, key: AccountKey, external_id: str, now: datetime) -> str | None:
    """The customer's code, where there is one that still holds."""
    query = select(channel_code.c.code).where(*_this(key, external_id), channel_code.c.until > now)
    found: str | None = (await connection.execute(query)).scalar_one_or_none()
    return found


async def drop(connection: AsyncConnection, key: AccountKey, external_id: str, code: str) -> None:
    """Removes a code that was used, or that the provider refuses; another one stays."""
    await connection.execute(
        delete(channel_code).where(*_this(key, external_id), channel_code.c.code == code)
    )


async def sweep(connection: AsyncConnection, now: datetime) -> int:
    """Removes those whose time is over; tells how many."""
    result = await connection.execute(delete(channel_code).where(channel_code.c.until < now))
    return int(result.rowcount)


def _this(key: AccountKey, external_id: str) -> tuple[Any, ...]:
    return (
        channel_code.c.channel == key.channel,
        channel_code.c.account == key.account,
        channel_code.c.external_id == external_id,
    )
