"""The tables of what agents write aside: messages to be sent later, and colleagues named in notes."""

from sqlalchemy import CheckConstraint, Column, Index, Integer, PrimaryKeyConstraint, String, Table

from hub.store.metadata import metadata
from hub.store.types import Moment

# What an agent has written to be sent at a time. `later_id`: of the desk's wish, which may be sent again, and
# by which the message is known once it was said; `why`: the reason where it was not sent.
later_message = Table(
    "later_message",
    metadata,
    Column("later_id", String(36), primary_key=True),
    Column("identity_key", String(24), nullable=False),
    Column("conversation", Integer, nullable=False),
    Column("turn", Integer, nullable=False),
    Column("account_id", String(64), nullable=False),
    Column("text", String(2000), nullable=False),
    Column("send_at", Moment, nullable=False),
    Column("state", String(16), nullable=False),
    Column("why", String(32), nullable=False, default=""),
    Column("created_at", Moment, nullable=False),
    Column("ended_at", Moment),
    CheckConstraint("state IN ('waiting', 'sent', 'called_off', 'not_sent', 'seen')", name="state"),
    Index("ix_later_message_account_id", "account_id", "state"),
    Index("ix_later_message_state", "state", "send_at"),
    Index("ix_later_message_conversation", "identity_key", "conversation"),
)

# Who is named in a note of the staff (`note_id`: its `wish_id`), by whom, and when they saw it.
mention = Table(
    "mention",
    metadata,
    Column("note_id", String(36), nullable=False),
    Column("account_id", String(64), nullable=False),
    Column("identity_key", String(24), nullable=False),
    Column("conversation", Integer, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("seen_at", Moment),
    PrimaryKeyConstraint("note_id", "account_id"),
    Index("ix_mention_account_id", "account_id", "seen_at"),
    Index("ix_mention_conversation", "identity_key", "conversation"),
)
