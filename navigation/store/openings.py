"""Queries on the questions that customers are offered first."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.messages import Facts
from hub.store.schema import identity
from navigation.store.schema import opening

MOST = 200


async def every(connection: AsyncConnection) -> Sequence[Any]:
    """All of them, in their order."""
    query = select(opening).order_by(opening.c.place, opening.c.opening_id).limit(MOST)
    return (await connection.execute(query)).all()


async def one(connection: AsyncConnection, opening_id: str) -> Any | None:
    """One of them."""
    return (await connection.execute(select(opening).where(opening.c.opening_id == opening_id))).one_or_none()


async def add(connection: AsyncConnection, **values: Any) -> None:
    """Writes one."""
    await connection.execute(insert(opening).values(**values))


async def remove(connection: AsyncConnection, opening_id: str) -> None:
    """Takes one away."""
    await connection.execute(delete(opening).where(opening.c.opening_id == opening_id))


async def segment_of(connection: AsyncConnection, key: str) -> str | None:
    """The bank's word for what kind of customer somebody is; None where nobody knows."""
    query = select(identity.c.facts).where(identity.c.identity_key == key)
    facts = (await connection.execute(query)).scalar_one_or_none()
    return Facts.model_validate(facts).segment if facts else None
