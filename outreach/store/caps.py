"""How often customers were told of what is no matter of security: events and campaigns together."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from outreach.kinds import KINDS
from outreach.store.schema import outreach_notice, outreach_recipient

COUNTED = [kind.name for kind in KINDS.values() if kind.purpose != "security"]
AT_ONCE = 500


async def told_since(connection: AsyncConnection, identities: Iterable[str], since: datetime) -> Counter[str]:
    """How much each of these identities was told since a time."""
    keys, counted = sorted(set(identities)), Counter[str]()
    for begin in range(0, len(keys), AT_ONCE):
        counted.update(await _of(connection, keys[begin : begin + AT_ONCE], since))
    return counted


async def _of(connection: AsyncConnection, keys: Sequence[str], since: datetime) -> Counter[str]:
    counted = Counter[str]()
    for table, more in (
        (outreach_notice, outreach_notice.c.kind.in_(COUNTED)),
        (outreach_recipient, outreach_recipient.c.state == "told"),
    ):
        of = table.c
        query = select(of.identity_key, func.count()).where(
            of.identity_key.in_(keys), of.state == "told", of.ended_at >= since, more
        )
        for key, count in await connection.execute(query.group_by(of.identity_key)):
            counted[key] += count
    return counted
