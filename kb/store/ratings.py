"""Queries on what customers thought of answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.messages import Source
from hub.ports import AnswerRating, Rating
from hub.store.upsert import insert_for
from kb.store.schema import rating as table

_DOWN = table.c.verdict == AnswerRating.DOWN.value


@dataclass(frozen=True, slots=True)
class Disliked:
    """An article whose answers customers did not like: verdicts, reasons and comments, newest first."""

    article_id: str
    down: int
    up: int
    reasons: dict[str, int]
    comments: tuple[str, ...]


class Verdicts(NamedTuple):
    """How often customers said so."""

    up: int
    down: int


NO_VERDICTS = Verdicts(0, 0)


async def counts_of(
    connection: AsyncConnection, article_ids: Sequence[str], since: datetime
) -> dict[str, Verdicts]:
    """The verdicts on these articles since a moment, of those that have some."""
    statement = (
        select(table.c.article_id, func.count().filter(~_DOWN), func.count().filter(_DOWN))
        .where(table.c.article_id.in_(article_ids), table.c.rated_at >= since)
        .group_by(table.c.article_id)
    )
    return {row[0]: Verdicts(row[1], row[2]) for row in await connection.execute(statement)}


async def save(
    connection: AsyncConnection, rating: Rating, source: Source, comment: str, now: datetime
) -> None:
    """Writes a verdict, over the earlier one on the same message; `comment` is masked already."""
    said = {
        "article_id": source.article_id,
        "version": source.version,
        "verdict": rating.verdict.value,
        "reason": rating.reason.value if rating.reason else None,
        "comment": comment,
        "rated_at": now,
    }
    insert = insert_for(connection, table).values(
        identity_key=rating.identity,
        conversation=rating.place.conversation,
        seq=rating.place.seq,
        **said,
    )
    await connection.execute(
        insert.on_conflict_do_update(index_elements=list(table.primary_key.columns), set_=said)
    )


async def remove(connection: AsyncConnection, rating: Rating) -> None:
    """Takes the verdict on a message back, where there is one."""
    await connection.execute(
        delete(table).where(
            table.c.identity_key == rating.identity,
            table.c.conversation == rating.place.conversation,
            table.c.seq == rating.place.seq,
        )
    )


async def most_disliked(
    connection: AsyncConnection, *, since: datetime, articles: int, comments: int
) -> list[Disliked]:
    """The articles with most verdicts "down" since a moment, each with so many comments at most."""
    down = func.count().filter(_DOWN).label("down")
    up = func.count().filter(~_DOWN).label("up")
    worst = (
        select(table.c.article_id, down, up)
        .where(table.c.rated_at >= since)
        .group_by(table.c.article_id)
        .having(down > 0)
        .order_by(down.desc(), up, table.c.article_id)
        .limit(articles)
    )
    rows = (await connection.execute(worst)).all()
    chosen = [row.article_id for row in rows]
    reasons = await _reasons(connection, chosen, since)
    said = await _comments(connection, chosen, since, comments)
    return [
        Disliked(row.article_id, row.down, row.up, reasons[row.article_id], tuple(said[row.article_id]))
        for row in rows
    ]


async def _reasons(
    connection: AsyncConnection, chosen: Sequence[str], since: datetime
) -> dict[str, dict[str, int]]:
    count = func.count()
    statement = (
        select(table.c.article_id, table.c.reason, count)
        .where(_DOWN, table.c.reason.is_not(None), table.c.article_id.in_(chosen), table.c.rated_at >= since)
        .group_by(table.c.article_id, table.c.reason)
        .order_by(count.desc(), table.c.reason)
    )
    found: dict[str, dict[str, int]] = {article_id: {} for article_id in chosen}
    for article_id, reason, number in await connection.execute(statement):
        found[article_id][reason] = number
    return found


async def _comments(
    connection: AsyncConnection, chosen: Sequence[str], since: datetime, most: int
) -> dict[str, list[str]]:
    place = func.row_number().over(partition_by=table.c.article_id, order_by=table.c.rated_at.desc())
    ranked = (
        select(table.c.article_id, table.c.comment, place.label("place"))
        .where(_DOWN, table.c.comment != "", table.c.article_id.in_(chosen), table.c.rated_at >= since)
        .subquery()
    )
    statement = select(ranked).where(ranked.c.place <= most).order_by(ranked.c.article_id, ranked.c.place)
    found: dict[str, list[str]] = {article_id: [] for article_id in chosen}
    for row in await connection.execute(statement):
        found[row.article_id].append(row.comment)
    return found
