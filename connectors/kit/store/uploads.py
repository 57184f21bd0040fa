"""Media that a provider has already: sent again by its id, without the bytes."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from connectors.kit.accounts import AccountKey
from connectors.kit.store.schema import channel_upload
from hub.store.upsert import insert_for


async def find(
    connection: AsyncConnection, key: AccountKey, *, sha256: str, kind: str, now: datetime
) -> str | None:
    """The provider's id of these bytes as this kind of media; None where it has none that still holds."""
    query = select(channel_upload.c.provider_id).where(
        channel_upload.c.channel == key.channel,
        channel_upload.c.account == key.account,
        channel_upload.c.sha256 == sha256,
        channel_upload.c.kind == kind,
        channel_upload.c.expires_at > now,
    )
    found: str | None = (await connection.execute(query)).scalar_one_or_none()
    return found


async def remember(
    connection: AsyncConnection,
    key: AccountKey,
    *,
    sha256: str,
    kind: str,
    provider_id: str,
    expires_at: datetime,
) -> None:
    """Keeps a provider's id until it expires; of two for the same bytes the later one counts."""
    insert = insert_for(connection, channel_upload).values(
        **key._asdict(), sha256=sha256, kind=kind, provider_id=provider_id, expires_at=expires_at
    )
    changed = {"provider_id": insert.excluded.provider_id, "expires_at": insert.excluded.expires_at}
    keys = list(channel_upload.primary_key.columns)
    await connection.execute(insert.on_conflict_do_update(index_elements=keys, set_=changed))


async def sweep(connection: AsyncConnection, now: datetime) -> int:
    """Removes what has expired; tells how many."""
    result = await connection.execute(delete(channel_upload).where(channel_upload.c.expires_at < now))
    return int(result.rowcount)


async def forget(connection: AsyncConnection, key: AccountKey, *, sha256: str, kind: str) -> None:
    """Removes a provider's id that it does not know any more."""
    await connection.execute(
        delete(channel_upload).where(
            channel_upload.c.channel == key.channel,
            channel_upload.c.account == key.account,
            channel_upload.c.sha256 == sha256,
            channel_upload.c.kind == kind,
        )
    )
