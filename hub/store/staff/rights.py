"""Queries on roles, and on what they give to whom."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.store.schema_staff import account, account_role, given_default, role, role_right
from hub.store.upsert import insert_if_absent


async def add_role(connection: AsyncConnection, role_id: str, name_zh: str, name_en: str) -> bool:
    """Writes a role, unless it is there."""
    return await insert_if_absent(connection, role, role_id=role_id, name_zh=name_zh, name_en=name_en)


async def rename_role(connection: AsyncConnection, role_id: str, name_zh: str, name_en: str) -> None:
    """Changes a role's names."""
    this = update(role).where(role.c.role_id == role_id)
    await connection.execute(this.values(name_zh=name_zh, name_en=name_en))


async def defaults_given(connection: AsyncConnection) -> set[tuple[str, str]]:
    """Kind and name of every default that was given in this database's life."""
    found = await connection.execute(select(given_default.c.kind, given_default.c.name))
    return {(kind, name) for kind, name in found}


async def give_default_once(connection: AsyncConnection, kind: str, name: str) -> bool:
    """Whether the default of a role or a right is to be given now; only once in a database's life."""
    return await insert_if_absent(connection, given_default, kind=kind, name=name)


async def add_right(connection: AsyncConnection, role_id: str, right: str, scope: str) -> None:
    """Gives a role a right, unless it has it."""
    await insert_if_absent(connection, role_right, role_id=role_id, right_name=right, scope=scope)


async def set_rights(connection: AsyncConnection, role_id: str, rights: Mapping[str, str]) -> None:
    """Gives a role exactly these rights, each with its scope."""
    await connection.execute(delete(role_right).where(role_right.c.role_id == role_id))
    rows = [{"role_id": role_id, "right_name": name, "scope": scope} for name, scope in rights.items()]
    if rows:
        await connection.execute(insert(role_right), rows)


async def roles(connection: AsyncConnection) -> Sequence[Any]:
    """Every role."""
    return (await connection.execute(select(role).order_by(role.c.role_id))).all()


async def role_exists(connection: AsyncConnection, role_id: str, *, lock: bool = False) -> bool:
    """Whether there is such a role; `lock`: nobody changes it meanwhile."""
    found = select(role.c.role_id).where(role.c.role_id == role_id)
    return (await connection.execute(found.with_for_update() if lock else found)).one_or_none() is not None


async def rights_of_roles(connection: AsyncConnection, role_ids: Iterable[str]) -> Sequence[Any]:
    """Role, right and scope of each of these roles' rights."""
    query = select(role_right).where(role_right.c.role_id.in_(list(role_ids)))
    return (await connection.execute(query.order_by(role_right.c.role_id, role_right.c.right_name))).all()


async def rights_of(connection: AsyncConnection, account_id: str) -> Sequence[Any]:
    """Right and scope of each right that an account has by any role, one more than once perhaps."""
    query = (
        select(role_right.c.right_name, role_right.c.scope)
        .join(account_role, account_role.c.role_id == role_right.c.role_id)
        .where(account_role.c.account_id == account_id)
    )
    return (await connection.execute(query)).all()


async def roles_of(connection: AsyncConnection, account_ids: Sequence[str]) -> dict[str, list[str]]:
    """The roles of each of these accounts."""
    query = select(account_role).where(account_role.c.account_id.in_(account_ids))
    found: dict[str, list[str]] = {account_id: [] for account_id in account_ids}
    for row in (await connection.execute(query.order_by(account_role.c.role_id))).all():
        found[row.account_id].append(row.role_id)
    return found


async def set_roles(connection: AsyncConnection, account_id: str, role_ids: Iterable[str]) -> None:
    """Gives an account exactly these roles."""
    await connection.execute(delete(account_role).where(account_role.c.account_id == account_id))
    rows = [{"account_id": account_id, "role_id": role_id} for role_id in role_ids]
    if rows:
        await connection.execute(insert(account_role), rows)


async def accounts_with_role(connection: AsyncConnection, role_id: str) -> list[str]:
    """Who has a role."""
    query = select(account_role.c.account_id).where(account_role.c.role_id == role_id)
    return list((await connection.execute(query)).scalars())


async def active_with_right(connection: AsyncConnection, right: str, *, scope: str = "") -> Sequence[Any]:
    """The active accounts that have a right by any role, by login; `scope`: those that have it so far."""
    holders = (
        select(account_role.c.account_id)
        .join(role_right, role_right.c.role_id == account_role.c.role_id)
        .where(role_right.c.right_name == right)
    )
    holders = holders.where(role_right.c.scope == scope) if scope else holders
    query = select(account).where(account.c.account_id.in_(holders), account.c.state == "active")
    return (await connection.execute(query.order_by(account.c.login))).all()
