"""The spine's tables. What grows with traffic starts its key with `identity_key` (docs/architecture.md)."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    UniqueConstraint,
    false,
)

from hub.store.metadata import metadata
from hub.store.types import Json, Moment

KEY = String(24)

contact = Table(
    "contact",
    metadata,
    Column("contact_id", String(32), primary_key=True),
    # A merge keeps the row and points at the contact that stays, so it can be undone.
    Column("merged_into", String(32), ForeignKey("contact.contact_id")),
    Column("created_at", Moment, nullable=False),
)

identity = Table(
    "identity",
    metadata,
    Column("identity_key", KEY, primary_key=True),
    Column("channel", String(32), nullable=False),
    Column("account", String(128), nullable=False),
    Column("external_id", String(256), nullable=False),
    Column("contact_id", String(32), ForeignKey("contact.contact_id"), nullable=False, index=True),
    Column("last_conversation", Integer, nullable=False),
    # What is known of the person for certain (`hub.messages.Facts`).
    Column("facts", Json),
    Column("created_at", Moment, nullable=False),
    UniqueConstraint("channel", "account", "external_id"),
)

conversation = Table(
    "conversation",
    metadata,
    Column("identity_key", KEY, ForeignKey("identity.identity_key"), nullable=False),
    Column("conversation", Integer, nullable=False),
    Column("owner", String(16), nullable=False),
    Column("owner_id", String(64)),
    Column("epoch", Integer, nullable=False),
    Column("last_seq", Integer, nullable=False),
    Column("covered_seq", Integer, nullable=False),
    Column("last_turn", Integer, nullable=False),
    Column("committed_turn", Integer, nullable=False),
    Column("committed_ask", Integer, nullable=False, server_default="0"),
    # What the conversation is urgently about, and what is known of it (`hub.conversation.triage`).
    Column("alert", Json),
    Column("opened_at", Moment, nullable=False),
    Column("last_message_at", Moment, nullable=False),
    Column("closed_at", Moment),
    Column("closed_by", String(16)),
    PrimaryKeyConstraint("identity_key", "conversation"),
    CheckConstraint("owner IN ('bot', 'waiting', 'agent', 'outside')", name="owner"),
)

message = Table(
    "message",
    metadata,
    Column("identity_key", KEY, nullable=False),
    Column("conversation", Integer, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("direction", String(3), nullable=False),
    Column("author_kind", String(16), nullable=False),
    Column("author_name", String(128), nullable=False),
    Column("segments", Json, nullable=False),
    # What picking each option means; customers only ever see the ids.
    Column("picks", Json),
    Column("provider_id", String(256)),
    Column("correlation_id", String(64), nullable=False, index=True),
    Column("turn", Integer),
    Column("reply_to", Integer),
    Column("status", String(16), nullable=False),
    Column("received_at", Moment),
    Column("created_at", Moment, nullable=False),
    Column("sent_at", Moment),
    Column("delivered_at", Moment),
    Column("read_at", Moment),
    PrimaryKeyConstraint("identity_key", "conversation", "seq"),
    UniqueConstraint("identity_key", "direction", "provider_id"),
)

turn = Table(
    "turn",
    metadata,
    Column("identity_key", KEY, nullable=False),
    Column("conversation", Integer, nullable=False),
    Column("turn", Integer, nullable=False),
    Column("state", String(16), nullable=False),
    Column("first_seq", Integer, nullable=False),
    Column("last_seq", Integer, nullable=False),
    Column("asks", Integer, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("correlation_id", String(64), nullable=False),
    Column("opened_at", Moment, nullable=False),
    Column("noticed_at", Moment),
    Column("asked_at", Moment),
    Column("replied_at", Moment),
    Column("closed_at", Moment),
    Column("error_code", String(64)),
    Column("intents", Json),
    Column("events", Json),
    Column("bot_state", Json),
    Column("timings", Json),
    PrimaryKeyConstraint("identity_key", "conversation", "turn"),
    CheckConstraint("state IN ('open', 'late', 'answered', 'failed')", name="state"),
)

# Conversations that have something to do: small, and the only table that claiming work reads.
work = Table(
    "work",
    metadata,
    Column("identity_key", KEY, nullable=False),
    Column("conversation", Integer, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("lease_owner", String(64)),
    Column("lease_until", Moment),
    Column("lease_token", Integer),
    PrimaryKeyConstraint("identity_key", "conversation"),
    Index("ix_work_due_at", "due_at"),
)

# Messages on their way to a customer; a row goes when its message has gone.
outbox = Table(
    "outbox",
    metadata,
    Column("identity_key", KEY, nullable=False),
    Column("conversation", Integer, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("channel", String(32), nullable=False),
    Column("account", String(128), nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("lease_owner", String(64)),
    Column("lease_until", Moment),
    # Of the newest claim; it stays where nobody told what became of that, and goes when somebody did.
    Column("lease_token", BigInteger),
    # It waits for the customer's next message (or until it is due).
    Column("held", Boolean(create_constraint=False), nullable=False, server_default=false()),
    Column("last_code", String(64)),
    PrimaryKeyConstraint("identity_key", "conversation", "seq"),
    Index("ix_outbox_channel_due_at", "channel", "account", "due_at"),
)

# The sends that a message took, by the provider's ids: receipts come under these.
delivery_part = Table(
    "delivery_part",
    metadata,
    Column("identity_key", KEY, nullable=False),
    Column("conversation", Integer, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("part", Integer, nullable=False),
    Column("channel", String(32), nullable=False),
    Column("account", String(128), nullable=False),
    Column("provider_id", String(256)),
    Column("state", String(16), nullable=False),
    Column("code", String(64), nullable=False),
    Column("at", Moment, nullable=False),
    PrimaryKeyConstraint("identity_key", "conversation", "seq", "part"),
    Index("ix_delivery_part_provider_id", "channel", "account", "provider_id"),
)

# Receipts that came before their send was stored; kept for some minutes.
early_receipt = Table(
    "early_receipt",
    metadata,
    Column("channel", String(32), nullable=False),
    Column("account", String(128), nullable=False),
    Column("provider_id", String(256), nullable=False),
    Column("state", String(16), nullable=False),
    Column("code", String(64), nullable=False),
    Column("at", Moment, nullable=False),
    PrimaryKeyConstraint("channel", "account", "provider_id", "state"),
    Index("ix_early_receipt_at", "at"),
)

# What was sent of what a channel allows; the rows of a whole account have an empty `identity_key`.
# `slices`: when (`hub.store.spans`), where so many are allowed in a span; else None.
quota = Table(
    "quota",
    metadata,
    Column("identity_key", KEY, nullable=False),
    Column("channel", String(32), nullable=False),
    Column("account", String(128), nullable=False),
    Column("name", String(32), nullable=False),
    Column("used", Integer, nullable=False),
    Column("until", Moment, nullable=False),
    Column("slices", Json),
    PrimaryKeyConstraint("identity_key", "channel", "account", "name"),
)

dead_letter = Table(
    "dead_letter",
    metadata,
    Column("identity_key", KEY, nullable=False),
    Column("conversation", Integer, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("number", Integer, nullable=False),
    Column("code", String(64), nullable=False),
    Column("detail", String(500), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("replayed_at", Moment),
    PrimaryKeyConstraint("identity_key", "conversation", "kind", "number"),
    CheckConstraint("kind IN ('turn', 'delivery', 'unsure')", name="kind"),
    Index("ix_dead_letter_created_at", "created_at"),
)
