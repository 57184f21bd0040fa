"""Queries on tries to sign in."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.store.schema_staff import attempt
from hub.store.upsert import insert_if_absent


async def locked_row(connection: AsyncConnection, kind: str, digest: str, now: datetime) -> Any:
    """The row of a login or an address, made where there is none; nobody else counts there meanwhile."""
    await insert_if_absent(connection, attempt, kind=kind, digest=digest, failures=0, last_at=now)
    query = select(attempt).where(attempt.c.kind == kind, attempt.c.digest == digest)
    return (await connection.execute(query.with_for_update())).one()


async def count(
    connection: AsyncConnection, kind: str, digest: str, failures: int, now: datetime, until: datetime | None
) -> None:
    """Writes how many tries there were, and until when there may be no more."""
    of = update(attempt).where(attempt.c.kind == kind, attempt.c.digest == digest)
    await connection.execute(of.values(failures=failures, last_at=now, locked_until=until))


async def take_back(connection: AsyncConnection, kind: str, digest: str) -> None:
    """One try was none, after all."""
    of = update(attempt).where(attempt.c.kind == kind, attempt.c.digest == digest, attempt.c.failures > 0)
    await connection.execute(of.values(failures=attempt.c.failures - 1, locked_until=None))


async def clear(connection: AsyncConnection, kind: str, digest: str) -> None:
    """Forgets the tries."""
    await connection.execute(delete(attempt).where(attempt.c.kind == kind, attempt.c.digest == digest))


async def forget_before(connection: AsyncConnection, moment: datetime) -> None:
    """Removes those whose last try was before a time."""
    await connection.execute(delete(attempt).where(attempt.c.last_at < moment))
