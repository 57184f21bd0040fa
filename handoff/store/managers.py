"""Queries on customers' own managers (管户)."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from handoff.store.customers import contact_of
from handoff.store.schema_customers import managed_customer
from hub.store import contacts

AT_ONCE = 500


async def replace_all(connection: AsyncConnection, managers: Mapping[str, str], now: datetime) -> None:
    """Writes who manages whom, and nobody else: accounts by the digest of the customer's handle."""
    await connection.execute(delete(managed_customer))
    rows = [
        {"digest": digest, "account_id": account_id, "changed_at": now}
        for digest, account_id in sorted(managers.items())
    ]
    for at in range(0, len(rows), AT_ONCE):
        await connection.execute(insert(managed_customer), rows[at : at + AT_ONCE])


async def manager_of(connection: AsyncConnection, identity_key: str) -> str | None:
    """The account of whoever manages the person of an identity; None for nobody."""
    family = await contacts.family(connection, await contact_of(connection, identity_key))
    digests = [row.digest for row in await contacts.handles_of(connection, family)]
    if not digests:
        return None
    query = select(managed_customer.c.account_id).where(managed_customer.c.digest.in_(digests))
    return (await connection.execute(query.order_by(managed_customer.c.digest).limit(1))).scalars().first()
