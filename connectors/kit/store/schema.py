"""The tables that connectors share; every row belongs to one account of one channel."""

from sqlalchemy import Column, Index, Integer, PrimaryKeyConstraint, String, Table, Text

from hub.store.encrypted import EncryptedText
from hub.store.metadata import metadata
from hub.store.types import Moment

# A provider's token: from `refresh_at` on a new one is asked for, until `expires_at` it holds.
# `forced_at`: when a refused token was last replaced; `retry_at`: not before, after `failures`.
channel_token = Table(
    "channel_token",
    metadata,
    Column("channel", String(32), nullable=False),
    Column("account", String(64), nullable=False),
    Column("kind", String(32), nullable=False),
    Column("value", EncryptedText, nullable=True),
    Column("refresh_at", Moment, nullable=True),
    Column("expires_at", Moment, nullable=True),
    Column("forced_at", Moment, nullable=True),
    Column("failures", Integer, nullable=False),
    Column("retry_at", Moment, nullable=True),
    PrimaryKeyConstraint("channel", "account", "kind"),
)

# What a provider uses once. Only a hash: callers choose how long theirs are.
channel_nonce = Table(
    "channel_nonce",
    metadata,
    Column("channel", String(32), nullable=False),
    Column("account", String(64), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("until", Moment, nullable=False),
    PrimaryKeyConstraint("channel", "account", "digest"),
    Index("ix_channel_nonce_until", "until"),
)

# How far a provider's feed was read; `step` counts its moves, because the values themselves have no order.
channel_cursor = Table(
    "channel_cursor",
    metadata,
    Column("channel", String(32), nullable=False),
    Column("account", String(64), nullable=False),
    Column("name", String(128), nullable=False),
    Column("value", Text, nullable=False),
    Column("step", Integer, nullable=False),
    Column("moved_at", Moment, nullable=False),
    PrimaryKeyConstraint("channel", "account", "name"),
)

# A picture or file that the provider has already, by the hash of its bytes.
channel_upload = Table(
    "channel_upload",
    metadata,
    Column("channel", String(32), nullable=False),
    Column("account", String(64), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("kind", String(32), nullable=False),
    Column("provider_id", Text, nullable=False),
    Column("expires_at", Moment, nullable=False),
    PrimaryKeyConstraint("channel", "account", "sha256", "kind"),
    Index("ix_channel_upload_expires_at", "expires_at"),
)

# Who may ask for a token just now; the epoch rises with each taking, so that a late writer is known.
channel_lease = Table(
    "channel_lease",
    metadata,
    Column("name", String(160), nullable=False),
    Column("owner", String(128), nullable=True),
    Column("epoch", Integer, nullable=False),
    Column("until", Moment, nullable=False),
    PrimaryKeyConstraint("name"),
)
