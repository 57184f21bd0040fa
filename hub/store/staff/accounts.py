"""Queries on accounts of staff."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.store.schema_staff import account, branch


async def add(connection: AsyncConnection, **values: Any) -> None:
    """Writes a new account; whoever calls has looked whether the login is taken."""
    await connection.execute(insert(account).values(**values))


async def by_login(connection: AsyncConnection, login: str) -> Any | None:
    """The account with this login."""
    return (await connection.execute(select(account).where(account.c.login == login))).one_or_none()


async def by_id(connection: AsyncConnection, account_id: str, *, lock: bool = False) -> Any | None:
    """One account; `lock`: nobody else changes it before the transaction ends."""
    found = select(account).where(account.c.account_id == account_id)
    return (await connection.execute(found.with_for_update() if lock else found)).one_or_none()


async def set_values(connection: AsyncConnection, account_id: str, **values: Any) -> None:
    """Changes columns of an account."""
    await connection.execute(update(account).where(account.c.account_id == account_id).values(**values))


async def use_totp_step(connection: AsyncConnection, account_id: str, step: int) -> bool:
    """Whether a step of the one-time codes is later than every one that was used; it is used from now on."""
    later = or_(account.c.totp_step.is_(None), account.c.totp_step < step)
    used = update(account).where(account.c.account_id == account_id, later).values(totp_step=step)
    return (await connection.execute(used)).rowcount == 1


async def any_there(connection: AsyncConnection) -> bool:
    """Whether there is an account at all."""
    return (await connection.execute(select(account.c.account_id).limit(1))).first() is not None


async def listed(connection: AsyncConnection, where: Any, after: str, limit: int) -> Sequence[Any]:
    """Accounts with the name of their branch, by login, from behind one login."""
    query = _with_branch().where(where, account.c.login > after).order_by(account.c.login).limit(limit)
    return (await connection.execute(query)).all()


async def with_branch(connection: AsyncConnection, account_id: str) -> Any | None:
    """One account with the name of its branch."""
    query = _with_branch().where(account.c.account_id == account_id)
    return (await connection.execute(query)).one_or_none()


def _with_branch() -> Any:
    of_account = branch.c.branch_id == account.c.branch_id
    return select(account, branch.c.name.label("branch_name")).outerjoin(branch, of_account)


async def among(connection: AsyncConnection, account_ids: Iterable[str], where: Any) -> set[str]:
    """Which of these accounts fulfil a condition."""
    query = select(account.c.account_id).where(account.c.account_id.in_(list(account_ids)), where)
    return set((await connection.execute(query)).scalars())


async def count_in_branch(connection: AsyncConnection, branch_id: str) -> int:
    """How many accounts belong to a branch itself."""
    query = select(func.count()).select_from(account).where(account.c.branch_id == branch_id)
    return int((await connection.execute(query)).scalar_one())
