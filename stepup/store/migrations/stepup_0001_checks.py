"""Checks of who a customer is."""

import sqlalchemy as sa
from alembic import op

from hub.store.encrypted import EncryptedText
from hub.store.types import Moment

revision = "stepup_0001"
down_revision = "0003"
branch_labels = ("stepup",)

RUNNING = "state IN ('wanted', 'open')"


def upgrade() -> None:
    """Applies this migration."""
    op.create_table(
        "step_up_check",
        sa.Column("check_id", sa.String(length=32), nullable=False),
        sa.Column("identity_key", sa.String(length=24), nullable=False),
        sa.Column("conversation", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("customer", EncryptedText(), nullable=True),
        sa.Column("customer_hash", sa.String(length=64), nullable=True),
        sa.Column("token_hash", sa.String(length=64), nullable=True),
        sa.Column("code_hash", sa.String(length=64), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("sms_identity", sa.String(length=24), nullable=True),
        sa.Column("sms_conversation", sa.Integer(), nullable=True),
        sa.Column("sms_seq", sa.Integer(), nullable=True),
        sa.Column("due_at", Moment(), nullable=True),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.Column("verified_until", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("check_id", name=op.f("pk_step_up_check")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_step_up_check_token_hash")),
        sa.CheckConstraint(
            "state IN ('wanted', 'open', 'passed', 'lapsing', 'over', 'failed')",
            name=op.f("ck_step_up_check_state"),
        ),
        sa.CheckConstraint("attempts BETWEEN 0 AND 3", name=op.f("ck_step_up_check_attempts")),
    )
    for name, *columns in (
        ("due_at", "due_at"),
        ("identity_key", "identity_key", "created_at"),
        ("customer_hash", "customer_hash", "created_at"),
        ("sms", "sms_identity", "sms_conversation", "sms_seq"),
    ):
        op.create_index(f"ix_step_up_check_{name}", "step_up_check", columns)
    op.create_index(
        "uq_step_up_check_running",
        "step_up_check",
        ["identity_key", "conversation"],
        unique=True,
        sqlite_where=sa.text(RUNNING),
        postgresql_where=sa.text(RUNNING),
    )


def downgrade() -> None:
    """Takes this migration back."""
    op.drop_table("step_up_check")
