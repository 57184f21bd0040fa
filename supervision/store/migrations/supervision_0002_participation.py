"""Who speaks in a conversation beside its owner."""

import sqlalchemy as sa
from alembic import op

from hub.store.types import Moment

revision = "supervision_0002"
down_revision = "supervision_0001"
branch_labels = None

THERE = sa.text("left_at IS NULL")


def upgrade() -> None:
    """Applies this migration."""
    op.create_table(
        "participation",
        sa.Column("participation_id", sa.String(length=32), nullable=False),
        sa.Column("identity_key", sa.String(length=24), nullable=False),
        sa.Column("conversation", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("joined_at", Moment(), nullable=False),
        sa.Column("left_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("participation_id", name=op.f("pk_participation")),
    )
    op.create_index(
        "uq_participation_there",
        "participation",
        ["identity_key", "conversation", "turn", "account_id"],
        unique=True,
        sqlite_where=THERE,
        postgresql_where=THERE,
    )


def downgrade() -> None:
    """Takes this migration back."""
    op.drop_table("participation")
