"""What waits at the desk for somebody: urgent customers, customers of their own, cases past their date."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from cases.store.schema import case_file
from handoff.store import managers
from handoff.store.reservations import OF_TASK
from handoff.store.schema import reservation, task

URGENT, OVERDUE, MANAGED = "urgent", "overdue", "managed"

AFTER = timedelta(seconds=10)
"""Who is served at once is no news."""
DUTY_AFTER = timedelta(seconds=30)
"""Who is on duty hears of an urgent customer whom nobody has taken until then."""
MOST = 500
"""So many customers, and cases, are looked at."""


class AlertCause(NamedTuple):
    """One thing of which one person has to know; `about`: the task, or the case and its date."""

    account_id: str
    kind: str
    about: str


async def causes_of(
    connection: AsyncConnection, now: datetime, duty: Sequence[str], managed: dict[str, str]
) -> list[AlertCause]:
    """All of this moment. `duty`: who is on duty; `managed`: managers by identity, empty for none, kept."""
    waiting = await _waiting(connection, now - AFTER)
    for row in waiting:
        if row.identity_key not in managed:
            managed[row.identity_key] = await managers.manager_of(connection, row.identity_key) or ""
    for identity in set(managed) - {row.identity_key for row in waiting}:
        del managed[identity]
    found = [*_waited_for(waiting, managed, duty, now), *await _overdue(connection, now)]
    return list(dict.fromkeys(found))


def _waited_for(
    waiting: Iterable[Any], managed: Mapping[str, str], duty: Sequence[str], now: datetime
) -> Iterator[AlertCause]:
    for row in waiting:
        about = f"{row.identity_key}.{row.conversation}.{row.turn}"
        manager = managed[row.identity_key]
        if manager:
            yield AlertCause(manager, URGENT if row.urgent else MANAGED, about)
        if row.urgent and row.account_id:
            yield AlertCause(row.account_id, URGENT, about)
        if row.urgent and row.created_at <= now - DUTY_AFTER:
            yield from (AlertCause(each, URGENT, about) for each in duty)


async def _waiting(connection: AsyncConnection, since: datetime) -> Sequence[Any]:
    """Customers who have waited since then, the urgent first, with whom they are offered to."""
    offered = and_(OF_TASK, reservation.c.state == "pending")
    query = (
        select(
            task.c.identity_key,
            task.c.conversation,
            task.c.turn,
            task.c.urgent,
            task.c.created_at,
            reservation.c.account_id,
        )
        .join_from(task, reservation, offered, isouter=True)
        .where(
            task.c.kind == "person",
            task.c.state.in_(("queued", "offered")),
            task.c.created_at <= since,
        )
        .order_by(task.c.urgent.desc(), task.c.created_at)
        .limit(MOST)
    )
    return (await connection.execute(query)).all()


async def _overdue(connection: AsyncConnection, now: datetime) -> list[AlertCause]:
    """Cases without a reply whose date has passed; a date that is moved is another thing to know of."""
    query = (
        select(case_file.c.number, case_file.c.owner_id, case_file.c.due_at)
        .where(
            case_file.c.state.in_(("open", "in_review")),
            case_file.c.due_at < now,
            case_file.c.owner_id.is_not(None),
        )
        .order_by(case_file.c.due_at.desc())
        .limit(MOST)
    )
    rows = (await connection.execute(query)).all()
    return [AlertCause(row.owner_id, OVERDUE, f"{row.number}@{row.due_at:%Y-%m-%dT%H:%M}") for row in rows]
