"""Queries on sessions of staff."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.store.schema_staff import account, branch, session


async def add(connection: AsyncConnection, digest: str, account_id: str, means: str, now: datetime) -> None:
    """Writes a new session."""
    values = {"digest": digest, "account_id": account_id, "means": means}
    await connection.execute(insert(session).values(**values, created_at=now, seen_at=now))


async def whose(connection: AsyncConnection, digest: str, *, lock: bool) -> Any | None:
    """A session with its account, the account's branch and its path.

    `lock`: the session does not end before the transaction does.
    """
    query = (
        select(
            session,
            account.c.login,
            account.c.name,
            account.c.branch_id,
            account.c.state,
            account.c.must_change,
            account.c.totp.is_not(None).label("has_totp"),
            branch.c.name.label("branch_name"),
            branch.c.path.label("branch_path"),
        )
        .join(account, account.c.account_id == session.c.account_id)
        .join(branch, branch.c.branch_id == account.c.branch_id)
        .where(session.c.digest == digest)
    )
    return (await connection.execute(query.with_for_update(of=session) if lock else query)).one_or_none()


async def touch(connection: AsyncConnection, digest: str, now: datetime) -> None:
    """Notes that somebody used a session."""
    await connection.execute(update(session).where(session.c.digest == digest).values(seen_at=now))


async def end(connection: AsyncConnection, digest: str) -> None:
    """Ends one session."""
    await connection.execute(delete(session).where(session.c.digest == digest))


async def end_all(connection: AsyncConnection, account_ids: Sequence[str]) -> None:
    """Ends every session of some accounts."""
    if account_ids:
        await connection.execute(delete(session).where(session.c.account_id.in_(account_ids)))


async def forget_expired(connection: AsyncConnection, created: datetime, seen: datetime) -> None:
    """Removes what began, or was last used, before these times."""
    await connection.execute(
        delete(session).where(or_(session.c.created_at < created, session.c.seen_at < seen))
    )


async def still_there(
    connection: AsyncConnection, digests: Sequence[str], created: datetime, seen: datetime
) -> set[str]:
    """Which of these sessions have not ended, and began and were used after these times."""
    query = select(session.c.digest).where(
        session.c.digest.in_(digests), session.c.created_at >= created, session.c.seen_at >= seen
    )
    return set((await connection.execute(query)).scalars())
