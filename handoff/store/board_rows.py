"""Queries by which the router reads its board: open tasks, their live reservations, who passed them."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import and_, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from handoff.store.reservations import LIVE, OF_TASK, TaskKey
from handoff.store.schema import reservation, task

OPEN = ("scheduled", "queued", "offered", "assigned", "on_hold", "wrapping")
PASSED = ("declined", "timed_out")
NAMED_AT_ONCE = 300

_TASK = tuple_(task.c.identity_key, task.c.conversation, task.c.turn)
_RESERVED = tuple_(reservation.c.identity_key, reservation.c.conversation, reservation.c.turn)


async def open_tasks(connection: AsyncConnection) -> Sequence[Any]:
    """All requests for a person that are not done."""
    query = select(task).where(task.c.state.in_(OPEN), task.c.kind == "person")
    return (await connection.execute(query)).all()


async def open_tasks_named(connection: AsyncConnection, keys: Sequence[TaskKey]) -> list[Any]:
    """Those of the named requests for a person that are not done."""
    found: list[Any] = []
    for some in _batches(keys):
        query = select(task).where(_TASK.in_(some), task.c.kind == "person", task.c.state.in_(OPEN))
        found += (await connection.execute(query)).all()
    return found


async def live_offers(connection: AsyncConnection, keys: Sequence[TaskKey]) -> list[Any]:
    """The live reservations of these tasks."""
    found: list[Any] = []
    for some in _batches(keys):
        query = select(reservation).where(_RESERVED.in_(some), reservation.c.state.in_(LIVE))
        found += (await connection.execute(query)).all()
    return found


async def passed(
    connection: AsyncConnection, keys: Sequence[TaskKey], since: float
) -> dict[str, dict[str, float]]:
    """By task and account, when they last declined it, let it pass, or left it without a reply."""
    found: dict[str, dict[str, float]] = {}
    ways = or_(
        reservation.c.state.in_(PASSED),
        and_(reservation.c.state == "released", reservation.c.reason == "no_reply"),
    )
    columns = (
        reservation.c.identity_key,
        reservation.c.conversation,
        reservation.c.turn,
        reservation.c.account_id,
        reservation.c.ended_at,
    )
    for some in _batches(keys):
        recent = reservation.c.ended_at >= datetime.fromtimestamp(since, UTC)
        query = select(*columns).where(_RESERVED.in_(some), ways, recent).order_by(reservation.c.ended_at)
        for row in (await connection.execute(query)).all():
            name = f"{row.identity_key}.{row.conversation}.{row.turn}"
            found.setdefault(name, {})[row.account_id] = row.ended_at.timestamp()
    return found


async def lately_done(connection: AsyncConnection, limit: int) -> list[tuple[str, datetime, float]]:
    """Of what was wrapped up last, the oldest first: queue, end, seconds with the agent."""
    query = (
        select(task.c.queue_id, reservation.c.accepted_at, reservation.c.ended_at)
        .join_from(reservation, task, OF_TASK)
        .where(reservation.c.state == "completed", reservation.c.accepted_at.is_not(None))
        .order_by(reservation.c.ended_at.desc())
        .limit(limit)
    )
    rows = (await connection.execute(query)).all()
    return [(row[0], row[2], (row[2] - row[1]).total_seconds()) for row in reversed(rows)]


def _batches(keys: Sequence[TaskKey]) -> list[list[TaskKey]]:
    """What one statement names at most."""
    return [list(keys[at : at + NAMED_AT_ONCE]) for at in range(0, len(keys), NAMED_AT_ONCE)]
