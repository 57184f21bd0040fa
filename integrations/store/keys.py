"""Queries on keys."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.store.schema_staff import account, branch
from integrations.store.schema import api_key


async def add(connection: AsyncConnection, **values: Any) -> None:
    """Writes a key."""
    await connection.execute(insert(api_key).values(**values))


async def whose(connection: AsyncConnection, digest: str, *, lock: bool) -> Any | None:
    """A key with its account, the account's branch and its path; `lock`: it does not end meanwhile."""
    query = (
        select(
            api_key,
            account.c.login,
            account.c.name.label("account_name"),
            account.c.branch_id,
            account.c.state,
            account.c.totp.is_not(None).label("has_totp"),
            branch.c.name.label("branch_name"),
            branch.c.path.label("branch_path"),
        )
        .join(account, account.c.account_id == api_key.c.account_id)
        .join(branch, branch.c.branch_id == account.c.branch_id)
        .where(api_key.c.digest == digest)
    )
    return (await connection.execute(query.with_for_update(of=api_key) if lock else query)).one_or_none()


async def listed(connection: AsyncConnection, limit: int, where: Any = None) -> Sequence[Any]:
    """Keys (within a condition) with the logins of their accounts, the newest first."""
    query = select(api_key, account.c.login).join(account, account.c.account_id == api_key.c.account_id)
    query = query if where is None else query.where(where)
    return (await connection.execute(query.order_by(api_key.c.created_at.desc()).limit(limit))).all()


async def get(connection: AsyncConnection, key_id: str) -> Any | None:
    """One key."""
    return (await connection.execute(select(api_key).where(api_key.c.key_id == key_id))).one_or_none()


async def end(connection: AsyncConnection, key_id: str, now: datetime) -> bool:
    """Ends a key; false where there is none that has not ended."""
    of = (api_key.c.key_id == key_id) & api_key.c.ended_at.is_(None)
    return bool((await connection.execute(update(api_key).where(of).values(ended_at=now))).rowcount)
