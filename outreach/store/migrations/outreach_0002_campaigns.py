"""Campaigns: notices to many, and what became of each row of their lists."""

import sqlalchemy as sa
from alembic import op

from hub.store.encrypted import EncryptedText
from hub.store.types import Json, Moment

revision = "outreach_0002"
down_revision = "outreach_0001"
branch_labels = None


def upgrade() -> None:
    """Applies this migration."""
    op.create_table(
        "outreach_campaign",
        sa.Column("campaign_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("content", Json, nullable=False),
        sa.Column("written_by", sa.String(length=64), nullable=False),
        sa.Column("written_at", Moment(), nullable=False),
        sa.Column("decided_by", sa.String(length=64), nullable=True),
        sa.Column("decided_at", Moment(), nullable=True),
        sa.Column("next_at", Moment(), nullable=True),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting', 'running', 'stopped', 'rejected', 'ended')",
            name=op.f("ck_outreach_campaign_state"),
        ),
        sa.PrimaryKeyConstraint("campaign_id", name=op.f("pk_outreach_campaign")),
    )
    op.create_index("ix_outreach_campaign_next_at", "outreach_campaign", ["next_at"])
    op.create_index("ix_outreach_campaign_written_at", "outreach_campaign", ["written_at"])
    op.create_table(
        "outreach_recipient",
        sa.Column("campaign_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("identity_key", sa.String(length=24), nullable=True),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("body", EncryptedText(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("due_at", Moment(), nullable=True),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.Column("conversation", sa.Integer(), nullable=True),
        sa.Column("seq", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting', 'told', 'dropped')", name=op.f("ck_outreach_recipient_state")
        ),
        sa.PrimaryKeyConstraint("campaign_id", "number", name=op.f("pk_outreach_recipient")),
    )
    op.create_index("ix_outreach_recipient_due_at", "outreach_recipient", ["campaign_id", "due_at"])
    op.create_index("ix_outreach_recipient_identity_key", "outreach_recipient", ["identity_key", "ended_at"])


def downgrade() -> None:
    """Takes this migration back."""
    op.drop_table("outreach_recipient")
    op.drop_table("outreach_campaign")
