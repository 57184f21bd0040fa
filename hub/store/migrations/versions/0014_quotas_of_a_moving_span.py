"""Quotas of a span count in slices of time, so that a span may begin at any moment."""

import sqlalchemy as sa
from alembic import op

from hub.store.types import Json

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Applies this migration."""
    op.add_column("quota", sa.Column("slices", Json, nullable=True))


def downgrade() -> None:
    """Takes this migration back."""
    op.drop_column("quota", "slices")
