"""What has to be looked at, and what was found."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    UniqueConstraint,
)

from hub.store.metadata import metadata
from hub.store.types import Json, Moment

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

# A conversation that a person inspects. `account_id`: the agent who had it last; `scores` by criterion, of
# which `total` is the sum; `appeal` and `decision` are words of the staff, masked.
inspection_sheet = Table(
    "inspection_sheet",
    metadata,
    Column("sheet_id", String(16), primary_key=True),
    Column("identity_key", String(24), nullable=False),
    Column("conversation", Integer, nullable=False),
    Column("account_id", String(32), nullable=False),
    Column("state", String(16), nullable=False),
    Column("drawn_by", String(32), nullable=False),
    Column("drawn_at", Moment, nullable=False),
    Column("scores", Json, nullable=False),
    Column("total", Integer),
    Column("remark", String(500), nullable=False),
    Column("scored_by", String(32)),
    Column("scored_at", Moment),
    Column("appeal", String(500), nullable=False),
    Column("appealed_at", Moment),
    Column("decision", String(500), nullable=False),
    Column("decided_by", String(32)),
    Column("decided_at", Moment),
    UniqueConstraint("identity_key", "conversation"),
    CheckConstraint("state IN ('drawn', 'scored', 'appealed', 'decided')", name="state"),
    Index("ix_inspection_sheet_account_id", "account_id"),
    Index("ix_inspection_sheet_drawn_at", "drawn_at"),
)
