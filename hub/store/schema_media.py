"""The tables of media: what lies in the media folder, and which identity may use what of it."""

from sqlalchemy import BigInteger, Column, Index, Integer, PrimaryKeyConstraint, String, Table

from hub.messages.limits import NAME_LIMIT
from hub.store.metadata import metadata
from hub.store.schema import KEY
from hub.store.types import Moment

MEDIA_ID = String(64)

media = Table(
    "media",
    metadata,
    Column("media_id", MEDIA_ID, nullable=False),  # SHA-256 in hex of the bytes that are kept
    Column("mime", String(64), nullable=False),
    Column("bytes", BigInteger, nullable=False),
    Column("width", Integer),
    Column("height", Integer),
    Column("pages", Integer),
    Column("created_at", Moment, nullable=False),
    PrimaryKeyConstraint("media_id"),
)

media_of_identity = Table(
    "media_of_identity",
    metadata,
    Column("identity_key", KEY, nullable=False),
    Column("media_id", MEDIA_ID, nullable=False),
    # As it was given, without secrets: two people may send the same bytes under two names.
    Column("name", String(NAME_LIMIT), nullable=False),
    Column("created_at", Moment, nullable=False),
    PrimaryKeyConstraint("identity_key", "media_id"),
    # Whether anybody still uses a file is asked before it is removed.
    Index("ix_media_of_identity_media_id", "media_id"),
)
