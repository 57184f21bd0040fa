"""Files that go with letters."""

import sqlalchemy as sa
from alembic import op

from hub.store.encrypted import EncryptedText

revision = "mail_0002"
down_revision = "mail_0001"
branch_labels = None


def upgrade() -> None:
    """Applies this migration."""
    op.add_column("mail_letter", sa.Column("enclosed", EncryptedText(), nullable=True))


def downgrade() -> None:
    """Takes this migration back; letters go without their files then."""
    op.drop_column("mail_letter", "enclosed")
