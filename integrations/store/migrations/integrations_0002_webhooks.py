"""What is told to the bank's own programs of conversations."""

import sqlalchemy as sa
from alembic import op

from hub.store.encrypted import EncryptedText
from hub.store.types import Json, Moment

revision = "integrations_0002"
down_revision = "integrations_0001"


def upgrade() -> None:
    """Applies this migration."""
    op.create_table(
        "webhook",
        sa.Column("hook_id", sa.String(length=16), nullable=False),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.Column("secret", EncryptedText(), nullable=False),
        sa.Column("kinds", Json, nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("hook_id", name=op.f("pk_webhook")),
    )
    op.create_table(
        "webhook_event",
        sa.Column("hook_id", sa.String(length=16), nullable=False),
        sa.Column("identity_key", sa.String(length=24), nullable=False),
        sa.Column("conversation", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("details", Json, nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("due_at", Moment(), nullable=True),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.CheckConstraint("state IN ('waiting', 'sent', 'failed')", name=op.f("ck_webhook_event_state")),
        sa.PrimaryKeyConstraint(
            "hook_id", "identity_key", "conversation", "number", name=op.f("pk_webhook_event")
        ),
    )
    op.create_index("ix_webhook_event_due_at", "webhook_event", ["due_at"])
    op.create_index("ix_webhook_event_ended_at", "webhook_event", ["ended_at"])


def downgrade() -> None:
    """Takes this migration back."""
    op.drop_table("webhook_event")
    op.drop_table("webhook")
