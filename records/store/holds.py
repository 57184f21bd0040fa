"""Queries on legal holds."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.store.schema import contact
from hub.store.upsert import insert_if_absent
from records.store.schema import legal_hold

_STANDS = legal_hold.c.lifted_at.is_(None)


async def place(connection: AsyncConnection, contact_id: str, reference: str, now: datetime) -> bool:
    """Writes a hold; false where one for the same case stands."""
    return await insert_if_absent(
        connection,
        legal_hold,
        hold_id=secrets.token_hex(16),
        contact_id=contact_id,
        reference=reference,
        placed_at=now,
    )


async def lift(connection: AsyncConnection, contact_ids: Sequence[str], reference: str, now: datetime) -> int:
    """Ends the holds of a person for one case, and tells how many stood."""
    of = legal_hold.c.contact_id.in_(contact_ids) & (legal_hold.c.reference == reference) & _STANDS
    return (await connection.execute(update(legal_hold).where(of).values(lifted_at=now))).rowcount


async def standing(connection: AsyncConnection, contact_ids: Sequence[str]) -> Sequence[Any]:
    """The holds that stand on a person, the oldest first."""
    of = legal_hold.c.contact_id.in_(contact_ids) & _STANDS
    query = select(legal_hold).where(of).order_by(legal_hold.c.placed_at, legal_hold.c.hold_id)
    return (await connection.execute(query)).all()


def held_contacts() -> Any:
    """A query for every contact that is held: those with a hold, what they were merged into, and the rest.

    A hold that was placed before a merge holds the whole person afterwards.
    """
    up = select(legal_hold.c.contact_id).where(_STANDS).cte("held_up", recursive=True)
    up = up.union(
        select(contact.c.merged_into)
        .join(up, up.c.contact_id == contact.c.contact_id)
        .where(contact.c.merged_into.is_not(None))
    )
    down = select(up.c.contact_id).cte("held_down", recursive=True)
    down = down.union(select(contact.c.contact_id).where(contact.c.merged_into == down.c.contact_id))
    return select(down.c.contact_id)
