"""What waits to be pushed: at most one row a customer."""

from sqlalchemy import Column, Index, Integer, String, Table

from hub.store.metadata import metadata
from hub.store.types import Moment

# `conversation` and `seq`: the first message that was not seen; `due_at` is null where nothing waits;
# `pushed_at`: when the customer was last told.
push = Table(
    "push",
    metadata,
    Column("identity_key", String(24), primary_key=True),
    Column("conversation", Integer, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("due_at", Moment, nullable=True),
    Column("pushed_at", Moment, nullable=True),
    Index("ix_push_due_at", "due_at"),
)
