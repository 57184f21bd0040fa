"""What customers chose of what was offered to them, and the order that was learnt of it."""

import sqlalchemy as sa
from alembic import op

from hub.store.types import Moment

revision = "kb_0006"
down_revision = "kb_0005"


def upgrade() -> None:
    """Applies this migration."""
    op.create_table(
        "kb_choice",
        sa.Column("article_id", sa.String(length=128), nullable=False),
        sa.Column("over_id", sa.String(length=128), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("article_id", "over_id", "day", name="pk_kb_choice"),
    )
    op.create_index("ix_kb_choice_day", "kb_choice", ["day"])
    op.create_table(
        "kb_offer_order",
        sa.Column("ahead_id", sa.String(length=128), nullable=False),
        sa.Column("behind_id", sa.String(length=128), nullable=False),
        sa.Column("chosen", sa.Integer(), nullable=False),
        sa.Column("choices", sa.Integer(), nullable=False),
        sa.Column("learnt_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("ahead_id", "behind_id", name="pk_kb_offer_order"),
    )


def downgrade() -> None:
    """Takes this migration back."""
    op.drop_table("kb_offer_order")
    op.drop_table("kb_choice")
