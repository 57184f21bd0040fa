"""What a channel knows of its customers: how they came, and whether they take anything."""

import sqlalchemy as sa
from alembic import op

from hub.store.types import Moment

revision = "connectors_0002"
down_revision = "connectors_0001"
branch_labels = None


def upgrade() -> None:
    """Applies this migration."""
    op.create_table(
        "channel_customer",
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("external_id", sa.String(length=256), nullable=False),
        sa.Column("came_by", sa.String(length=256), nullable=True),
        sa.Column("came_at", Moment(), nullable=True),
        sa.Column("unreachable_code", sa.String(length=64), nullable=True),
        sa.Column("unreachable_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("channel", "account", "external_id", name=op.f("pk_channel_customer")),
    )


def downgrade() -> None:
    """Takes this migration back."""
    op.drop_table("channel_customer")
