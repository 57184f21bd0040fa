"""Reports that go out by mail."""

import sqlalchemy as sa
from alembic import op

from hub.store.types import Json, Moment

revision = "supervision_0003"
down_revision = "supervision_0002"
branch_labels = None


def upgrade() -> None:
    """Applies this migration."""
    op.create_table(
        "report_plan",
        sa.Column("plan_id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.String(length=64), nullable=False),
        sa.Column("dimension", sa.String(length=16), nullable=False),
        sa.Column("form", sa.String(length=8), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("every", sa.String(length=8), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("recipients", Json, nullable=False),
        sa.Column("period_end", Moment(), nullable=False),
        sa.Column("due_at", Moment(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("sent_at", Moment(), nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("plan_id", name=op.f("pk_report_plan")),
    )
    op.create_index(op.f("ix_report_plan_account_id"), "report_plan", ["account_id"])
    op.create_index(op.f("ix_report_plan_due_at"), "report_plan", ["due_at"])


def downgrade() -> None:
    """Takes this migration back."""
    op.drop_table("report_plan")
