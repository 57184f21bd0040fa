"""Where staff get cards, and what each was told."""

import sqlalchemy as sa
from alembic import op

from hub.store.types import Moment

revision = "alerts_0001"
down_revision = "0003"
branch_labels = ("alerts",)


def upgrade() -> None:
    """Applies this migration."""
    op.create_table(
        "alert_address",
        sa.Column("account_id", sa.String(length=64), nullable=False),
        sa.Column("channel_account", sa.String(length=64), nullable=False),
        sa.Column("member", sa.String(length=64), nullable=False),
        sa.Column("changed_at", Moment(), nullable=False),
        sa.Column("told_at", Moment(), nullable=True),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_alert_address")),
    )
    op.create_table(
        "alert",
        sa.Column("account_id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("about", sa.String(length=80), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("raised_at", Moment(), nullable=False),
        sa.Column("due_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("account_id", "kind", "about", name=op.f("pk_alert")),
    )
    op.create_index("ix_alert_due_at", "alert", ["due_at"])
    op.create_index("ix_alert_raised_at", "alert", ["raised_at"])


def downgrade() -> None:
    """Takes this migration back."""
    op.drop_table("alert")
    op.drop_table("alert_address")
