"""What the bot was unsure of, masked, and what people say that it is."""

import sqlalchemy as sa
from alembic import op

from hub.store.types import Json, Moment

revision = "navigation_0002"
down_revision = "navigation_0001"
branch_labels = None


def upgrade() -> None:
    """Applies this migration."""
    op.create_table(
        "nav_utterance",
        sa.Column("utterance_id", sa.String(length=40), nullable=False),
        sa.Column("identity_key", sa.String(length=24), nullable=False),
        sa.Column("conversation", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("text", sa.String(length=200), nullable=False),
        sa.Column("intents", Json, nullable=False),
        sa.Column("heard_at", Moment(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("label", sa.String(length=64), nullable=False),
        sa.Column("labelled_by", sa.String(length=64), nullable=True),
        sa.Column("labelled_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("utterance_id", name=op.f("pk_nav_utterance")),
        sa.UniqueConstraint(
            "identity_key",
            "conversation",
            "turn",
            name=op.f("uq_nav_utterance_identity_key_conversation_turn"),
        ),
        sa.CheckConstraint("state IN ('open', 'labelled', 'dropped')", name=op.f("ck_nav_utterance_state")),
    )
    op.create_index("ix_nav_utterance_state_heard_at", "nav_utterance", ["state", "heard_at"])
    op.create_index("ix_nav_utterance_text", "nav_utterance", ["text"])


def downgrade() -> None:
    """Takes it back."""
    op.drop_table("nav_utterance")
