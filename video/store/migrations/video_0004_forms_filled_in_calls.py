"""Forms that customers confirmed in calls."""

import sqlalchemy as sa
from alembic import op

from hub.store.types import Json, Moment

revision = "video_0004"
down_revision = "video_0003"
branch_labels = None


def upgrade() -> None:
    """Applies this migration."""
    op.create_table(
        "video_form",
        sa.Column("identity_key", sa.String(length=24), nullable=False),
        sa.Column("conversation", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("filled", Json, nullable=False),
        sa.Column("confirmed_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("identity_key", "conversation", "number", "form", name=op.f("pk_video_form")),
    )


def downgrade() -> None:
    """Takes this migration back."""
    op.drop_table("video_form")
