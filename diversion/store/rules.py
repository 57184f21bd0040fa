"""Queries on rules and their versions."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from diversion.store.schema import diversion_rule, diversion_version
from hub.store.counting import count_rows


async def live(connection: AsyncConnection) -> Sequence[Any]:
    """Id, version and rule of all that apply."""
    of = diversion_rule.c
    query = select(of.rule_id, of.live_version, of.live).where(of.live.is_not(None))
    return (await connection.execute(query)).all()


async def every(connection: AsyncConnection) -> Sequence[Any]:
    """All rules, with what waits."""
    return (await connection.execute(select(diversion_rule).order_by(diversion_rule.c.rule_id))).all()


async def count(connection: AsyncConnection) -> int:
    """How many there are."""
    return int((await connection.execute(select(func.count()).select_from(diversion_rule))).scalar_one())


async def waiting_of_others(connection: AsyncConnection, account_id: str) -> int:
    """How many drafts wait for approval that this account did not write."""
    of = diversion_rule.c
    return await count_rows(connection, diversion_rule, of.draft_by.is_not(None), of.draft_by != account_id)


async def one(connection: AsyncConnection, rule_id: str, *, lock: bool = False) -> Any | None:
    """One rule; `lock` keeps others from changing it until the transaction ends."""
    query = select(diversion_rule).where(diversion_rule.c.rule_id == rule_id)
    return (await connection.execute(query.with_for_update() if lock else query)).one_or_none()


async def add(connection: AsyncConnection, **values: Any) -> None:
    """A new rule."""
    await connection.execute(insert(diversion_rule).values(**values))


async def change(connection: AsyncConnection, rule_id: str, revision: int, **values: Any) -> bool:
    """Changes a rule of this revision, which is the next one then; false where it is another."""
    of = diversion_rule.c
    query = update(diversion_rule).where(of.rule_id == rule_id, of.revision == revision)
    result = await connection.execute(query.values(revision=revision + 1, **values))
    return result.rowcount == 1


async def remove(connection: AsyncConnection, rule_id: str, revision: int) -> bool:
    """Removes a rule of this revision; its versions stay."""
    of = diversion_rule.c
    query = delete(diversion_rule).where(of.rule_id == rule_id, of.revision == revision)
    return (await connection.execute(query)).rowcount == 1


async def add_version(connection: AsyncConnection, **values: Any) -> None:
    """Keeps a rule as it was approved."""
    await connection.execute(insert(diversion_version).values(**values))
