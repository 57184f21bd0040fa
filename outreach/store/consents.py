"""Queries on what customers agreed to."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.store.upsert import insert_for
from outreach.store.schema import outreach_consent as table


async def put(
    connection: AsyncConnection, identity: str, purpose: str, *, granted: bool, version: str, at: datetime
) -> None:
    """Keeps a customer's word, unless a newer one is kept."""
    values = {"granted": granted, "version": version, "given_at": at}
    statement = insert_for(connection, table).values(identity_key=identity, purpose=purpose, **values)
    await connection.execute(
        statement.on_conflict_do_update(
            index_elements=[table.c.identity_key, table.c.purpose], set_=values, where=table.c.given_at <= at
        )
    )


async def is_refused(connection: AsyncConnection, identity: str, purpose: str) -> bool:
    """Whether the customer's newest word about a purpose is no."""
    query = select(table.c.granted).where(table.c.identity_key == identity, table.c.purpose == purpose)
    granted: bool | None = (await connection.execute(query)).scalar_one_or_none()
    return granted is False


async def is_granted(connection: AsyncConnection, identity: str, purpose: str) -> bool:
    """Whether the customer's newest word about a purpose is yes."""
    query = select(table.c.granted).where(table.c.identity_key == identity, table.c.purpose == purpose)
    granted: bool | None = (await connection.execute(query)).scalar_one_or_none()
    return granted is True
