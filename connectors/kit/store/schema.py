"""The tables that connectors share; every row belongs to one account of one channel."""

from sqlalchemy import Column, Index, Integer, PrimaryKeyConstraint, String, Table, Text

from hub.store.encrypted import BOUND_TO, EncryptedText
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
    Column(
        "value", EncryptedText, nullable=True, info={BOUND_TO: "channel_token/{channel}/{account}/{kind}"}
    ),
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

# What a channel knows of its customers beyond what they say. `came_by`: the way in that they took last (a
# scene, a campaign); `unreachable_code`: why they take nothing, null where they do.
channel_customer = Table(
    "channel_customer",
    metadata,
    Column("channel", String(32), nullable=False),
    Column("account", String(64), nullable=False),
    Column("external_id", String(256), nullable=False),
    Column("came_by", String(256), nullable=True),
    Column("came_at", Moment, nullable=True),
    Column("unreachable_code", String(64), nullable=True),
    Column("unreachable_at", Moment, nullable=True),
    PrimaryKeyConstraint("channel", "account", "external_id"),
)

# What a provider lets be answered once, before a customer has written: by this code, until then.
channel_code = Table(
    "channel_code",
    metadata,
    Column("channel", String(32), nullable=False),
    Column("account", String(64), nullable=False),
    Column("external_id", String(256), nullable=False),
    Column("code", String(512), nullable=False),
    Column("until", Moment, nullable=False),
    PrimaryKeyConstraint("channel", "account", "external_id"),
    Index("ix_channel_code_until", "until"),
)
