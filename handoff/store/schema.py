"""The hand-off's tables."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    false,
    text,
)

from hub.store.metadata import metadata
from hub.store.types import Json, Moment

# One request for human work; `medium` is what the customer and the agent will talk through.
task = Table(
    "task",
    metadata,
    Column("identity_key", String(24), nullable=False),
    Column("conversation", Integer, nullable=False),
    Column("turn", Integer, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("medium", String(16), nullable=False),
    Column("reason", String(200), nullable=False),
    Column("state", String(16), nullable=False),
    # Before all that are not; `facts` is what was known when it was last asked for.
    Column("urgent", Boolean(create_constraint=False), nullable=False, server_default=false()),
    Column("facts", Json),
    Column("created_at", Moment, nullable=False),
    PrimaryKeyConstraint("identity_key", "conversation", "turn", "kind"),
    CheckConstraint("kind IN ('person', 'complaint')", name="kind"),
    Index("ix_task_created_at", "created_at"),
    # At most one open request for a person a conversation and medium.
    Index(
        "uq_task_open_person",
        "identity_key",
        "conversation",
        "medium",
        unique=True,
        sqlite_where=text("state = 'queued' AND kind = 'person'"),
        postgresql_where=text("state = 'queued' AND kind = 'person'"),
    ),
)
