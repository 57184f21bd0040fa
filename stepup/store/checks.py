"""Queries on checks."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.store.upsert import insert_if_absent
from stepup.store.schema import step_up_check as table

RUNNING = ("wanted", "open")


async def add(connection: AsyncConnection, **values: Any) -> bool:
    """Writes a check down; false where one is running in the conversation."""
    return await insert_if_absent(connection, table, state="wanted", code="", attempts=0, **values)


async def running(connection: AsyncConnection, identity: str, conversation: int) -> Any | None:
    """The check that is running in a conversation."""
    query = select(table).where(*_in(identity, conversation), table.c.state.in_(RUNNING))
    return (await connection.execute(query)).one_or_none()


async def due(connection: AsyncConnection, now: datetime, limit: int) -> Sequence[Any]:
    """What has to be looked after now, the oldest first."""
    query = select(table).where(table.c.due_at <= now).order_by(table.c.due_at).limit(limit)
    return (await connection.execute(query)).all()


async def by_token(connection: AsyncConnection, token_hash: str) -> Any | None:
    """The check that a link leads to."""
    return (await connection.execute(select(table).where(table.c.token_hash == token_hash))).one_or_none()


async def by_message(connection: AsyncConnection, identity: str, conversation: int, seq: int) -> Any | None:
    """The check whose code goes into this message."""
    query = select(table).where(
        table.c.sms_identity == identity, table.c.sms_conversation == conversation, table.c.sms_seq == seq
    )
    return (await connection.execute(query)).one_or_none()


async def by_id(connection: AsyncConnection, check_id: str) -> Any:
    """The check as it is now."""
    return (await connection.execute(select(table).where(table.c.check_id == check_id))).one()


async def locked(connection: AsyncConnection, check_id: str) -> Any:
    """The check as it is now, held until the transaction ends."""
    query = select(table).where(table.c.check_id == check_id).with_for_update()
    return (await connection.execute(query)).one()


async def change(connection: AsyncConnection, check_id: str, was: str, **values: Any) -> bool:
    """Changes a check that is in the state `was`; false where it is in another one."""
    query = update(table).where(table.c.check_id == check_id, table.c.state == was).values(**values)
    return bool((await connection.execute(query)).rowcount)


async def note_message(connection: AsyncConnection, check_id: str, *, due_at: datetime, **place: Any) -> bool:
    """Says which message an open check's code goes into; false where one is named, or it is open no more."""
    query = (
        update(table)
        .where(table.c.check_id == check_id, table.c.state == "open", table.c.sms_identity.is_(None))
        .values(due_at=due_at, **place)
    )
    return bool((await connection.execute(query)).rowcount)


async def claim(connection: AsyncConnection, row: Any, until: datetime) -> bool:
    """Puts it off while one process works at it; false where another one has it."""
    query = (
        update(table)
        .where(table.c.check_id == row.check_id, table.c.state == row.state, table.c.due_at == row.due_at)
        .values(due_at=until)
    )
    return bool((await connection.execute(query)).rowcount)


async def close(connection: AsyncConnection, identity: str, conversation: int, now: datetime) -> None:
    """The conversation has ended: what runs has failed, and what was passed has to be taken back."""
    here = _in(identity, conversation)
    await connection.execute(
        update(table)
        .where(*here, table.c.state.in_(RUNNING))
        .values(state="failed", code="closed", due_at=None, ended_at=now)
    )
    await connection.execute(
        update(table).where(*here, table.c.state == "passed").values(state="lapsing", due_at=now)
    )


async def begun_since(
    connection: AsyncConnection, since: datetime, *, identity: str = "", customer_hash: str = ""
) -> int:
    """How many checks were begun since a time, for an identity or for a customer."""
    whose = table.c.identity_key == identity if identity else table.c.customer_hash == customer_hash
    query = select(func.count()).select_from(table).where(whose, table.c.created_at > since)
    return int((await connection.execute(query)).scalar_one())


def _in(identity: str, conversation: int) -> tuple[Any, Any]:
    return table.c.identity_key == identity, table.c.conversation == conversation
