"""Queries on who somebody is at WeCom."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from alerts.store.schema import alert_address
from hub.store.schema_staff import account
from hub.store.upsert import insert_for


async def get(connection: AsyncConnection, account_id: str) -> Any | None:
    """Where one account gets cards; None for nowhere."""
    query = select(alert_address).where(alert_address.c.account_id == account_id)
    return (await connection.execute(query)).one_or_none()


async def all_active(connection: AsyncConnection) -> dict[str, Any]:
    """Where the active accounts get cards, by account."""
    query = (
        select(alert_address)
        .join(account, account.c.account_id == alert_address.c.account_id)
        .where(account.c.state == "active")
    )
    return {row.account_id: row for row in (await connection.execute(query)).all()}


async def put(
    connection: AsyncConnection, account_id: str, channel_account: str, member: str, now: datetime
) -> None:
    """Says where an account gets cards; what came of earlier ones is forgotten."""
    values = {"channel_account": channel_account, "member": member, "changed_at": now}
    fresh = {**values, "told_at": None, "code": ""}
    insert = insert_for(connection, alert_address).values(account_id=account_id, **fresh)
    await connection.execute(insert.on_conflict_do_update(index_elements=["account_id"], set_=fresh))


async def remove(connection: AsyncConnection, account_id: str) -> None:
    """It gets none any more."""
    await connection.execute(delete(alert_address).where(alert_address.c.account_id == account_id))


async def note_told(connection: AsyncConnection, account_id: str, now: datetime, code: str) -> None:
    """What came of a card; an empty code: it went."""
    await connection.execute(
        update(alert_address)
        .where(alert_address.c.account_id == account_id)
        .values(told_at=now, code=code[:64])
    )
