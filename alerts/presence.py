"""Who sits at the desk and so needs no card: it is heard, and somebody did something there lately."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from handoff.agents import OFFER_SETTINGS
from handoff.store.schema import agent
from hub.store.schema_staff import session

USED_WITHIN = timedelta(minutes=3)


async def at_their_desks(connection: AsyncConnection, account_ids: Sequence[str], now: datetime) -> set[str]:
    """Those of these accounts who are."""
    heard = now - timedelta(seconds=OFFER_SETTINGS.gone_s)
    query = (
        select(agent.c.account_id)
        .join(session, session.c.account_id == agent.c.account_id)
        .where(
            agent.c.account_id.in_(account_ids),
            agent.c.seen_at >= heard,
            agent.c.status != "offline",
            session.c.seen_at >= now - USED_WITHIN,
        )
    )
    return set((await connection.execute(query)).scalars())
