"""Queries on kept conversations, for trying rules on them: they read alone."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.store.schema import identity, message, turn

WORDS_LOOKED_AT = 50
"""So many messages of a conversation count."""


async def newest_turns(connection: AsyncConnection, since: datetime, limit: int) -> Sequence[Any]:
    """The newest turns that have ended, newest first, each with who the customer is."""
    of = turn.c
    query = (
        select(turn, identity.c.channel, identity.c.facts)
        .join(identity, identity.c.identity_key == of.identity_key)
        .where(of.opened_at >= since, of.state.in_(("answered", "failed")))
        .order_by(of.opened_at.desc(), of.identity_key, of.conversation, of.turn)
        .limit(limit)
    )
    return (await connection.execute(query)).all()


async def words_of(connection: AsyncConnection, key: str, number: int, last_seq: int) -> Sequence[Any]:
    """What the customer wrote in a conversation up to a number, the last of it, oldest first."""
    of = message.c
    query = (
        select(message)
        .where(
            and_(
                of.identity_key == key,
                of.conversation == number,
                of.seq <= last_seq,
                of.author_kind == "customer",
            )
        )
        .order_by(of.seq.desc())
        .limit(WORDS_LOOKED_AT)
    )
    return (await connection.execute(query)).all()[::-1]
