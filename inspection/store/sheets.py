"""Queries on conversations that people inspect."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.store.counting import count_rows
from hub.store.schema import conversation
from hub.store.schema_staff import account
from hub.store.upsert import insert_if_absent
from inspection.store.schema import inspection_sheet


async def ended(connection: AsyncConnection, identity: str, number: int) -> Any | None:
    """A conversation that has ended; None where there is none."""
    of = conversation.c
    query = select(conversation).where(
        (of.identity_key == identity) & (of.conversation == number) & of.closed_at.is_not(None)
    )
    return (await connection.execute(query)).one_or_none()


async def candidates(connection: AsyncConnection, where: Any, since: datetime, limit: int) -> Sequence[Any]:
    """Conversations of agents within a condition that have ended since, and were not drawn yet."""
    of, sheet = conversation.c, inspection_sheet.c
    drawn = exists().where((sheet.identity_key == of.identity_key) & (sheet.conversation == of.conversation))
    query = (
        select(of.identity_key, of.conversation, account.c.account_id)
        .join(account, account.c.account_id == of.owner_id)
        .where((of.closed_at >= since) & ~drawn & where)
        .order_by(of.closed_at.desc())
    )
    return (await connection.execute(query.limit(limit))).all()


async def add(connection: AsyncConnection, **values: Any) -> bool:
    """Writes a sheet; false where the conversation has one."""
    return await insert_if_absent(connection, inspection_sheet, **values)


async def get(connection: AsyncConnection, sheet_id: str, *, lock: bool = False) -> Any | None:
    """One sheet."""
    query = select(inspection_sheet).where(inspection_sheet.c.sheet_id == sheet_id)
    return (await connection.execute(query.with_for_update() if lock else query)).one_or_none()


async def change(connection: AsyncConnection, sheet_id: str, **values: Any) -> None:
    """Writes columns of a sheet."""
    of = inspection_sheet.c.sheet_id == sheet_id
    await connection.execute(update(inspection_sheet).where(of).values(**values))


async def appealed(connection: AsyncConnection, within: ColumnElement[bool], account_id: str) -> int:
    """How many appeals within a condition this account may decide on: it is neither agent nor scorer."""
    of = inspection_sheet.c
    among = inspection_sheet.outerjoin(account, account.c.account_id == of.account_id)
    others = (of.scored_by != account_id, of.account_id != account_id)
    return await count_rows(connection, among, within, of.state == "appealed", *others)


async def newest(connection: AsyncConnection, where: Any, limit: int) -> Sequence[Any]:
    """Sheets within a condition, the newest first, with the names of agent, scorer and who decided."""
    of, scorer, decider = inspection_sheet.c, account.alias(), account.alias()
    query = (
        select(
            inspection_sheet,
            account.c.name.label("agent"),
            scorer.c.name.label("scorer"),
            decider.c.name.label("decider"),
        )
        .outerjoin(account, account.c.account_id == of.account_id)
        .outerjoin(scorer, scorer.c.account_id == of.scored_by)
        .outerjoin(decider, decider.c.account_id == of.decided_by)
        .where(where)
        .order_by(of.drawn_at.desc(), of.sheet_id)
    )
    return (await connection.execute(query.limit(limit))).all()
