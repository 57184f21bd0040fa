"""Calls, and the links that lead into them."""

import sqlalchemy as sa
from alembic import op

from hub.store.types import Moment

revision = "video_0001"
down_revision = "0003"
branch_labels = ("video",)

OPEN = sa.text("state <> 'ended'")


def upgrade() -> None:
    """Applies this migration."""
    op.create_table(
        "video_call",
        sa.Column("identity_key", sa.String(length=24), nullable=False),
        sa.Column("conversation", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("started_by", sa.String(length=16), nullable=False),
        sa.Column("customer_here", sa.Boolean(), nullable=False),
        sa.Column("agent_here", sa.Boolean(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.String(length=64), nullable=True),
        sa.Column("agent_name", sa.String(length=128), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("joined_at", Moment(), nullable=True),
        sa.Column("due_at", Moment(), nullable=True),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.Column("ended_why", sa.String(length=32), nullable=True),
        sa.CheckConstraint(
            "state IN ('invited', 'waiting', 'ringing', 'joined', 'lost', 'ended')",
            name=op.f("ck_video_call_state"),
        ),
        sa.CheckConstraint("started_by IN ('customer', 'agent')", name=op.f("ck_video_call_started_by")),
        sa.PrimaryKeyConstraint("identity_key", "conversation", "number", name=op.f("pk_video_call")),
    )
    for name, columns, unique in (
        ("uq_video_call_open", ["identity_key", "conversation"], True),
        ("ix_video_call_due_at", ["due_at"], False),
    ):
        op.create_index(name, "video_call", columns, unique=unique, sqlite_where=OPEN, postgresql_where=OPEN)
    op.create_table(
        "video_link",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("identity_key", sa.String(length=24), nullable=False),
        sa.Column("conversation", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.Column("used_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_video_link")),
    )
    op.create_index("ix_video_link_expires_at", "video_link", ["expires_at"])


def downgrade() -> None:
    """Takes this migration back."""
    op.drop_table("video_link")
    op.drop_table("video_call")
