"""Tokens, nonces, cursors and uploads: the first tables of the connectors' own branch."""

import sqlalchemy as sa
from alembic import op

from hub.store.types import Moment

revision = "connectors_0001"
down_revision = "0003"
branch_labels = ("connectors",)


def upgrade() -> None:
    """Applies this migration."""
    op.create_table(
        "channel_token",
        *_whose(),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("refresh_at", Moment(), nullable=True),
        sa.Column("expires_at", Moment(), nullable=True),
        sa.Column("forced_at", Moment(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("retry_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("channel", "account", "kind", name=op.f("pk_channel_token")),
    )
    op.create_table(
        "channel_nonce",
        *_whose(),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("until", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("channel", "account", "digest", name=op.f("pk_channel_nonce")),
    )
    op.create_index("ix_channel_nonce_until", "channel_nonce", ["until"])
    op.create_table(
        "channel_cursor",
        *_whose(),
        sa.Column("name", sa.String(length=128), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("moved_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("channel", "account", "name", name=op.f("pk_channel_cursor")),
    )
    op.create_table(
        "channel_upload",
        *_whose(),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("provider_id", sa.Text(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("channel", "account", "sha256", "kind", name=op.f("pk_channel_upload")),
    )
    op.create_index("ix_channel_upload_expires_at", "channel_upload", ["expires_at"])

    op.create_table(
        "channel_lease",
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("owner", sa.String(length=128), nullable=True),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("until", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_channel_lease")),
    )


def downgrade() -> None:
    """Takes this migration back."""
    for table in ("channel_lease", "channel_upload", "channel_cursor", "channel_nonce", "channel_token"):
        op.drop_table(table)


def _whose() -> tuple[sa.Column[str], sa.Column[str]]:
    return (
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("account", sa.String(length=64), nullable=False),
    )
