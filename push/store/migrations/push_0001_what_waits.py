"""What waits to be pushed to the bank's app."""

import sqlalchemy as sa
from alembic import op

from hub.store.types import Moment

revision = "push_0001"
down_revision = "0003"
branch_labels = ("push",)


def upgrade() -> None:
    """Applies this migration."""
    op.create_table(
        "push",
        sa.Column("identity_key", sa.String(length=24), nullable=False),
        sa.Column("conversation", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("due_at", Moment(), nullable=True),
        sa.Column("pushed_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("identity_key", name=op.f("pk_push")),
    )
    op.create_index("ix_push_due_at", "push", ["due_at"])


def downgrade() -> None:
    """Takes this migration back."""
    op.drop_table("push")
