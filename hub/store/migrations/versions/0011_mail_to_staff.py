"""Addresses for mail to staff."""

import sqlalchemy as sa
from alembic import op

from hub.store.encrypted import EncryptedText

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Applies this migration."""
    op.add_column("staff_account", sa.Column("email", EncryptedText(), nullable=True))


def downgrade() -> None:
    """Takes this migration back."""
    op.drop_column("staff_account", "email")
