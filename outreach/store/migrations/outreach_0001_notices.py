"""What the bank has told, what customers have agreed to, and the texts that people keep."""

import sqlalchemy as sa
from alembic import op

from hub.store.encrypted import EncryptedText
from hub.store.types import Moment

revision = "outreach_0001"
down_revision = "0003"
branch_labels = ("outreach",)


def upgrade() -> None:
    """Applies this migration."""
    op.create_table(
        "outreach_notice",
        sa.Column("event", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("identity_key", sa.String(length=24), nullable=True),
        sa.Column("body", EncryptedText(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("due_at", Moment(), nullable=True),
        sa.Column("valid_until", Moment(), nullable=False),
        sa.Column("received_at", Moment(), nullable=False),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.Column("conversation", sa.Integer(), nullable=True),
        sa.Column("seq", sa.Integer(), nullable=True),
        sa.CheckConstraint("state IN ('waiting', 'told', 'dropped')", name=op.f("ck_outreach_notice_state")),
        sa.PrimaryKeyConstraint("event", name=op.f("pk_outreach_notice")),
    )
    op.create_index("ix_outreach_notice_due_at", "outreach_notice", ["due_at"])
    op.create_index("ix_outreach_notice_identity_key", "outreach_notice", ["identity_key", "ended_at"])
    op.create_index("ix_outreach_notice_received_at", "outreach_notice", ["received_at"])
    op.create_table(
        "outreach_consent",
        sa.Column("identity_key", sa.String(length=24), nullable=False),
        sa.Column("purpose", sa.String(length=16), nullable=False),
        sa.Column("granted", sa.Boolean(), nullable=False),
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("given_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("identity_key", "purpose", name=op.f("pk_outreach_consent")),
    )
    op.create_table(
        "outreach_text",
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("changed_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("kind", name=op.f("pk_outreach_text")),
    )


def downgrade() -> None:
    """Takes this migration back."""
    op.drop_table("outreach_text")
    op.drop_table("outreach_consent")
    op.drop_table("outreach_notice")
