"""Queries on providers' tokens: one row for an account and kind, its value encrypted."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from connectors.kit.accounts import AccountKey
from connectors.kit.store.schema import channel_token
from hub.errors import SetupError
from hub.store.encrypted import DataKeys, Encrypted, belonging
from hub.store.upsert import insert_if_absent

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class TokenKey:
    """Whose token it is and what it is for."""

    key: AccountKey
    kind: str

    @property
    def belongs_to(self) -> str:
        """What the encrypted value is bound to."""
        return belonging(channel_token.c.value, **self.key._asdict(), kind=self.kind)


@dataclass(frozen=True, slots=True)
class StoredToken:
    """A row; `value` is None where no token was ever issued."""

    value: str | None = field(repr=False)
    refresh_at: datetime | None
    expires_at: datetime | None
    forced_at: datetime | None
    failures: int
    retry_at: datetime | None


NONE_YET = StoredToken(None, None, None, None, 0, None)


async def find(connection: AsyncConnection, token: TokenKey, keys: DataKeys) -> StoredToken:
    """The row, decrypted. A value whose key is gone counts as none: the provider issues another."""
    query = select(channel_token).where(*_this(token))
    row = (await connection.execute(query)).one_or_none()
    if row is None:
        return NONE_YET
    return StoredToken(
        _open(row.value, token, keys),
        row.refresh_at,
        row.expires_at,
        row.forced_at,
        row.failures,
        row.retry_at,
    )


async def save(
    connection: AsyncConnection,
    token: TokenKey,
    keys: DataKeys,
    *,
    value: str,
    refresh_at: datetime,
    expires_at: datetime,
) -> None:
    """Stores what the provider has issued; failures before it are forgotten."""
    sealed = keys.encrypt(value, token.belongs_to)
    fresh = {"value": sealed, "refresh_at": refresh_at, "expires_at": expires_at}
    await _write(connection, token, **fresh, failures=0, retry_at=None)


async def note_forced(connection: AsyncConnection, token: TokenKey, at: datetime) -> None:
    """Takes note that a refused token was replaced."""
    await _write(connection, token, forced_at=at)


async def note_failure(
    connection: AsyncConnection, token: TokenKey, *, failures: int, retry_at: datetime
) -> None:
    """Takes note that the provider issued none; the token that is there stays."""
    await _write(connection, token, failures=failures, retry_at=retry_at)


async def _write(connection: AsyncConnection, token: TokenKey, **values: Any) -> None:
    blank = {**token.key._asdict(), "kind": token.kind, "failures": 0}
    await insert_if_absent(connection, channel_token, **blank)
    await connection.execute(update(channel_token).where(*_this(token)).values(values))


def _open(value: Encrypted | None, token: TokenKey, keys: DataKeys) -> str | None:
    if value is None:
        return None
    try:
        return keys.decrypt(value, token.belongs_to)
    except SetupError as error:
        log.warning("token.unreadable", **token.key._asdict(), kind=token.kind, why=error.detail)
        return None


def _this(token: TokenKey) -> tuple[Any, ...]:
    return (
        channel_token.c.channel == token.key.channel,
        channel_token.c.account == token.key.account,
        channel_token.c.kind == token.kind,
    )
