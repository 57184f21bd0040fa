"""What customers have had their bank do."""

import sqlalchemy as sa
from alembic import op

from hub.store.encrypted import EncryptedText
from hub.store.types import Moment

revision = "bank_0001"
down_revision = "0003"
branch_labels = ("bank",)


def upgrade() -> None:
    """Applies this migration."""
    op.create_table(
        "bank_instruction",
        sa.Column("identity_key", sa.String(length=24), nullable=False),
        sa.Column("conversation", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("wish", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("instruction", EncryptedText(), nullable=True),
        sa.Column("customer", EncryptedText(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("due_at", Moment(), nullable=True),
        sa.Column("valid_until", Moment(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("waiting_told_at", Moment(), nullable=True),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint(
            "identity_key", "conversation", "turn", "number", name=op.f("pk_bank_instruction")
        ),
        sa.UniqueConstraint(
            "identity_key",
            "conversation",
            "wish",
            name=op.f("uq_bank_instruction_identity_key_conversation_wish"),
        ),
        sa.CheckConstraint("state IN ('waiting', 'done', 'refused')", name=op.f("ck_bank_instruction_state")),
    )
    op.create_index("ix_bank_instruction_due_at", "bank_instruction", ["due_at"])


def downgrade() -> None:
    """Takes this migration back."""
    op.drop_table("bank_instruction")
