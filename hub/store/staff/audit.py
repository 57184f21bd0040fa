"""Queries on the audit; there is none that changes or removes an entry."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.store.schema_staff import account, audit, audit_head
from hub.store.upsert import insert_if_absent

ONLY = 1
NOTHING_YET = "0" * 64


async def locked_head(connection: AsyncConnection) -> Any:
    """Number and hash of the last entry; nobody else appends before the transaction ends."""
    await insert_if_absent(connection, audit_head, only=ONLY, seq=0, hash=NOTHING_YET)
    query = select(audit_head).where(audit_head.c.only == ONLY)
    return (await connection.execute(query.with_for_update())).one()


async def head(connection: AsyncConnection) -> Any | None:
    """Number and hash of the last entry, None where there is none."""
    return (await connection.execute(select(audit_head).where(audit_head.c.only == ONLY))).one_or_none()


async def append(connection: AsyncConnection, **values: Any) -> None:
    """Writes an entry, and makes it the last one."""
    await connection.execute(insert(audit).values(**values))
    newest = {"seq": values["seq"], "hash": values["hash"]}
    await connection.execute(update(audit_head).where(audit_head.c.only == ONLY).values(newest))


async def from_seq(connection: AsyncConnection, seq: int, limit: int) -> Sequence[Any]:
    """Entries from a number on, in their order."""
    query = select(audit).where(audit.c.seq >= seq).order_by(audit.c.seq).limit(limit)
    return (await connection.execute(query)).all()


async def newest(
    connection: AsyncConnection,
    where: Any,
    *,
    before: int | None,
    limit: int,
    since: datetime | None = None,
    until: datetime | None = None,
    **wanted: str,
) -> Sequence[Any]:
    """Entries, the newest first, with the login of who acted.

    `wanted`: what columns have to hold; one that is empty does not count. `until` itself is not among them.
    """
    query = (
        select(audit, account.c.login).outerjoin(account, account.c.account_id == audit.c.actor).where(where)
    )
    for name, value in wanted.items():
        query = query.where(audit.c[name] == value) if value else query
    query = query.where(audit.c.at >= since) if since is not None else query
    query = query.where(audit.c.at < until) if until is not None else query
    query = query.where(audit.c.seq < before) if before is not None else query
    return (await connection.execute(query.order_by(audit.c.seq.desc()).limit(limit))).all()
