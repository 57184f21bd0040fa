"""Raised hands, alarms, and notes that are whispers of a supervisor."""

import sqlalchemy as sa
from alembic import op

from hub.store.types import Json, Moment

revision = "supervision_0001"
down_revision = "0003"
branch_labels = ("supervision",)
depends_on = ("handoff_0002",)  # the table of notes


def upgrade() -> None:
    """Applies this migration."""
    op.add_column("note", sa.Column("whispered", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "raised_hand",
        sa.Column("identity_key", sa.String(length=24), nullable=False),
        sa.Column("conversation", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.String(length=64), nullable=False),
        sa.Column("raised_at", Moment(), nullable=False),
        sa.Column("lowered_at", Moment(), nullable=True),
        sa.Column("lowered_by", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint(
            "identity_key", "conversation", "turn", "account_id", "raised_at", name=op.f("pk_raised_hand")
        ),
    )
    op.create_index("ix_raised_hand_account_id", "raised_hand", ["account_id", "lowered_at"])
    op.create_table(
        "supervision_alarm",
        sa.Column("alarm_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("about", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.String(length=64), nullable=True),
        sa.Column("reason", Json, nullable=False),
        sa.Column("addressees", Json, nullable=False),
        sa.Column("raised_at", Moment(), nullable=False),
        sa.Column("taken_at", Moment(), nullable=True),
        sa.Column("taken_by", sa.String(length=64), nullable=True),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("alarm_id", name=op.f("pk_supervision_alarm")),
    )
    op.create_index(
        "uq_supervision_alarm_running",
        "supervision_alarm",
        ["kind", "about"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )


def downgrade() -> None:
    """Takes it back."""
    op.drop_table("supervision_alarm")
    op.drop_table("raised_hand")
    op.drop_column("note", "whispered")
