"""Queries on rules about words."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from handoff.store.schema_words import word_rule

MOST = 2000
"""Rules that are read at once."""


async def at_branches(connection: AsyncConnection, branch_ids: Sequence[str]) -> Sequence[Any]:
    """The rules that lie at these branches."""
    return await _listed(connection, word_rule.c.branch_id.in_(branch_ids))


async def within(connection: AsyncConnection, reach: Any) -> Sequence[Any]:
    """The rules that a condition on the table lets through."""
    return await _listed(connection, reach)


async def one(connection: AsyncConnection, rule_id: str) -> Any | None:
    """One rule."""
    query = select(word_rule).where(word_rule.c.rule_id == rule_id)
    return (await connection.execute(query)).one_or_none()


async def add(connection: AsyncConnection, **values: Any) -> None:
    """Adds a rule."""
    await connection.execute(insert(word_rule).values(**values))


async def change(connection: AsyncConnection, rule_id: str, **values: Any) -> None:
    """Writes columns of a rule."""
    await connection.execute(update(word_rule).where(word_rule.c.rule_id == rule_id).values(**values))


async def remove(connection: AsyncConnection, rule_id: str) -> None:
    """Takes a rule away."""
    await connection.execute(delete(word_rule).where(word_rule.c.rule_id == rule_id))


async def _listed(connection: AsyncConnection, where: Any) -> Sequence[Any]:
    columns = word_rule.c
    query = select(word_rule).where(where).order_by(columns.kind, columns.product, columns.rule_id)
    return (await connection.execute(query.limit(MOST))).all()


async def products(connection: AsyncConnection) -> list[str]:
    """The names of products that any rule speaks of."""
    query = select(word_rule.c.product).where(word_rule.c.product != "").distinct().limit(MOST)
    return list((await connection.execute(query)).scalars())
