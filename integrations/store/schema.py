"""Keys of the bank's own programs."""

from sqlalchemy import Column, String, Table

from hub.store.metadata import metadata
from hub.store.types import Json, Moment

# `digest`: SHA-256 of the key, which is kept nowhere. `rights`: of those that the account has, the ones that
# may be used with it.
api_key = Table(
    "api_key",
    metadata,
    Column("key_id", String(16), primary_key=True),
    Column("digest", String(64), nullable=False, unique=True),
    Column("account_id", String(32), nullable=False, index=True),
    Column("name", String(100), nullable=False),
    Column("rights", Json, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("ended_at", Moment),
)
