"""Queries on what has fired, and on what the rules have to know of a conversation."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from diversion.store.schema import diversion_fired, diversion_version
from hub.store.once import once
from hub.store.schema import conversation, turn

LOOKED_AT = 20
"""So many earlier turns of a conversation count."""


_BEFORE = (
    (turn.c.identity_key == bindparam("key"))
    & (turn.c.conversation == bindparam("number"))
    & (turn.c.turn < bindparam("before"))
)
_TURNS = once(
    select(turn.c.turn, turn.c.state, turn.c.error_code, turn.c.intents)
    .where(_BEFORE)
    .order_by(turn.c.turn.desc())
    .limit(LOOKED_AT)
)
_STATE = once(
    select(turn.c.bot_state)
    .where(_BEFORE, turn.c.bot_state.is_not(None))
    .order_by(turn.c.turn.desc())
    .limit(1)
)
_FIRED = once(
    select(diversion_fired.c.turn, diversion_fired.c.action, diversion_fired.c.epoch)
    .where(
        diversion_fired.c.identity_key == bindparam("key"),
        diversion_fired.c.conversation == bindparam("number"),
        diversion_fired.c.turn < bindparam("before"),
    )
    .order_by(diversion_fired.c.turn.desc())
    .limit(LOOKED_AT)
)


async def turns_before(connection: AsyncConnection, key: str, number: int, before: int) -> Sequence[Any]:
    """The last turns before one, the newest first."""
    place = {"key": key, "number": number, "before": before}
    return (await connection.execute(_TURNS, place)).all()


async def state_before(connection: AsyncConnection, key: str, number: int, before: int) -> dict[str, Any]:
    """The bot's state as the last turn before one has left it; empty where none has."""
    place = {"key": key, "number": number, "before": before}
    return (await connection.execute(_STATE, place)).scalar_one_or_none() or {}


async def epoch_of(connection: AsyncConnection, key: str, number: int) -> int:
    """The owner's epoch of a conversation; 0 for one that is not there."""
    of = conversation.c
    query = select(of.epoch).where(of.identity_key == key, of.conversation == number)
    return (await connection.execute(query)).scalar_one_or_none() or 0


async def fired_in(connection: AsyncConnection, key: str, number: int, before: int) -> Sequence[Any]:
    """What has fired in a conversation before a turn, the newest first."""
    place = {"key": key, "number": number, "before": before}
    return (await connection.execute(_FIRED, place)).all()


async def add(connection: AsyncConnection, **values: Any) -> None:
    """Notes that a rule has fired."""
    await connection.execute(insert(diversion_fired).values(**values))


async def newest(
    connection: AsyncConnection, where: Any, *, rule_id: str, before: datetime | None, limit: int
) -> Sequence[Any]:
    """What has fired, the newest first, each with the rule as it was then."""
    of, version = diversion_fired.c, diversion_version.c
    same = (version.rule_id == of.rule_id) & (version.version == of.version)
    query = select(diversion_fired, version.rule).outerjoin(diversion_version, same).where(where)
    query = query.where(of.rule_id == rule_id) if rule_id else query
    query = query.where(of.at < before) if before is not None else query
    query = query.order_by(of.at.desc(), of.identity_key, of.conversation, of.turn)
    return (await connection.execute(query.limit(limit))).all()


async def counts_since(connection: AsyncConnection, since: datetime) -> dict[str, int]:
    """How often each rule has fired since a time."""
    of = diversion_fired.c
    query = select(of.rule_id, func.count().label("times")).where(of.at >= since).group_by(of.rule_id)
    return {row.rule_id: row.times for row in await connection.execute(query)}
