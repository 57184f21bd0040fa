"""Queries on gaps."""

from typing import Any

from sqlalchemy import Row, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.store.upsert import insert_if_absent
from kb.model import Gap
from kb.store.schema import gap


async def insert_once(connection: AsyncConnection, item: Gap, question_hash: str) -> None:
    """Writes a gap; does nothing where the same turn left the same question before."""
    await insert_if_absent(
        connection,
        gap,
        gap_id=item.gap_id,
        identity_key=item.identity,
        conversation=item.conversation,
        turn=item.turn,
        question=item.question,
        question_hash=question_hash,
        best_article_id=item.best_article_id,
        best_score=item.best_score,
        created_at=item.created_at,
        state=item.state,
    )


async def in_state(connection: AsyncConnection, state: str, limit: int) -> list[Gap]:
    """The newest gaps in a state, at most `limit`."""
    statement = (
        select(gap).where(gap.c.state == state).order_by(gap.c.created_at.desc(), gap.c.gap_id).limit(limit)
    )
    return [_gap(row) for row in await connection.execute(statement)]


async def set_state(connection: AsyncConnection, gap_id: str, state: str) -> int:
    """Moves a gap to a state; the number of rows that this found."""
    statement = update(gap).where(gap.c.gap_id == gap_id).values(state=state)
    return (await connection.execute(statement)).rowcount


def _gap(row: Row[Any]) -> Gap:
    return Gap(
        gap_id=row.gap_id,
        identity=row.identity_key,
        conversation=row.conversation,
        turn=row.turn,
        question=row.question,
        best_article_id=row.best_article_id,
        best_score=row.best_score,
        created_at=row.created_at,
        state=row.state,
    )
