"""Synonyms that editors keep: their list's versions, and the one draft."""

import sqlalchemy as sa
from alembic import op

from hub.store.types import Json, Moment

revision = "kb_0007"
down_revision = "kb_0006"


def upgrade() -> None:
    """Applies this migration."""
    op.create_table(
        "kb_synonyms_version",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("shipped", sa.String(length=16), nullable=False),
        sa.Column("comment", sa.String(length=500), nullable=False),
        sa.Column("authors", Json, nullable=False),
        sa.Column("approved_by", sa.String(length=64), nullable=False),
        sa.Column("approved_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_kb_synonyms_version"),
    )
    op.create_table(
        "kb_synonyms_draft",
        sa.Column("name", sa.String(length=16), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("comment", sa.String(length=500), nullable=False),
        sa.Column("returned", sa.String(length=500), nullable=False),
        sa.Column("authors", Json, nullable=False),
        sa.Column("updated_by", sa.String(length=64), nullable=False),
        sa.Column("updated_at", Moment(), nullable=False),
        sa.CheckConstraint("state IN ('draft', 'review')", name="ck_kb_synonyms_draft_state"),
        sa.PrimaryKeyConstraint("name", name="pk_kb_synonyms_draft"),
    )


def downgrade() -> None:
    """Takes this migration back."""
    op.drop_table("kb_synonyms_draft")
    op.drop_table("kb_synonyms_version")
