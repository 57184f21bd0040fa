"""Queries on the work of the house as supervisors see it: who waits, who serves whom, what was asked."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from handoff.store.reservations import OF_TASK, TaskKey
from handoff.store.schema import agent, reservation, task
from hub.store.schema import identity
from hub.store.schema_staff import account

WAITING = ("queued", "offered")
MOST_SHOWN = 500
"""Conversations, and requests that wait, that one board tells of."""


_LAST_OWNER = (
    select(reservation.c.account_id)
    .where(OF_TASK, reservation.c.accepted_at.is_not(None))
    .order_by(reservation.c.created_at.desc(), reservation.c.reservation_id)
    .limit(1)
    .correlate(task)
    .scalar_subquery()
)


async def is_there(connection: AsyncConnection, key: TaskKey) -> bool:
    """Whether there is such a request for a person."""
    return (await connection.execute(select(task.c.turn).where(*_of(key)))).first() is not None


async def task_of(connection: AsyncConnection, key: TaskKey, *, lock: bool = False) -> Any | None:
    """A request for a person; `lock`: held until the transaction ends."""
    query = select(task).where(*_of(key))
    return (await connection.execute(query.with_for_update() if lock else query)).one_or_none()


async def waiting_by_queue(connection: AsyncConnection) -> Sequence[Any]:
    """By queue: how many wait for a person, and since when the first of them."""
    begun = func.coalesce(task.c.opens_at, task.c.created_at)
    query = (
        select(task.c.queue_id, func.count().label("waiting"), func.min(begun).label("first"))
        .where(task.c.kind == "person", task.c.state.in_(WAITING))
        .group_by(task.c.queue_id)
    )
    return (await connection.execute(query)).all()


async def last_owner(connection: AsyncConnection, key: TaskKey) -> str | None:
    """The agent who has a request, or had it last; None where nobody did."""
    query = select(_LAST_OWNER).where(*_of(key))
    return (await connection.execute(query)).scalar_one_or_none()


async def waiting(connection: AsyncConnection) -> Sequence[Any]:
    """Requests that wait for a person, the oldest first, with channel and `last_owner`."""
    query = (
        select(task, identity.c.channel, _LAST_OWNER.label("last_owner"))
        .join(identity, identity.c.identity_key == task.c.identity_key)
        .where(task.c.kind == "person", task.c.state.in_(WAITING))
        .order_by(task.c.created_at)
        .limit(MOST_SHOWN)
    )
    return (await connection.execute(query)).all()


async def served(connection: AsyncConnection) -> Sequence[Any]:
    """What agents have in hand, with channel and request, the oldest first."""
    query = (
        select(
            reservation,
            task.c.queue_id,
            task.c.urgent,
            task.c.state.label("task_state"),
            identity.c.channel,
        )
        .join_from(reservation, task, OF_TASK)
        .join(identity, identity.c.identity_key == reservation.c.identity_key)
        .where(reservation.c.state.in_(("accepted", "wrapping")))
        .order_by(reservation.c.created_at)
        .limit(MOST_SHOWN)
    )
    return (await connection.execute(query)).all()


async def agents_within(connection: AsyncConnection, where: Any, since: datetime) -> Sequence[Any]:
    """The agents within reach (`where`, on accounts) who are on duty or were heard since then, by name."""
    there = (agent.c.status != "offline") | (agent.c.seen_at >= since) | (agent.c.used > 0)
    query = (
        select(agent, account.c.name, account.c.branch_id)
        .join(account, account.c.account_id == agent.c.account_id)
        .where(where, there)
        .order_by(account.c.name, account.c.account_id)
    )
    return (await connection.execute(query)).all()


async def agents_of(connection: AsyncConnection, served: Sequence[Any]) -> Sequence[Any]:
    """The agents who have these in hand."""
    holding = sorted({row.account_id for row in served})
    return (await connection.execute(select(agent).where(agent.c.account_id.in_(holding)))).all()


async def asked(connection: AsyncConnection, since: datetime, until: datetime) -> Sequence[Any]:
    """Requests for a person that were made in a span, with when the first agent took each."""
    taken = (
        select(func.min(reservation.c.accepted_at))
        .where(
            reservation.c.identity_key == task.c.identity_key,
            reservation.c.conversation == task.c.conversation,
            reservation.c.turn == task.c.turn,
        )
        .correlate(task)
        .scalar_subquery()
    )
    columns = (
        task.c.queue_id,
        task.c.service_class,
        task.c.state,
        task.c.created_at,
        task.c.opens_at,
        task.c.ended_at,
        taken.label("taken_at"),
    )
    query = select(*columns).where(
        task.c.kind == "person", task.c.created_at >= since, task.c.created_at < until
    )
    return (await connection.execute(query)).all()


async def watched(connection: AsyncConnection, key: TaskKey) -> Any | None:
    """What the desk's frame of a conversation is drawn from, with whoever owns it, where somebody does."""
    owning = and_(OF_TASK, reservation.c.state.in_(("accepted", "wrapping")))
    query = (
        select(
            task.c.reason.label("task_reason"),
            task.c.facts,
            task.c.state.label("task_state"),
            reservation.c.account_id,
        )
        .join_from(task, reservation, owning, isouter=True)
        .where(*_of(key))
    )
    return (await connection.execute(query)).one_or_none()


def _of(key: TaskKey) -> tuple[Any, ...]:
    return (
        task.c.identity_key == key.identity,
        task.c.conversation == key.conversation,
        task.c.turn == key.turn,
        task.c.kind == "person",
    )
