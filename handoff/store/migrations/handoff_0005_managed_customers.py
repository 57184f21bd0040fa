"""Whose customers have a manager of their own (管户)."""

import sqlalchemy as sa
from alembic import op

from hub.store.types import Moment

revision = "handoff_0005"
down_revision = "handoff_0004"
branch_labels = None


def upgrade() -> None:
    """Applies this migration."""
    op.create_table(
        "managed_customer",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.String(length=64), nullable=False),
        sa.Column("changed_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_managed_customer")),
    )


def downgrade() -> None:
    """Takes it back."""
    op.drop_table("managed_customer")
