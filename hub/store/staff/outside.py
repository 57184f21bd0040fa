"""Queries on what proves an account besides a password: passkeys, the bank's sign-in, and what is begun."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.store.schema_staff import federated, passkey, pending
from hub.store.upsert import insert_if_absent


async def add_pending(
    connection: AsyncConnection,
    digest: str,
    kind: str,
    detail: dict[str, str],
    until: datetime,
) -> None:
    """Writes down what was begun."""
    values = {"digest": digest, "kind": kind, "detail": detail, "until": until}
    await connection.execute(insert(pending).values(values))


async def count_pending(connection: AsyncConnection, now: datetime) -> int:
    """How much is begun and not over; what is over is forgotten."""
    await connection.execute(delete(pending).where(pending.c.until < now))
    return int((await connection.execute(select(func.count()).select_from(pending))).scalar_one())


async def take_pending(
    connection: AsyncConnection, digest: str, kind: str, now: datetime
) -> dict[str, str] | None:
    """What was begun, once; None where it is over, or was taken."""
    this = (pending.c.digest == digest) & (pending.c.kind == kind)
    row = (await connection.execute(select(pending).where(this).with_for_update())).one_or_none()
    taken = await connection.execute(delete(pending).where(this))
    return dict(row.detail) if row is not None and taken.rowcount == 1 and row.until >= now else None


async def add_passkey(connection: AsyncConnection, **values: Any) -> bool:
    """Writes a passkey, unless it is somebody's."""
    return await insert_if_absent(connection, passkey, **values)


async def passkey_row(connection: AsyncConnection, digest: str) -> Any | None:
    """One passkey; nobody else uses it before the transaction ends."""
    query = select(passkey).where(passkey.c.digest == digest).with_for_update()
    return (await connection.execute(query)).one_or_none()


async def passkeys_of(connection: AsyncConnection, account_id: str) -> Sequence[Any]:
    """The passkeys of an account, the oldest first."""
    query = select(passkey).where(passkey.c.account_id == account_id).order_by(passkey.c.created_at)
    return (await connection.execute(query)).all()


async def count_use(connection: AsyncConnection, digest: str, sign_count: int) -> None:
    """Writes down how often the authenticator says that it has signed."""
    await connection.execute(update(passkey).where(passkey.c.digest == digest).values(sign_count=sign_count))


async def remove_passkey(connection: AsyncConnection, account_id: str, digest: str) -> bool:
    """Removes a passkey of an account; false where it has none such."""
    this = (passkey.c.digest == digest) & (passkey.c.account_id == account_id)
    return (await connection.execute(delete(passkey).where(this))).rowcount == 1


async def remove_all(connection: AsyncConnection, account_id: str) -> None:
    """Removes every passkey of an account."""
    await connection.execute(delete(passkey).where(passkey.c.account_id == account_id))


async def federated_account(connection: AsyncConnection, issuer: str, subject: str) -> str | None:
    """Whose account somebody of the bank's own sign-in has."""
    query = select(federated.c.account_id).where(federated.c.issuer == issuer, federated.c.subject == subject)
    found: str | None = (await connection.execute(query)).scalar_one_or_none()
    return found


async def federate(connection: AsyncConnection, **values: Any) -> bool:
    """Binds an account to somebody of the bank's sign-in; false where either is bound already."""
    return await insert_if_absent(connection, federated, **values)
