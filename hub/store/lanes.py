"""Queries on lanes: the channel accounts that have messages on their way, and when each needs a look."""

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.store.once import once
from hub.store.outbox import Lane, comes_first
from hub.store.schema import outbox

# One row for each lane, by the index: what waits in a lane is not read.
_NEXT_LANE = once(
    select(outbox.c.channel, outbox.c.account)
    .where(
        tuple_(outbox.c.channel, outbox.c.account)
        > tuple_(bindparam("after_channel"), bindparam("after_account"))
    )
    .order_by(outbox.c.channel, outbox.c.account)
    .limit(1)
)
# A row in hand is due when its lease runs out.
_DUE_NEXT = once(
    select(outbox.c.due_at)
    .where(
        outbox.c.channel == bindparam("of_channel"),
        outbox.c.account == bindparam("of_account"),
        comes_first(),
    )
    .order_by(outbox.c.due_at)
    .limit(1)
)


async def all_lanes(connection: AsyncConnection) -> list[Lane]:
    """Every lane that has a message on its way."""
    found, last = [], Lane("", "")
    while (row := await _next(connection, last)) is not None:
        last = Lane(row.channel, row.account)
        found.append(last)
    return found


async def _next(connection: AsyncConnection, last: Lane) -> Any | None:
    after = {"after_channel": last.channel, "after_account": last.account}
    return (await connection.execute(_NEXT_LANE, after)).one_or_none()


async def due_next(connection: AsyncConnection, lane: Lane) -> datetime | None:
    """When a row of the lane that waits for no other may next be claimed: it is due, or its lease is over."""
    of = {"of_channel": lane.channel, "of_account": lane.account}
    due: datetime | None = (await connection.execute(_DUE_NEXT, of)).scalar_one_or_none()
    return due
