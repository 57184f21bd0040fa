"""What a conversation is urgently about."""

import sqlalchemy as sa
from alembic import op

from hub.store.types import Json

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Applies this migration."""
    op.add_column("conversation", sa.Column("alert", Json, nullable=True))


def downgrade() -> None:
    """Takes this migration back."""
    op.drop_column("conversation", "alert")
