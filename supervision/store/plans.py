"""Queries on planned reports."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.store.schema_staff import account
from supervision.store.schema import report_plan

_NAMED = select(report_plan, account.c.name, account.c.branch_id).outerjoin(
    account, account.c.account_id == report_plan.c.account_id
)


async def add(connection: AsyncConnection, **values: Any) -> None:
    """Writes a plan."""
    await connection.execute(insert(report_plan).values(**values))


async def get(connection: AsyncConnection, plan_id: str) -> Any | None:
    """A plan with the name and branch of who made it."""
    return (await connection.execute(_NAMED.where(report_plan.c.plan_id == plan_id))).one_or_none()


async def within(connection: AsyncConnection, where: Any, limit: int) -> Sequence[Any]:
    """The plans of accounts within reach (`where`), the oldest first."""
    query = _NAMED.where(where).order_by(report_plan.c.created_at, report_plan.c.plan_id).limit(limit)
    return (await connection.execute(query)).all()


async def count_of(connection: AsyncConnection, account_id: str) -> int:
    """How many plans an account has made."""
    query = select(func.count()).where(report_plan.c.account_id == account_id)
    return int((await connection.execute(query)).scalar_one())


async def due(connection: AsyncConnection, now: datetime, limit: int) -> Sequence[Any]:
    """What is to go out now, the oldest first."""
    query = select(report_plan).where(report_plan.c.due_at <= now).order_by(report_plan.c.due_at)
    return (await connection.execute(query.limit(limit))).all()


async def move(connection: AsyncConnection, row: Any, **values: Any) -> bool:
    """Changes a plan as it was seen; false where another process was quicker."""
    seen = (
        (report_plan.c.plan_id == row.plan_id)
        & (report_plan.c.period_end == row.period_end)
        & (report_plan.c.due_at == row.due_at)
    )
    return bool((await connection.execute(update(report_plan).where(seen).values(**values))).rowcount)


async def remove(connection: AsyncConnection, plan_id: str) -> None:
    """Ends a plan."""
    await connection.execute(delete(report_plan).where(report_plan.c.plan_id == plan_id))
