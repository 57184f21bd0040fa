"""Queries on cases."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from cases.store.schema import case_file, case_step
from hub.store.counting import count_rows
from hub.store.upsert import insert_if_absent


async def add(connection: AsyncConnection, **values: Any) -> bool:
    """Opens a case; false where the number is taken."""
    return await insert_if_absent(connection, case_file, state="open", escalated=False, **values)


async def one(connection: AsyncConnection, number: str) -> Any | None:
    """A case."""
    query = select(case_file).where(case_file.c.number == number)
    return (await connection.execute(query)).one_or_none()


async def locked(connection: AsyncConnection, number: str) -> Any | None:
    """A case, held until the transaction ends."""
    query = select(case_file).where(case_file.c.number == number).with_for_update()
    return (await connection.execute(query)).one_or_none()


async def running(connection: AsyncConnection, identity: str, conversation: int) -> Any | None:
    """The newest case that is running in a conversation, whose row the caller has locked."""
    query = (
        select(case_file)
        .where(
            case_file.c.identity_key == identity,
            case_file.c.conversation == conversation,
            case_file.c.state != "closed",
        )
        .order_by(case_file.c.turn.desc(), case_file.c.number)
        .limit(1)
    )
    return (await connection.execute(query)).first()


async def by_reply(connection: AsyncConnection, identity: str, conversation: int, seq: int) -> Any | None:
    """The case whose reply a message is."""
    query = select(case_file).where(
        case_file.c.identity_key == identity,
        case_file.c.reply_conversation == conversation,
        case_file.c.reply_seq == seq,
    )
    return (await connection.execute(query)).one_or_none()


async def change(connection: AsyncConnection, number: str, **values: Any) -> None:
    """Changes a case that the caller has locked."""
    await connection.execute(update(case_file).where(case_file.c.number == number).values(**values))


async def due(connection: AsyncConnection, now: datetime, limit: int) -> Sequence[Any]:
    """Cases whose deadline wants something done, the oldest first."""
    query = select(case_file).where(case_file.c.look_at <= now).order_by(case_file.c.look_at).limit(limit)
    return (await connection.execute(query)).all()


async def to_review(connection: AsyncConnection, within: ColumnElement[bool], account_id: str) -> int:
    """How many replies within a condition wait for a review, and were not written by this account."""
    of = case_file.c
    return await count_rows(connection, case_file, within, of.state == "in_review", of.draft_by != account_id)


async def note(
    connection: AsyncConnection,
    number: str,
    action: str,
    *,
    actor: str,
    at: datetime,
    to_id: str = "",
    text: str = "",
) -> None:
    """Writes a step behind those that are there; the caller has locked the case."""
    last = select(func.coalesce(func.max(case_step.c.step), 0)).where(case_step.c.number == number)
    step = int((await connection.execute(last)).scalar_one()) + 1
    values = {"number": number, "step": step, "action": action, "actor": actor}
    await connection.execute(insert(case_step).values(**values, to_id=to_id, text=text[:500], at=at))
