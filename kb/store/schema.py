"""The tables of the knowledge base, on the one metadata of the house."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from hub.store.metadata import metadata
from hub.store.types import Json, Moment

article = Table(
    "kb_article",
    metadata,
    Column("article_id", String(128), nullable=False),
    Column("topic", String(64), nullable=False),
    Column("created_at", Moment, nullable=False),
    # Editors' order among the questions that customers are shown first; most are in none.
    Column("pinned", Integer, nullable=True),
    PrimaryKeyConstraint("article_id"),
)

article_version = Table(
    "kb_article_version",
    metadata,
    Column("article_id", String(128), ForeignKey("kb_article.article_id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("title", String(200), nullable=False),
    Column("questions", Json, nullable=False),
    Column("answer", Text, nullable=False),  # with placeholders, never with figures
    # What was approved before answers had a form was approved as plain words.
    Column("answer_format", String(16), nullable=False, server_default="plain"),
    Column("status", String(16), nullable=False),
    Column("effective_from", Date, nullable=False),
    Column("effective_to", Date, nullable=True),  # the last day
    Column("channels", Json, nullable=False),  # [] for every channel
    Column("links", Json, nullable=False),
    Column("approved_by", String(128), nullable=True),
    Column("approved_at", Moment, nullable=True),
    Column("content_hash", String(64), nullable=False),
    # The number of kb_index_change at which this row last changed: what an index follows.
    Column("change_number", BigInteger, nullable=False),
    Column("scope", Json, nullable=False, server_default="{}"),  # whom it is for; {} for everybody
    Column("note", Text, nullable=False, server_default=text("''")),  # for agents alone, never for customers
    PrimaryKeyConstraint("article_id", "version"),
    CheckConstraint("status IN ('draft', 'approved', 'withdrawn')", name="status"),
    Index("ix_kb_article_version_change_number", "change_number"),
)

value = Table(
    "kb_value",
    metadata,
    Column("name", String(128), nullable=False),
    # Of whom it is true; '' for everybody.
    Column("region", String(64), nullable=False),
    Column("segment", String(64), nullable=False),
    Column("valid_from", Date, nullable=False),
    Column("valid_to", Date, nullable=True),  # the last day
    Column("kind", String(16), nullable=False),
    Column("value", String(500), nullable=False),
    Column("unit", String(32), nullable=False),
    PrimaryKeyConstraint("name", "region", "segment", "valid_from"),
    CheckConstraint("kind IN ('rate', 'fee', 'amount', 'date', 'text', 'days')", name="kind"),
)

gap = Table(
    "kb_gap",
    metadata,
    Column("gap_id", String(256), nullable=False),
    Column("identity_key", String(64), nullable=False),
    Column("conversation", Integer, nullable=False),
    Column("turn", Integer, nullable=False),
    Column("question", Text, nullable=False),
    Column("question_hash", String(64), nullable=False),
    Column("best_article_id", String(128), nullable=True),
    Column("best_score", Float, nullable=True),
    Column("created_at", Moment, nullable=False),
    Column("state", String(16), nullable=False),
    PrimaryKeyConstraint("gap_id"),
    UniqueConstraint("identity_key", "conversation", "turn", "question_hash"),
    CheckConstraint("state IN ('open', 'closed')", name="state"),
    Index("ix_kb_gap_state_created_at", "state", "created_at"),
)

answered = Table(
    "kb_answered",
    metadata,
    Column("article_id", String(128), nullable=False),
    Column("day", Date, nullable=False),
    Column("count", Integer, nullable=False),
    PrimaryKeyConstraint("article_id", "day"),
    Index("ix_kb_answered_day", "day"),
)

rating = Table(
    "kb_rating",
    metadata,
    Column("identity_key", String(64), nullable=False),
    Column("conversation", Integer, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("article_id", String(128), nullable=False),
    Column("version", Integer, nullable=False),
    Column("verdict", String(8), nullable=False),
    Column("reason", String(16), nullable=True),
    Column("comment", String(500), nullable=False),  # masked
    Column("rated_at", Moment, nullable=False),
    PrimaryKeyConstraint("identity_key", "conversation", "seq"),
    CheckConstraint("verdict IN ('up', 'down')", name="verdict"),
    Index("ix_kb_rating_rated_at", "rated_at"),
)

media = Table(
    "kb_media",
    metadata,
    Column("name", String(80), nullable=False),  # SHA-256 in hex, and the kind: what it is asked by
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("created_at", Moment, nullable=False),
    PrimaryKeyConstraint("name"),
)

index_change = Table(
    "kb_index_change",
    metadata,
    Column("name", String(32), nullable=False),  # one row, 'articles'
    Column("number", BigInteger, nullable=False),
    Column("changed_at", Moment, nullable=False),
    PrimaryKeyConstraint("name"),
)
