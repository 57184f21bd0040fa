"""Cases, and each step of theirs."""

import sqlalchemy as sa
from alembic import op

from hub.store.types import Moment

revision = "cases_0001"
down_revision = "0003"
branch_labels = ("cases",)


def upgrade() -> None:
    """Applies this migration."""
    op.create_table(
        "case_file",
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("identity_key", sa.String(length=24), nullable=False),
        sa.Column("conversation", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("branch_id", sa.String(length=32), nullable=False),
        sa.Column("owner_id", sa.String(length=64), nullable=True),
        sa.Column("from_branch_id", sa.String(length=32), nullable=True),
        sa.Column("from_owner_id", sa.String(length=64), nullable=True),
        sa.Column("draft", sa.String(length=2000), nullable=True),
        sa.Column("draft_by", sa.String(length=64), nullable=True),
        sa.Column("reply_conversation", sa.Integer(), nullable=True),
        sa.Column("reply_seq", sa.Integer(), nullable=True),
        sa.Column("escalated", sa.Boolean(create_constraint=False), nullable=False),
        sa.Column("due_at", Moment(), nullable=False),
        sa.Column("look_at", Moment(), nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("closed_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_case_file")),
        sa.CheckConstraint(
            "state IN ('open', 'in_review', 'replied', 'closed')", name=op.f("ck_case_file_state")
        ),
    )
    op.create_index("ix_case_file_look_at", "case_file", ["look_at"])
    op.create_index("ix_case_file_state", "case_file", ["state", "due_at"])
    op.create_index("ix_case_file_reply", "case_file", ["identity_key", "reply_conversation", "reply_seq"])
    op.create_index("ix_case_file_conversation", "case_file", ["identity_key", "conversation"])
    op.create_table(
        "case_step",
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=16), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("to_id", sa.String(length=64), nullable=False),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("number", "step", name=op.f("pk_case_step")),
    )


def downgrade() -> None:
    """Takes this migration back."""
    op.drop_table("case_step")
    op.drop_table("case_file")
