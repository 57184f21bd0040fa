"""Media: what lies in the media folder, and which identity may use what of it."""

import sqlalchemy as sa
from alembic import op

from hub.store.types import Moment

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Applies this migration."""
    op.create_table(
        "media",
        sa.Column("media_id", sa.String(length=64), nullable=False),
        sa.Column("mime", sa.String(length=64), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("media_id", name="pk_media"),
    )
    op.create_table(
        "media_of_identity",
        sa.Column("identity_key", sa.String(length=24), nullable=False),
        sa.Column("media_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("identity_key", "media_id", name="pk_media_of_identity"),
    )
    op.create_index("ix_media_of_identity_media_id", "media_of_identity", ["media_id"], unique=False)


def downgrade() -> None:
    """Takes this migration back."""
    op.drop_index("ix_media_of_identity_media_id", table_name="media_of_identity")
    op.drop_table("media_of_identity")
    op.drop_table("media")
