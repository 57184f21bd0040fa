"""Conversations that a person inspects."""

import sqlalchemy as sa
from alembic import op

from hub.store.types import Json, Moment

revision = "inspection_0002"
down_revision = "inspection_0001"


def upgrade() -> None:
    """Applies this migration."""
    op.create_table(
        "inspection_sheet",
        sa.Column("sheet_id", sa.String(length=16), nullable=False),
        sa.Column("identity_key", sa.String(length=24), nullable=False),
        sa.Column("conversation", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("drawn_by", sa.String(length=32), nullable=False),
        sa.Column("drawn_at", Moment(), nullable=False),
        sa.Column("scores", Json, nullable=False),
        sa.Column("total", sa.Integer(), nullable=True),
        sa.Column("remark", sa.String(length=500), nullable=False),
        sa.Column("scored_by", sa.String(length=32), nullable=True),
        sa.Column("scored_at", Moment(), nullable=True),
        sa.Column("appeal", sa.String(length=500), nullable=False),
        sa.Column("appealed_at", Moment(), nullable=True),
        sa.Column("decision", sa.String(length=500), nullable=False),
        sa.Column("decided_by", sa.String(length=32), nullable=True),
        sa.Column("decided_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("sheet_id", name=op.f("pk_inspection_sheet")),
        sa.UniqueConstraint(
            "identity_key", "conversation", name=op.f("uq_inspection_sheet_identity_key_conversation")
        ),
        sa.CheckConstraint(
            "state IN ('drawn', 'scored', 'appealed', 'decided')", name=op.f("ck_inspection_sheet_state")
        ),
    )
    op.create_index("ix_inspection_sheet_account_id", "inspection_sheet", ["account_id"])
    op.create_index("ix_inspection_sheet_drawn_at", "inspection_sheet", ["drawn_at"])


def downgrade() -> None:
    """Takes this migration back."""
    op.drop_table("inspection_sheet")
