"""The tables of what the desk knows of customers: tags, and how satisfied they were."""

from sqlalchemy import CheckConstraint, Column, Index, Integer, PrimaryKeyConstraint, String, Table

from hub.store.metadata import metadata
from hub.store.types import Moment

# A short word that staff put on a person, on all channels alike.
contact_tag = Table(
    "contact_tag",
    metadata,
    Column("contact_id", String(32), nullable=False),
    Column("tag", String(30), nullable=False),
    Column("account_id", String(64), nullable=False),
    Column("created_at", Moment, nullable=False),
    PrimaryKeyConstraint("contact_id", "tag"),
)

# One question after a conversation that an agent served; `seq`: the message that asked it.
satisfaction = Table(
    "satisfaction",
    metadata,
    Column("identity_key", String(24), nullable=False),
    Column("conversation", Integer, nullable=False),
    Column("account_id", String(64), nullable=False),
    Column("channel", String(32), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("score", Integer),
    Column("asked_at", Moment, nullable=False),
    Column("answered_at", Moment),
    PrimaryKeyConstraint("identity_key", "conversation"),
    CheckConstraint("score BETWEEN 1 AND 5", name="score"),
    Index("ix_satisfaction_account_id", "account_id", "asked_at"),
)
