"""The table of emergency announcements: what the house says in front of its answers for a while."""

from sqlalchemy import Column, Integer, PrimaryKeyConstraint, String, Table

from hub.store.metadata import metadata
from hub.store.types import Json, Moment

announcement = Table(
    "kb_announcement",
    metadata,
    Column("announcement_id", String(32), nullable=False),
    Column("text", String(200), nullable=False),
    Column("channels", Json, nullable=False),  # [] for every channel
    Column("minutes", Integer, nullable=False),  # how long it is said, from its approval
    Column("written_by", String(32), nullable=False),
    Column("written_at", Moment, nullable=False),
    Column("approved_by", String(32), nullable=True),
    Column("approved_at", Moment, nullable=True),
    Column("ends_at", Moment, nullable=True),  # from the approval on
    Column("ended_by", String(32), nullable=True),  # who took it back before
    PrimaryKeyConstraint("announcement_id"),
)
