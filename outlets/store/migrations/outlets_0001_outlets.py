"""Outlets and their versions."""

import sqlalchemy as sa
from alembic import op

from hub.store.types import Json, Moment

revision = "outlets_0001"
down_revision = "0003"
branch_labels = ("outlets",)


def upgrade() -> None:
    """Applies this migration."""
    op.create_table(
        "outlet",
        sa.Column("outlet_id", sa.String(length=40), nullable=False),
        sa.Column("newest", sa.Integer(), nullable=False),
        sa.Column("live", sa.Integer()),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("outlet_id", name="pk_outlet"),
    )
    op.create_table(
        "outlet_version",
        sa.Column("outlet_id", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("content", Json, nullable=False),
        sa.Column("written_by", sa.String(length=64), nullable=False),
        sa.Column("written_at", Moment(), nullable=False),
        sa.Column("decided_by", sa.String(length=64)),
        sa.Column("decided_at", Moment()),
        sa.PrimaryKeyConstraint("outlet_id", "version", name="pk_outlet_version"),
        sa.CheckConstraint("state IN ('waiting', 'approved', 'rejected')", name="ck_outlet_version_state"),
    )


def downgrade() -> None:
    """Takes this migration back."""
    op.drop_table("outlet_version")
    op.drop_table("outlet")
