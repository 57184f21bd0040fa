"""What the bank has told, what customers have agreed to, the texts that people keep, and campaigns."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
)

from hub.store.encrypted import BOUND_TO, EncryptedText
from hub.store.metadata import metadata
from hub.store.types import Json, Moment

# One event of the bank's; `digest` tells the same event sent again from another one under its id. `due_at` is
# null once it was told, or dropped with `code`, and `body` with it. `conversation` and `seq`: what told it.
outreach_notice = Table(
    "outreach_notice",
    metadata,
    Column("event", String(64), primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("kind", String(32), nullable=False),
    Column("identity_key", String(24)),
    Column("body", EncryptedText, info={BOUND_TO: "outreach_notice:{event}:body"}),
    Column("state", String(16), nullable=False),
    Column("code", String(32), nullable=False),
    Column("due_at", Moment),
    Column("valid_until", Moment, nullable=False),
    Column("received_at", Moment, nullable=False),
    Column("ended_at", Moment),
    Column("conversation", Integer),
    Column("seq", Integer),
    CheckConstraint("state IN ('waiting', 'told', 'dropped')", name="state"),
    Index("ix_outreach_notice_due_at", "due_at"),
    Index("ix_outreach_notice_identity_key", "identity_key", "ended_at"),
    Index("ix_outreach_notice_received_at", "received_at"),
)

# The newest word of a customer about a purpose, and the version of the notice that they had read.
outreach_consent = Table(
    "outreach_consent",
    metadata,
    Column("identity_key", String(24), nullable=False),
    Column("purpose", String(16), nullable=False),
    Column("granted", Boolean, nullable=False),
    Column("version", String(64), nullable=False),
    Column("given_at", Moment, nullable=False),
    PrimaryKeyConstraint("identity_key", "purpose"),
)

# A text that people wrote in the place of the one that the house brings; `version` counts from 1.
outreach_text = Table(
    "outreach_text",
    metadata,
    Column("kind", String(32), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("text_en", Text, nullable=False),
    Column("enabled", Boolean, nullable=False),
    Column("changed_at", Moment, nullable=False),
)

# A campaign: notices to many. `next_at`: when the next customer of one that runs is told; null where none is.
outreach_campaign = Table(
    "outreach_campaign",
    metadata,
    Column("campaign_id", String(32), primary_key=True),
    Column("name", String(60), nullable=False),
    Column("state", String(16), nullable=False),
    Column("content", Json, nullable=False),
    Column("written_by", String(64), nullable=False),
    Column("written_at", Moment, nullable=False),
    Column("decided_by", String(64)),
    Column("decided_at", Moment),
    Column("next_at", Moment),
    Column("ended_at", Moment),
    CheckConstraint("state IN ('waiting', 'running', 'stopped', 'rejected', 'ended')", name="state"),
    Index("ix_outreach_campaign_next_at", "next_at"),
    Index("ix_outreach_campaign_written_at", "written_at"),
)

# One row of a campaign's list, by its number there; `body` (the values of its text) is null once it is told,
# or dropped with `code`. `conversation` and `seq`: what told it.
outreach_recipient = Table(
    "outreach_recipient",
    metadata,
    Column("campaign_id", String(32), nullable=False),
    Column("number", Integer, nullable=False),
    Column("identity_key", String(24)),
    Column("channel", String(32), nullable=False),
    Column("body", EncryptedText, info={BOUND_TO: "outreach_recipient:{campaign_id}:{number}:body"}),
    Column("state", String(16), nullable=False),
    Column("code", String(32), nullable=False),
    Column("due_at", Moment),
    Column("ended_at", Moment),
    Column("conversation", Integer),
    Column("seq", Integer),
    PrimaryKeyConstraint("campaign_id", "number"),
    CheckConstraint("state IN ('waiting', 'told', 'dropped')", name="state"),
    Index("ix_outreach_recipient_due_at", "campaign_id", "due_at"),
    Index("ix_outreach_recipient_identity_key", "identity_key", "ended_at"),
)
