"""Which data keys each process has."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Applies this migration."""
    op.add_column("process", sa.Column("data_keys", sa.Text(), nullable=True))


def downgrade() -> None:
    """Takes this migration back."""
    op.drop_column("process", "data_keys")
