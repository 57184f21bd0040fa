"""The tables of the studio: what editors work on, and who is in charge of what."""

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
from hub.store.types import Json, Moment

draft = Table(
    "kb_draft",
    metadata,
    Column("article_id", String(128), ForeignKey("kb_article.article_id"), nullable=False),
    # Counts every change: who saves names the one that they saw.
    Column("revision", Integer, nullable=False),
    Column("state", String(16), nullable=False),
    Column("title", String(200), nullable=False),  # of the content, for the list
    Column("content", Json, nullable=False),
    # Everybody who wrote in it: none of them may approve it.
    Column("authors", Json, nullable=False),
    Column("base_version", Integer, nullable=False),  # 0 where nothing was published before
    Column("approved_by", String(64), nullable=True),
    Column("comment", String(1000), nullable=False),  # why it was given back
    Column("updated_by", String(64), nullable=False),
    Column("updated_at", Moment, nullable=False),
    PrimaryKeyConstraint("article_id"),
    CheckConstraint("state IN ('draft', 'review', 'approved')", name="state"),
)

about = Table(
    "kb_article_about",
    metadata,
    Column("article_id", String(128), ForeignKey("kb_article.article_id"), nullable=False),
    Column("owner_id", String(32), nullable=True),
    Column("review_by", Date, nullable=True),
    Column("tags", Json, nullable=False),
    PrimaryKeyConstraint("article_id"),
    Index("ix_kb_article_about_review_by", "review_by"),
)

value_draft = Table(
    "kb_value_draft",
    metadata,
    Column("value_id", String(32), nullable=False),
    Column("name", String(128), nullable=False),
    Column("region", String(64), nullable=False),
    Column("segment", String(64), nullable=False),
    Column("valid_from", Date, nullable=False),
    Column("valid_to", Date, nullable=True),  # the last day
    Column("kind", String(16), nullable=False),
    Column("value", String(500), nullable=False),
    Column("unit", String(32), nullable=False),
    Column("written_by", String(32), nullable=False),  # who may not approve it
    Column("written_at", Moment, nullable=False),
    PrimaryKeyConstraint("value_id"),
    UniqueConstraint("name", "region", "segment", "valid_from"),
    CheckConstraint("kind IN ('rate', 'fee', 'amount', 'date', 'text', 'days')", name="kind"),
)

category_name = Table(
    "kb_category_name",
    metadata,
    Column("topic", String(64), nullable=False),
    Column("zh", String(64), nullable=False),
    Column("en", String(64), nullable=False),
    PrimaryKeyConstraint("topic"),
)

category = Table(
    "kb_category",
    metadata,
    Column("topic", String(64), nullable=False),
    Column("branch_id", String(32), nullable=False),  # whose editors look after it
    PrimaryKeyConstraint("topic"),
)

# No article of these may have a literal rate or fee: an administrator says so.
strict_category = Table(
    "kb_strict_category",
    metadata,
    Column("topic", String(64), nullable=False),
    PrimaryKeyConstraint("topic"),
)
