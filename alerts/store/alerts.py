"""Queries on what staff are told by cards."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from alerts.causes import AlertCause
from alerts.store.schema import alert
from hub.store.upsert import insert_if_absent

WAITING, SENT, OVER, GIVEN_UP = "waiting", "sent", "over", "given_up"


async def known(connection: AsyncConnection, causes: Sequence[AlertCause]) -> dict[AlertCause, Any]:
    """What waits to be told, and what was raised before of these."""
    abouts = {each.about for each in causes}
    query = select(alert).where(or_(alert.c.state == WAITING, alert.c.about.in_(abouts)))
    rows = (await connection.execute(query)).all()
    return {AlertCause(row.account_id, row.kind, row.about): row for row in rows}


async def raise_new(connection: AsyncConnection, causes: Iterable[AlertCause], now: datetime) -> None:
    """Has these wait to be told."""
    values = {"state": WAITING, "tries": 0, "raised_at": now, "due_at": now}
    for each in causes:
        await insert_if_absent(connection, alert, **each._asdict(), **values)


async def end(connection: AsyncConnection, causes: Sequence[AlertCause]) -> None:
    """What these were about is over before it was told."""
    if causes:
        query = update(alert).where(_any_of(causes), alert.c.state == WAITING)
        await connection.execute(query.values(state=OVER, due_at=None))


async def claim(connection: AsyncConnection, causes: Sequence[AlertCause], until: datetime) -> None:
    """Puts these off while they are being told."""
    query = update(alert).where(_any_of(causes), alert.c.state == WAITING)
    await connection.execute(query.values(due_at=until, tries=alert.c.tries + 1))


async def settle(
    connection: AsyncConnection, causes: Sequence[AlertCause], state: str, due_at: datetime | None = None
) -> None:
    """What came of telling these."""
    await connection.execute(update(alert).where(_any_of(causes)).values(state=state, due_at=due_at))


async def forget_before(connection: AsyncConnection, then: datetime) -> None:
    """Removes what was raised before."""
    await connection.execute(delete(alert).where(alert.c.raised_at < then))


def _any_of(causes: Sequence[AlertCause]) -> Any:
    return tuple_(alert.c.account_id, alert.c.kind, alert.c.about).in_([tuple(each) for each in causes])
