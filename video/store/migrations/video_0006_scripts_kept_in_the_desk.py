"""Scripts that people keep in the desk: drafts, and every version that was approved."""

import sqlalchemy as sa
from alembic import op

from hub.store.types import Json, Moment

revision = "video_0006"
down_revision = "video_0005"
branch_labels = None


def upgrade() -> None:
    """Applies this migration."""
    op.create_table(
        "video_script_draft",
        sa.Column("script", sa.String(length=40), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("content", Json, nullable=False),
        sa.Column("written_by", sa.String(length=64), nullable=False),
        sa.Column("written_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("script", name=op.f("pk_video_script_draft")),
    )
    op.create_table(
        "video_script_version",
        sa.Column("script", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("written_by", sa.String(length=64), nullable=False),
        sa.Column("approved_by", sa.String(length=64), nullable=False),
        sa.Column("approved_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("script", "version", name=op.f("pk_video_script_version")),
    )


def downgrade() -> None:
    """Takes this migration back."""
    op.drop_table("video_script_version")
    op.drop_table("video_script_draft")
