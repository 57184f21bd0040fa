"""Whether there is a transcript of a recording, and what made it."""

import sqlalchemy as sa
from alembic import op

revision = "video_0007"
down_revision = "video_0006"
branch_labels = None


def upgrade() -> None:
    """Applies this migration."""
    op.add_column("video_recording", sa.Column("words", sa.String(length=16), nullable=True))
    op.add_column("video_recording", sa.Column("words_by", sa.String(length=60), nullable=True))


def downgrade() -> None:
    """Takes this migration back."""
    op.drop_column("video_recording", "words_by")
    op.drop_column("video_recording", "words")
