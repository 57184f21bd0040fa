"""Queries on tries to sign in."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, update
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.store.schema_staff import attempt
from hub.store.upsert import insert_for


async def locked_row(connection: AsyncConnection, kind: str, digest: str, now: datetime) -> Any:
    """The row of a login or an address, made where there is none; nobody else counts there meanwhile.

    One statement: between two of them somebody who got in would take the row away.
    """
    insert = insert_for(connection, attempt).values(kind=kind, digest=digest, failures=0, last_at=now)
    keys = [attempt.c.kind, attempt.c.digest]
    taken = insert.on_conflict_do_update(index_elements=keys, set_={"kind": kind}).returning(attempt)
    return (await connection.execute(taken)).one()


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
