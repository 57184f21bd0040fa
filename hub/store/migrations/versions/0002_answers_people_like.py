"""What customers think of answers, what they ask most, and the pictures of articles."""

import sqlalchemy as sa
from alembic import op

from hub.store.types import Moment

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Applies this migration."""
    op.add_column("kb_article", sa.Column("pinned", sa.Integer(), nullable=True))
    op.create_table(
        "kb_answered",
        sa.Column("article_id", sa.String(length=128), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("article_id", "day", name="pk_kb_answered"),
    )
    op.create_index("ix_kb_answered_day", "kb_answered", ["day"], unique=False)
    op.create_table(
        "kb_rating",
        sa.Column("identity_key", sa.String(length=64), nullable=False),
        sa.Column("conversation", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.String(length=128), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(length=8), nullable=False),
        sa.Column("reason", sa.String(length=16), nullable=True),
        sa.Column("comment", sa.String(length=500), nullable=False),
        sa.Column("rated_at", Moment(), nullable=False),
        sa.CheckConstraint("verdict IN ('up', 'down')", name="ck_kb_rating_verdict"),
        sa.PrimaryKeyConstraint("identity_key", "conversation", "seq", name="pk_kb_rating"),
    )
    op.create_index("ix_kb_rating_rated_at", "kb_rating", ["rated_at"], unique=False)
    op.create_table(
        "kb_media",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_kb_media"),
    )


def downgrade() -> None:
    """Takes this migration back."""
    op.drop_table("kb_media")
    op.drop_table("kb_rating")
    op.drop_table("kb_answered")
    op.drop_column("kb_article", "pinned")
