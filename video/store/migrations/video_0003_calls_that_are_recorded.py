"""Calls through the media server, and their recordings."""

import sqlalchemy as sa
from alembic import op

from hub.store.types import Json, Moment

revision = "video_0003"
down_revision = "video_0002"
branch_labels = None

_ENDED = sa.text("state = 'ended'")


def upgrade() -> None:
    """Applies this migration."""
    op.add_column(
        "video_call", sa.Column("recorded", sa.String(length=16), nullable=False, server_default="no")
    )
    op.add_column("video_call", sa.Column("recording", sa.String(length=32), nullable=True))
    op.create_table(
        "video_recording",
        sa.Column("identity_key", sa.String(length=24), nullable=False),
        sa.Column("conversation", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("recording", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("agreed_at", Moment(), nullable=False),
        sa.Column("began_at", Moment(), nullable=True),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.Column("sealed_at", Moment(), nullable=True),
        sa.Column("happened", Json, nullable=False),
        sa.Column("lacks", Json, nullable=False),
        sa.CheckConstraint("state IN ('open', 'ended', 'sealed')", name=op.f("ck_video_recording_state")),
        sa.PrimaryKeyConstraint("identity_key", "conversation", "number", name=op.f("pk_video_recording")),
    )
    op.create_index(
        "ix_video_recording_ended",
        "video_recording",
        ["ended_at"],
        sqlite_where=_ENDED,
        postgresql_where=_ENDED,
    )


def downgrade() -> None:
    """Takes this migration back."""
    op.drop_index("ix_video_recording_ended", table_name="video_recording")
    op.drop_table("video_recording")
    op.drop_column("video_call", "recording")
    op.drop_column("video_call", "recorded")
