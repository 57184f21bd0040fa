"""Gaps: questions that nobody could answer, kept for the editors."""

import hashlib
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.errors import NotFound
from hub.store.database import Database
from kb.model import Gap
from kb.store import gaps as store
from kb.text import normalise


async def record(
    connection: AsyncConnection,
    *,
    identity: str,
    conversation: int,
    turn: int,
    question: str,
    best_article_id: str | None,
    best_score: float | None,
    now: datetime,
) -> None:
    """Keeps a question; the same question of the same turn is kept once, however often it comes."""
    question_hash = hashlib.sha256(normalise(question).encode()).hexdigest()
    gap = Gap(
        gap_id=f"{identity}.{conversation}.{turn}.{question_hash[:16]}",
        identity=identity,
        conversation=conversation,
        turn=turn,
        question=question,
        best_article_id=best_article_id,
        best_score=best_score,
        created_at=now,
        state="open",
    )
    await store.insert_once(connection, gap, question_hash)


async def list_open(database: Database, limit: int = 100) -> list[Gap]:
    """The newest open gaps, at most `limit`."""
    async with database.read() as connection:
        return await store.in_state(connection, "open", limit)


async def close(connection: AsyncConnection, gap_id: str) -> None:
    """Marks a gap as dealt with; raises `NotFound`."""
    if not await store.set_state(connection, gap_id, "closed"):
        raise NotFound("there is no such gap", gap_id=gap_id)
