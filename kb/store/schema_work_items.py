"""The tables of work items: answers that somebody has to look at, and what made them so."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    UniqueConstraint,
)

from hub.store.metadata import metadata
from hub.store.types import Moment

work_item = Table(
    "kb_work_item",
    metadata,
    Column("item_id", String(32), nullable=False),
    Column("article_id", String(128), nullable=False),
    # The article while the item is open, so that an article has one at a time; NULL once it is done.
    Column("open_for", String(128), nullable=True),
    Column("state", String(16), nullable=False),
    Column("owner_id", String(32), nullable=True),
    Column("due_on", Date, nullable=False),
    Column("opened_at", Moment, nullable=False),
    Column("outcome", String(16), nullable=True),
    Column("remark", String(500), nullable=False),  # what was done, in the editor's words
    Column("done_by", String(32), nullable=True),
    Column("done_at", Moment, nullable=True),
    PrimaryKeyConstraint("item_id"),
    UniqueConstraint("open_for"),
    CheckConstraint("state IN ('open', 'done')", name="state"),
    Index("ix_kb_work_item_state_due_on", "state", "due_on", "item_id"),
)

work_cause = Table(
    "kb_work_cause",
    metadata,
    Column("identity_key", String(64), nullable=False),
    Column("conversation", Integer, nullable=False),
    Column("seq", Integer, nullable=False),  # of the answer, or of the customer's words that it was for
    Column("kind", String(16), nullable=False),
    Column("item_id", String(32), ForeignKey("kb_work_item.item_id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("reason", String(16), nullable=True),
    Column("question", String(200), nullable=False),  # masked
    Column("words", String(2000), nullable=False),  # masked: the comment, what followed, the better answer
    Column("told_by", String(32), nullable=True),  # the agent
    Column("happened_at", Moment, nullable=False),
    PrimaryKeyConstraint("identity_key", "conversation", "seq", "kind"),
    CheckConstraint("kind IN ('rating', 'handoff', 'correction')", name="kind"),
    Index("ix_kb_work_cause_item_id", "item_id", "happened_at"),
)
