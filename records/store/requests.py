"""Queries on requests about customers."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.store.counting import count_rows
from hub.store.schema import identity
from hub.store.schema_staff import account
from hub.store.upsert import insert_if_absent
from records.store.schema import legal_hold, records_request

OPEN = ("asked", "approved", "removing")


async def add(connection: AsyncConnection, **values: Any) -> bool:
    """Writes a request; false where the same is open."""
    return await insert_if_absent(connection, records_request, **values)


async def get(connection: AsyncConnection, request_id: str, *, lock: bool = False) -> Any | None:
    """A request; `lock`: held until the transaction ends."""
    query = select(records_request).where(records_request.c.request_id == request_id)
    return (await connection.execute(query.with_for_update() if lock else query)).one_or_none()


async def move(connection: AsyncConnection, request_id: str, before: str, after: str, **values: Any) -> bool:
    """Leads a request from one state to another; false where it is in none such."""
    this = (records_request.c.request_id == request_id) & (records_request.c.state == before)
    moved = await connection.execute(update(records_request).where(this).values(state=after, **values))
    return bool(moved.rowcount)


async def in_states(connection: AsyncConnection, *states: str) -> Sequence[Any]:
    """The requests in these states, the oldest first."""
    of = records_request.c.state.in_(states)
    query = select(records_request).where(of).order_by(records_request.c.asked_at)
    return (await connection.execute(query)).all()


async def waiting_of_others(connection: AsyncConnection, account_id: str) -> int:
    """How many requests wait for approval that this account did not make."""
    of = records_request.c
    return await count_rows(connection, records_request, of.state == "asked", of.asked_by != account_id)


async def newest(connection: AsyncConnection, limit: int) -> Sequence[Any]:
    """The newest requests, those that wait first, with the names of who asked and who decided."""
    asker, decider = account.alias(), account.alias()
    waits = records_request.c.state.in_(OPEN)
    query = (
        select(records_request, asker.c.name.label("asker"), decider.c.name.label("decider"))
        .join(asker, asker.c.account_id == records_request.c.asked_by, isouter=True)
        .join(decider, decider.c.account_id == records_request.c.decided_by, isouter=True)
        .order_by(waits.desc(), records_request.c.asked_at.desc(), records_request.c.request_id)
        .limit(limit)
    )
    return (await connection.execute(query)).all()


async def found(connection: AsyncConnection, text: str, limit: int) -> Sequence[Any]:
    """Identities whose key begins so, or that are called so on their channel."""
    begins = identity.c.identity_key.startswith(text.lower(), autoescape=True)
    query = (
        select(identity)
        .where(or_(begins, identity.c.external_id == text))
        .order_by(identity.c.created_at.desc(), identity.c.identity_key)
        .limit(limit)
    )
    return (await connection.execute(query)).all()


async def held(connection: AsyncConnection, limit: int) -> Sequence[Any]:
    """Every hold that stands, the newest first, with the key of one identity of whom it holds."""
    key = (
        select(identity.c.identity_key)
        .where(identity.c.contact_id == legal_hold.c.contact_id)
        .order_by(identity.c.created_at)
        .limit(1)
        .correlate(legal_hold)
        .scalar_subquery()
    )
    query = (
        select(legal_hold, key.label("who"))
        .where(legal_hold.c.lifted_at.is_(None))
        .order_by(legal_hold.c.placed_at.desc(), legal_hold.c.hold_id)
        .limit(limit)
    )
    return (await connection.execute(query)).all()
