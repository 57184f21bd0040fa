"""Keys of the bank's own programs, and what is told to them of conversations."""

from sqlalchemy import CheckConstraint, Column, Index, Integer, PrimaryKeyConstraint, String, Table

from hub.store.encrypted import BOUND_TO, EncryptedText
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

# Where a program of the bank is told of what happens. `kinds`: of which events.
webhook = Table(
    "webhook",
    metadata,
    Column("hook_id", String(16), primary_key=True),
    Column("url", String(500), nullable=False),
    Column("secret", EncryptedText, nullable=False, info={BOUND_TO: "webhook:{hook_id}"}),
    Column("kinds", Json, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("ended_at", Moment),
)

# One event for one program; `number`: its place among those of the conversation, in which they are sent.
# `due_at` is null where it was sent, or given up with `code`.
webhook_event = Table(
    "webhook_event",
    metadata,
    Column("hook_id", String(16), nullable=False),
    Column("identity_key", String(24), nullable=False),
    Column("conversation", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("kind", String(40), nullable=False),
    Column("details", Json, nullable=False),
    Column("state", String(16), nullable=False),
    Column("tries", Integer, nullable=False),
    Column("code", String(32), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("due_at", Moment),
    Column("ended_at", Moment),
    PrimaryKeyConstraint("hook_id", "identity_key", "conversation", "number"),
    CheckConstraint("state IN ('waiting', 'sent', 'failed')", name="state"),
    Index("ix_webhook_event_due_at", "due_at"),
    Index("ix_webhook_event_ended_at", "ended_at"),
)
