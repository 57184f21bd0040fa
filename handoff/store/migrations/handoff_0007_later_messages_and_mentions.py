"""Messages that are sent later, and colleagues who are named in notes."""

import sqlalchemy as sa
from alembic import op

from hub.store.types import Moment

revision = "handoff_0007"
down_revision = "handoff_0006"
branch_labels = None

STATES = "state IN ('waiting', 'sent', 'called_off', 'not_sent', 'seen')"


def upgrade() -> None:
    """Applies this migration."""
    op.create_table(
        "later_message",
        sa.Column("later_id", sa.String(length=36), nullable=False),
        sa.Column("identity_key", sa.String(length=24), nullable=False),
        sa.Column("conversation", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.String(length=64), nullable=False),
        sa.Column("text", sa.String(length=2000), nullable=False),
        sa.Column("send_at", Moment(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("why", sa.String(length=32), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.CheckConstraint(STATES, name=op.f("ck_later_message_state")),
        sa.PrimaryKeyConstraint("later_id", name=op.f("pk_later_message")),
    )
    op.create_index("ix_later_message_account_id", "later_message", ["account_id", "state"])
    op.create_index("ix_later_message_state", "later_message", ["state", "send_at"])
    op.create_index("ix_later_message_conversation", "later_message", ["identity_key", "conversation"])
    op.create_table(
        "mention",
        sa.Column("note_id", sa.String(length=36), nullable=False),
        sa.Column("account_id", sa.String(length=64), nullable=False),
        sa.Column("identity_key", sa.String(length=24), nullable=False),
        sa.Column("conversation", sa.Integer(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("seen_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("note_id", "account_id", name=op.f("pk_mention")),
    )
    op.create_index("ix_mention_account_id", "mention", ["account_id", "seen_at"])
    op.create_index("ix_mention_conversation", "mention", ["identity_key", "conversation"])


def downgrade() -> None:
    """Takes it back."""
    op.drop_table("mention")
    op.drop_table("later_message")
