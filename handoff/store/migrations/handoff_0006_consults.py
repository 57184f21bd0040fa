"""Colleagues who are asked to look at a conversation that somebody else keeps."""

import sqlalchemy as sa
from alembic import op

from hub.store.types import Moment

revision = "handoff_0006"
down_revision = "handoff_0005"
branch_labels = None


def upgrade() -> None:
    """Applies this migration."""
    op.create_table(
        "consult",
        sa.Column("consult_id", sa.String(length=36), nullable=False),
        sa.Column("identity_key", sa.String(length=24), nullable=False),
        sa.Column("conversation", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.String(length=64), nullable=False),
        sa.Column("asked_by", sa.String(length=64), nullable=False),
        sa.Column("asked_by_name", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("read_seq", sa.Integer(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.CheckConstraint("state IN ('open', 'ended', 'given')", name=op.f("ck_consult_state")),
        sa.PrimaryKeyConstraint("consult_id", name=op.f("pk_consult")),
    )
    op.create_index("ix_consult_account_id", "consult", ["account_id", "state"])
    op.create_index(
        "uq_consult_open",
        "consult",
        ["identity_key", "conversation", "turn"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )


def downgrade() -> None:
    """Takes it back."""
    op.drop_index("uq_consult_open", table_name="consult")
    op.drop_index("ix_consult_account_id", table_name="consult")
    op.drop_table("consult")
