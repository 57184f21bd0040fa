"""Destinations with their versions, checks of their addresses, who was led where, and the first questions."""

import sqlalchemy as sa
from alembic import op

from hub.store.types import Json, Moment

revision = "navigation_0001"
down_revision = "0003"
branch_labels = ("navigation",)


def upgrade() -> None:
    """Applies this migration."""
    op.create_table(
        "nav_destination",
        sa.Column("destination_id", sa.String(length=40), nullable=False),
        sa.Column("newest", sa.Integer(), nullable=False),
        sa.Column("live", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("destination_id", name=op.f("pk_nav_destination")),
    )
    op.create_table(
        "nav_version",
        sa.Column("destination_id", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("content", Json, nullable=False),
        sa.Column("written_by", sa.String(length=64), nullable=False),
        sa.Column("written_at", Moment(), nullable=False),
        sa.Column("decided_by", sa.String(length=64), nullable=True),
        sa.Column("decided_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("destination_id", "version", name=op.f("pk_nav_version")),
        sa.CheckConstraint("state IN ('waiting', 'approved', 'rejected')", name=op.f("ck_nav_version_state")),
    )
    op.create_table(
        "nav_link_check",
        sa.Column("destination_id", sa.String(length=40), nullable=False),
        sa.Column("way", sa.Integer(), nullable=False),
        sa.Column("url", sa.String(length=1900), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("checked_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("destination_id", "way", name=op.f("pk_nav_link_check")),
    )
    op.create_table(
        "nav_guided",
        sa.Column("identity_key", sa.String(length=24), nullable=False),
        sa.Column("conversation", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("destination_id", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("intent", sa.String(length=64), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("english", sa.Boolean(create_constraint=False), nullable=False),
        sa.Column("shown_at", Moment(), nullable=False),
        sa.Column("ask_at", Moment(), nullable=True),
        sa.Column("asked_seq", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("came_back", sa.Boolean(create_constraint=False), nullable=False),
        sa.PrimaryKeyConstraint("identity_key", "conversation", "turn", name=op.f("pk_nav_guided")),
        sa.CheckConstraint("outcome IN ('', 'solved', 'unsolved')", name=op.f("ck_nav_guided_outcome")),
    )
    op.create_index("ix_nav_guided_ask_at", "nav_guided", ["ask_at"])
    op.create_index("ix_nav_guided_shown_at", "nav_guided", ["shown_at"])
    op.create_table(
        "nav_opening",
        sa.Column("opening_id", sa.String(length=40), nullable=False),
        sa.Column("question", sa.String(length=100), nullable=False),
        sa.Column("channels", Json, nullable=False),
        sa.Column("pages", Json, nullable=False),
        sa.Column("segments", Json, nullable=False),
        sa.Column("from_hour", sa.Integer(), nullable=False),
        sa.Column("until_hour", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("written_by", sa.String(length=64), nullable=False),
        sa.Column("written_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("opening_id", name=op.f("pk_nav_opening")),
    )


def downgrade() -> None:
    """Takes this migration back."""
    op.drop_table("nav_opening")
    op.drop_table("nav_guided")
    op.drop_table("nav_link_check")
    op.drop_table("nav_version")
    op.drop_table("nav_destination")
