"""What has to be looked at, and what was found."""

import sqlalchemy as sa
from alembic import op

from hub.store.types import Moment

revision = "inspection_0001"
down_revision = "0003"
branch_labels = ("inspection",)


def upgrade() -> None:
    """Applies this migration."""
    op.create_table(
        "inspection_due",
        sa.Column("identity_key", sa.String(length=24), nullable=False),
        sa.Column("conversation", sa.Integer(), nullable=False),
        sa.Column("closed_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("identity_key", "conversation", name=op.f("pk_inspection_due")),
    )
    op.create_index("ix_inspection_due_closed_at", "inspection_due", ["closed_at"])
    op.create_table(
        "inspection_hit",
        sa.Column("identity_key", sa.String(length=24), nullable=False),
        sa.Column("conversation", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=True),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("why", sa.String(length=300), nullable=False),
        sa.Column("found_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("identity_key", "conversation", "number", name=op.f("pk_inspection_hit")),
    )
    op.create_index("ix_inspection_hit_found_at", "inspection_hit", ["found_at"])


def downgrade() -> None:
    """Takes this migration back."""
    op.drop_table("inspection_hit")
    op.drop_table("inspection_due")
