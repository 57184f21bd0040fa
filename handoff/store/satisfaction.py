"""Queries on how satisfied customers were."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from handoff.store.schema_customers import satisfaction
from hub.store.upsert import insert_if_absent


async def add(connection: AsyncConnection, **values: Any) -> None:
    """Records that it was asked, unless it was."""
    await insert_if_absent(connection, satisfaction, **values)


async def set_score(
    connection: AsyncConnection, identity: str, place: tuple[int, int], score: int, now: datetime
) -> None:
    """Writes the answer to the question at a place (conversation, seq)."""
    number, seq = place
    this = (
        satisfaction.c.identity_key == identity,
        satisfaction.c.conversation == number,
        satisfaction.c.seq == seq,
    )
    await connection.execute(update(satisfaction).where(*this).values(score=score, answered_at=now))


async def of_identities(connection: AsyncConnection, identities: Sequence[str]) -> dict[tuple[str, int], int]:
    """The scores that were given, by identity and conversation."""
    columns = (satisfaction.c.identity_key, satisfaction.c.conversation, satisfaction.c.score)
    query = select(*columns).where(
        satisfaction.c.identity_key.in_(identities), satisfaction.c.score.is_not(None)
    )
    return {(row[0], row[1]): row[2] for row in (await connection.execute(query)).all()}


async def of_agent(connection: AsyncConnection, account_id: str, since: datetime) -> tuple[int, float | None]:
    """How many scores an agent was given since then, and their mean."""
    query = select(func.count(satisfaction.c.score), func.avg(satisfaction.c.score)).where(
        satisfaction.c.account_id == account_id, satisfaction.c.asked_at >= since
    )
    count, mean = (await connection.execute(query)).one()
    return int(count), None if mean is None else round(float(mean), 2)
