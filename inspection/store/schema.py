"""What has to be looked at, and what was found."""

from sqlalchemy import Column, Index, Integer, PrimaryKeyConstraint, String, Table

from hub.store.metadata import metadata
from hub.store.types import Moment

# Written by the transaction that closes a conversation, gone with the one that has looked at it.
inspection_due = Table(
    "inspection_due",
    metadata,
    Column("identity_key", String(24), nullable=False),
    Column("conversation", Integer, nullable=False),
    Column("closed_at", Moment, nullable=False),
    PrimaryKeyConstraint("identity_key", "conversation"),
    Index("ix_inspection_due_closed_at", "closed_at"),
)

# `seq`: the message that it is about; `account_id`: whose conversation it was last, null for the bot's.
# `words`: masked.
inspection_hit = Table(
    "inspection_hit",
    metadata,
    Column("identity_key", String(24), nullable=False),
    Column("conversation", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("account_id", String(32)),
    Column("words", String(200), nullable=False),
    Column("why", String(300), nullable=False),
    Column("found_at", Moment, nullable=False),
    PrimaryKeyConstraint("identity_key", "conversation", "number"),
    Index("ix_inspection_hit_found_at", "found_at"),
)
