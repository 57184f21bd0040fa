"""What providers use once: a callback that comes again with the same nonce is a replay."""

from datetime import datetime
from hashlib import sha256

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from connectors.kit.accounts import AccountKey
from connectors.kit.store.schema import channel_nonce
from hub.store.upsert import insert_if_absent

SWEPT_AT_ONCE = 1000


async def seen(connection: AsyncConnection, key: AccountKey, nonce: str, until: datetime) -> bool:
    """Whether the account had this nonce before; if not it has it now, in the caller's transaction.

    `until`: from when on a callback with this nonce is refused for its age, so that the row may go.
    """
    digest = sha256(nonce.encode("utf-8", "surrogatepass")).hexdigest()
    values = {**key._asdict(), "digest": digest, "until": until}
    return not await insert_if_absent(connection, channel_nonce, **values)


async def known(connection: AsyncConnection, key: AccountKey, nonce: str) -> bool:
    """Whether the account had this nonce before; keeps nothing."""
    digest = sha256(nonce.encode("utf-8", "surrogatepass")).hexdigest()
    kept = select(channel_nonce.c.digest).where(
        channel_nonce.c.channel == key.channel,
        channel_nonce.c.account == key.account,
        channel_nonce.c.digest == digest,
    )
    return (await connection.execute(kept)).scalar_one_or_none() is not None


async def sweep(connection: AsyncConnection, now: datetime) -> int:
    """Removes up to a thousand rows that nothing asks for any more; tells how many."""
    old = select(channel_nonce.c.channel, channel_nonce.c.account, channel_nonce.c.digest)
    old = old.where(channel_nonce.c.until < now).order_by(channel_nonce.c.until).limit(SWEPT_AT_ONCE)
    rows = (await connection.execute(old)).all()
    if rows:
        one = delete(channel_nonce).where(channel_nonce.c.until < now)
        digests = [row.digest for row in rows]
        await connection.execute(one.where(channel_nonce.c.digest.in_(digests)))
    return len(rows)
