"""Signed facts of a person; which ask of the committed turn was answered."""

import sqlalchemy as sa
from alembic import op

from hub.store.types import Json

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Applies this migration."""
    op.add_column("identity", sa.Column("facts", Json, nullable=True))
    op.add_column(
        "conversation", sa.Column("committed_ask", sa.Integer(), nullable=False, server_default="0")
    )


def downgrade() -> None:
    """Takes this migration back."""
    op.drop_column("conversation", "committed_ask")
    op.drop_column("identity", "facts")
