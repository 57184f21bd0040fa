"""Queries on instructions."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bank.store.schema import bank_instruction as table
from hub.store.upsert import insert_if_absent


async def add(
    connection: AsyncConnection, identity: str, conversation: int, turn: int, **values: Any
) -> bool:
    """Writes an instruction down, due at once; false where the same wish is written down already."""
    taken = select(func.count()).where(
        table.c.identity_key == identity, table.c.conversation == conversation, table.c.turn == turn
    )
    number = int((await connection.execute(taken)).scalar_one()) + 1
    return await insert_if_absent(
        connection,
        table,
        identity_key=identity,
        conversation=conversation,
        turn=turn,
        number=number,
        state="waiting",
        code="",
        tries=0,
        **values,
    )


async def due(connection: AsyncConnection, now: datetime, limit: int) -> Sequence[Any]:
    """What is to be done now, the oldest first."""
    query = select(table).where(table.c.due_at <= now).order_by(table.c.due_at).limit(limit)
    return (await connection.execute(query)).all()


async def claim(connection: AsyncConnection, row: Any, until: datetime) -> bool:
    """Puts it off while one process works at it; false where another one has it."""
    query = (
        update(table)
        .where(_this(row), table.c.due_at == row.due_at, table.c.state == "waiting")
        .values(due_at=until, tries=row.tries + 1)
    )
    return bool((await connection.execute(query)).rowcount)


async def one(connection: AsyncConnection, row: Any) -> Any:
    """The row as it is now."""
    return (await connection.execute(select(table).where(_this(row)))).one()


async def change(connection: AsyncConnection, row: Any, **values: Any) -> bool:
    """Changes what has not come to its end; false where it has."""
    query = update(table).where(_this(row), table.c.state == "waiting").values(**values)
    return bool((await connection.execute(query)).rowcount)


async def of_identity(connection: AsyncConnection, identity: str, limit: int) -> Sequence[Any]:
    """The newest instructions of an identity."""
    query = (
        select(table)
        .where(table.c.identity_key == identity)
        .order_by(table.c.created_at.desc(), table.c.number.desc())
        .limit(limit)
    )
    return (await connection.execute(query)).all()


def key_of(row: Any) -> str:
    """The idempotency key: which turn wanted it, and which of that turn's instructions it is."""
    return f"{row.identity_key}.{row.conversation}.{row.turn}.{row.number}"


def _this(row: Any) -> Any:
    return (
        (table.c.identity_key == row.identity_key)
        & (table.c.conversation == row.conversation)
        & (table.c.turn == row.turn)
        & (table.c.number == row.number)
    )
