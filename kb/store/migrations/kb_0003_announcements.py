"""Emergency announcements, which the house says in front of its answers until they end."""

import sqlalchemy as sa
from alembic import op

from hub.store.types import Json, Moment

revision = "kb_0003"
down_revision = "kb_0002"


def upgrade() -> None:
    """Applies this migration."""
    op.create_table(
        "kb_announcement",
        sa.Column("announcement_id", sa.String(length=32), nullable=False),
        sa.Column("text", sa.String(length=200), nullable=False),
        sa.Column("channels", Json, nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("written_by", sa.String(length=32), nullable=False),
        sa.Column("written_at", Moment(), nullable=False),
        sa.Column("approved_by", sa.String(length=32), nullable=True),
        sa.Column("approved_at", Moment(), nullable=True),
        sa.Column("ends_at", Moment(), nullable=True),
        sa.Column("ended_by", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("announcement_id", name="pk_kb_announcement"),
    )


def downgrade() -> None:
    """Takes this migration back."""
    op.drop_table("kb_announcement")
