"""Letters that wait to be sent."""

import sqlalchemy as sa
from alembic import op

from hub.store.encrypted import EncryptedText
from hub.store.types import Moment

revision = "mail_0001"
down_revision = "0003"
branch_labels = ("mail",)


def upgrade() -> None:
    """Applies this migration."""
    op.create_table(
        "mail_letter",
        sa.Column("letter_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("recipient", EncryptedText(), nullable=False),
        sa.Column("subject", EncryptedText(), nullable=False),
        sa.Column("body", EncryptedText(), nullable=False),
        sa.Column("written_at", Moment(), nullable=False),
        sa.Column("due_at", Moment(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("letter_id", name=op.f("pk_mail_letter")),
    )
    op.create_index("ix_mail_letter_due_at", "mail_letter", ["due_at"])


def downgrade() -> None:
    """Takes this migration back."""
    op.drop_table("mail_letter")
