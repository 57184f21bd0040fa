"""The studio: drafts that are reviewed, who is in charge of an article, whose category it is."""

import sqlalchemy as sa
from alembic import op

from hub.store.types import Json, Moment

revision = "kb_0002"
down_revision = "kb_0001"


def upgrade() -> None:
    """Applies this migration."""
    op.create_table(
        "kb_draft",
        sa.Column("article_id", sa.String(length=128), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("content", Json, nullable=False),
        sa.Column("authors", Json, nullable=False),
        sa.Column("base_version", sa.Integer(), nullable=False),
        sa.Column("approved_by", sa.String(length=64), nullable=True),
        sa.Column("comment", sa.String(length=1000), nullable=False),
        sa.Column("updated_by", sa.String(length=64), nullable=False),
        sa.Column("updated_at", Moment(), nullable=False),
        sa.CheckConstraint("state IN ('draft', 'review', 'approved')", name="ck_kb_draft_state"),
        sa.ForeignKeyConstraint(
            ["article_id"], ["kb_article.article_id"], name="fk_kb_draft_article_id_kb_article"
        ),
        sa.PrimaryKeyConstraint("article_id", name="pk_kb_draft"),
    )
    op.create_table(
        "kb_article_about",
        sa.Column("article_id", sa.String(length=128), nullable=False),
        sa.Column("owner_id", sa.String(length=32), nullable=True),
        sa.Column("review_by", sa.Date(), nullable=True),
        sa.Column("tags", Json, nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["kb_article.article_id"], name="fk_kb_article_about_article_id_kb_article"
        ),
        sa.PrimaryKeyConstraint("article_id", name="pk_kb_article_about"),
    )
    op.create_index("ix_kb_article_about_review_by", "kb_article_about", ["review_by"], unique=False)
    op.create_table(
        "kb_category",
        sa.Column("topic", sa.String(length=64), nullable=False),
        sa.Column("branch_id", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("topic", name="pk_kb_category"),
    )


def downgrade() -> None:
    """Takes this migration back."""
    op.drop_table("kb_category")
    op.drop_index("ix_kb_article_about_review_by", table_name="kb_article_about")
    op.drop_table("kb_article_about")
    op.drop_table("kb_draft")
