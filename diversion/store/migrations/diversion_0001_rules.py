"""Rules with their drafts, what was ever approved, and what has fired."""

import sqlalchemy as sa
from alembic import op

from hub.store.types import Json, Moment

revision = "diversion_0001"
down_revision = "0003"
branch_labels = ("diversion",)


def upgrade() -> None:
    """Applies this migration."""
    op.create_table(
        "diversion_rule",
        sa.Column("rule_id", sa.String(length=16), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("live", Json, nullable=True),
        sa.Column("live_version", sa.Integer(), nullable=False),
        sa.Column("draft", Json, nullable=True),
        sa.Column("draft_by", sa.String(length=32), nullable=True),
        sa.Column("draft_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("rule_id", name=op.f("pk_diversion_rule")),
    )
    op.create_table(
        "diversion_version",
        sa.Column("rule_id", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("rule", Json, nullable=False),
        sa.Column("written_by", sa.String(length=32), nullable=False),
        sa.Column("approved_by", sa.String(length=32), nullable=False),
        sa.Column("approved_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("rule_id", "version", name=op.f("pk_diversion_version")),
    )
    op.create_table(
        "diversion_fired",
        sa.Column("identity_key", sa.String(length=24), nullable=False),
        sa.Column("conversation", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("rule_id", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=16), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("seen", Json, nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("identity_key", "conversation", "turn", name=op.f("pk_diversion_fired")),
    )
    op.create_index("ix_diversion_fired_at", "diversion_fired", ["at"])


def downgrade() -> None:
    """Takes this migration back."""
    op.drop_table("diversion_fired")
    op.drop_table("diversion_version")
    op.drop_table("diversion_rule")
