"""The tables of what customers chose of what was offered, and of the order that was learnt of it."""

from sqlalchemy import Column, Date, Index, Integer, PrimaryKeyConstraint, String, Table

from hub.store.metadata import metadata
from hub.store.types import Moment

# How often an article was chosen on a day where another one was offered with it. Nobody's name is in it.
choice = Table(
    "kb_choice",
    metadata,
    Column("article_id", String(128), nullable=False),
    Column("over_id", String(128), nullable=False),
    Column("day", Date, nullable=False),
    Column("count", Integer, nullable=False),
    PrimaryKeyConstraint("article_id", "over_id", "day"),
    Index("ix_kb_choice_day", "day"),
)

# Which article stands before which where both are offered: chosen so often in so many choices.
offer_order = Table(
    "kb_offer_order",
    metadata,
    Column("ahead_id", String(128), nullable=False),
    Column("behind_id", String(128), nullable=False),
    Column("chosen", Integer, nullable=False),
    Column("choices", Integer, nullable=False),
    Column("learnt_at", Moment, nullable=False),
    PrimaryKeyConstraint("ahead_id", "behind_id"),
)
