"""How long recordings are kept, what holds them, who took a copy, and whether they have one picture."""

import sqlalchemy as sa
from alembic import op

from hub.store.types import Moment

revision = "video_0005"
down_revision = "video_0004"
branch_labels = None


def upgrade() -> None:
    """Applies this migration."""
    op.add_column("video_recording", sa.Column("picture", sa.String(length=16), nullable=True))
    op.add_column("video_recording", sa.Column("product_ends_on", sa.Date(), nullable=True))
    op.add_column("video_recording", sa.Column("removed_at", Moment(), nullable=True))
    op.create_index("uq_video_recording_recording", "video_recording", ["recording"], unique=True)
    op.create_table(
        "video_hold",
        sa.Column("recording", sa.String(length=32), nullable=False),
        sa.Column("reference", sa.String(length=80), nullable=False),
        sa.Column("placed_by", sa.String(length=64), nullable=False),
        sa.Column("placed_at", Moment(), nullable=False),
        sa.Column("lifted_by", sa.String(length=64)),
        sa.Column("lifted_at", Moment()),
        sa.PrimaryKeyConstraint("recording", "reference", "placed_at", name=op.f("pk_video_hold")),
    )
    op.create_table(
        "video_export",
        sa.Column("export_id", sa.String(length=32), nullable=False),
        sa.Column("recording", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("exported_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("export_id", name=op.f("pk_video_export")),
    )
    op.create_index("ix_video_export_recording", "video_export", ["recording"])


def downgrade() -> None:
    """Takes this migration back."""
    op.drop_table("video_export")
    op.drop_table("video_hold")
    op.drop_index("uq_video_recording_recording", "video_recording")
    op.drop_column("video_recording", "removed_at")
    op.drop_column("video_recording", "product_ends_on")
    op.drop_column("video_recording", "picture")
