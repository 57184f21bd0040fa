"""Calls and the links that lead into them."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    text,
)

from hub.store.metadata import metadata
from hub.store.types import Moment

_OPEN = text("state <> 'ended'")

# One call of a conversation. `due_at`: when the state ends by itself; `round`: how often both came together,
# which tells what belongs to an earlier connection; `version`: each change makes a new one.
# `recorded`: whether it goes through the media server, and what that does; `recording`: the name of its
# recording, and of the folder.
video_call = Table(
    "video_call",
    metadata,
    Column("identity_key", String(24), nullable=False),
    Column("conversation", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("state", String(16), nullable=False),
    Column("started_by", String(16), nullable=False),
    Column("customer_here", Boolean(create_constraint=False), nullable=False),
    Column("agent_here", Boolean(create_constraint=False), nullable=False),
    Column("round", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("account_id", String(64)),
    Column("agent_name", String(128), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("joined_at", Moment),
    Column("due_at", Moment),
    Column("ended_at", Moment),
    Column("ended_why", String(32)),
    Column("recorded", String(16), nullable=False, server_default="no"),
    Column("recording", String(32)),
    PrimaryKeyConstraint("identity_key", "conversation", "number"),
    CheckConstraint("state IN ('invited', 'waiting', 'ringing', 'joined', 'lost', 'ended')", name="state"),
    CheckConstraint("started_by IN ('customer', 'agent')", name="started_by"),
    # At most one open call a conversation, and few rows to look through for who is called.
    Index(
        "uq_video_call_open",
        "identity_key",
        "conversation",
        unique=True,
        sqlite_where=_OPEN,
        postgresql_where=_OPEN,
    ),
    Index("ix_video_call_due_at", "due_at", sqlite_where=_OPEN, postgresql_where=_OPEN),
)

# A link into a call, by the hash of what stands in it; it opens once.
video_link = Table(
    "video_link",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("identity_key", String(24), nullable=False),
    Column("conversation", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("used_at", Moment),
    Index("ix_video_link_expires_at", "expires_at"),
)
