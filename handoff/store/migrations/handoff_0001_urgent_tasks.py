"""Tasks that are urgent, with what is known of them: the first of the hand-off's own branch."""

import sqlalchemy as sa
from alembic import op

from hub.store.types import Json

revision = "handoff_0001"
down_revision = "0003"
branch_labels = ("handoff",)


def upgrade() -> None:
    """Applies this migration."""
    op.add_column("task", sa.Column("urgent", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("task", sa.Column("facts", Json, nullable=True))


def downgrade() -> None:
    """Takes this migration back."""
    op.drop_column("task", "facts")
    op.drop_column("task", "urgent")
