"""Codes by which a provider lets one answer be sent before a customer has written."""

import sqlalchemy as sa
from alembic import op

from hub.store.types import Moment

revision = "connectors_0003"
down_revision = "connectors_0002"
branch_labels = None


def upgrade() -> None:
    """Applies this migration."""
    op.create_table(
        "channel_code",
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("external_id", sa.String(length=256), nullable=False),
        sa.Column("code", sa.String(length=512), nullable=False),
        sa.Column("until", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("channel", "account", "external_id", name=op.f("pk_channel_code")),
    )
    op.create_index("ix_channel_code_until", "channel_code", ["until"])


def downgrade() -> None:
    """Takes this migration back."""
    op.drop_table("channel_code")
