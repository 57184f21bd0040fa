"""Cases, and each step of theirs."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
)

from hub.store.metadata import metadata
from hub.store.types import Moment

# `number` is what the customer was told. `turn`: where the complaint's words begin in the conversation.
# `draft` waits for somebody else's review, and was said as `reply_seq` once it passed. `from_…`: who
# forwarded it, so that it can be returned. `look_at`: when the deadline wants something done.
case_file = Table(
    "case_file",
    metadata,
    Column("number", String(16), primary_key=True),
    Column("identity_key", String(24), nullable=False),
    Column("conversation", Integer, nullable=False),
    Column("turn", Integer, nullable=False),
    Column("state", String(16), nullable=False),
    Column("branch_id", String(32), nullable=False),
    Column("owner_id", String(64)),
    Column("from_branch_id", String(32)),
    Column("from_owner_id", String(64)),
    Column("draft", String(2000)),
    Column("draft_by", String(64)),
    Column("reply_conversation", Integer),
    Column("reply_seq", Integer),
    Column("escalated", Boolean(create_constraint=False), nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("look_at", Moment),
    Column("created_at", Moment, nullable=False),
    Column("closed_at", Moment),
    CheckConstraint("state IN ('open', 'in_review', 'replied', 'closed')", name="state"),
    Index("ix_case_file_look_at", "look_at"),
    Index("ix_case_file_state", "state", "due_at"),
    Index("ix_case_file_reply", "identity_key", "reply_conversation", "reply_seq"),
    # What is told further in a conversation joins the newest case that runs there: its lock keeps two
    # from being opened at once, and a reply that fails late may open an older one again.
    Index("ix_case_file_conversation", "identity_key", "conversation"),
)

# What was done with a case, by whom and why.
case_step = Table(
    "case_step",
    metadata,
    Column("number", String(16), nullable=False),
    Column("step", Integer, nullable=False),
    Column("action", String(16), nullable=False),
    Column("actor", String(64), nullable=False),
    Column("to_id", String(64), nullable=False),
    Column("text", String(500), nullable=False),
    Column("at", Moment, nullable=False),
    PrimaryKeyConstraint("number", "step"),
)
