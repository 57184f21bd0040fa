"""How far a provider's feed was read: cursors move from the place that was read last, and never back."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from connectors.kit.accounts import AccountKey
from connectors.kit.store.schema import channel_cursor
from hub.store.upsert import insert_if_absent


class Cursor(NamedTuple):
    """A provider's word for a place in its feed; `step` counts how often it moved, 0 is the beginning."""

    value: str
    step: int


BEGINNING = Cursor("", 0)


async def read(connection: AsyncConnection, key: AccountKey, name: str) -> Cursor:
    """Where the feed of this name is to be read from."""
    query = select(channel_cursor.c.value, channel_cursor.c.step)
    query = query.where(
        channel_cursor.c.channel == key.channel,
        channel_cursor.c.account == key.account,
        channel_cursor.c.name == name,
    )
    row = (await connection.execute(query)).one_or_none()
    return BEGINNING if row is None else Cursor(row.value, row.step)


async def advance(
    connection: AsyncConnection, key: AccountKey, name: str, *, read_at: Cursor, to: str, now: datetime
) -> bool:
    """Moves the cursor on from where it was read; False where somebody else has moved it since."""
    if read_at == BEGINNING:
        values = {**key._asdict(), "name": name, "value": to, "step": 1, "moved_at": now}
        return await insert_if_absent(connection, channel_cursor, **values)
    move = update(channel_cursor).where(
        channel_cursor.c.channel == key.channel,
        channel_cursor.c.account == key.account,
        channel_cursor.c.name == name,
        channel_cursor.c.step == read_at.step,
    )
    result = await connection.execute(move.values(value=to, step=read_at.step + 1, moved_at=now))
    return bool(result.rowcount == 1)
