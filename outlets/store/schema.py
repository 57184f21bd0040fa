"""The tables of outlets: each with its versions, of which one is live."""

from sqlalchemy import CheckConstraint, Column, Integer, PrimaryKeyConstraint, String, Table

from hub.store.metadata import metadata
from hub.store.types import Json, Moment

# `live` is the version that customers are told, NULL for none.
outlet = Table(
    "outlet",
    metadata,
    Column("outlet_id", String(40), primary_key=True),
    Column("newest", Integer, nullable=False),
    Column("live", Integer),
    # Counts what was made live or withdrawn, so that processes read the rest only where something changed.
    Column("changes", Integer, nullable=False),
)

# What was written, and what became of it. No version is ever changed but in its state.
outlet_version = Table(
    "outlet_version",
    metadata,
    Column("outlet_id", String(40), nullable=False),
    Column("version", Integer, nullable=False),
    Column("state", String(16), nullable=False),
    Column("content", Json, nullable=False),
    Column("written_by", String(64), nullable=False),
    Column("written_at", Moment, nullable=False),
    Column("decided_by", String(64)),
    Column("decided_at", Moment),
    PrimaryKeyConstraint("outlet_id", "version"),
    CheckConstraint("state IN ('waiting', 'approved', 'rejected')", name="state"),
)
