"""Legal holds, and what still has to be removed outside of the database."""

import sqlalchemy as sa
from alembic import op

from hub.store.types import Moment

revision = "records_0001"
down_revision = "0003"
branch_labels = ("records",)

STANDS = sa.text("lifted_at IS NULL")


def upgrade() -> None:
    """Applies this migration."""
    op.create_table(
        "legal_hold",
        sa.Column("hold_id", sa.String(length=32), nullable=False),
        sa.Column("contact_id", sa.String(length=32), nullable=False),
        sa.Column("reference", sa.String(length=100), nullable=False),
        sa.Column("placed_at", Moment(), nullable=False),
        sa.Column("lifted_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("hold_id", name=op.f("pk_legal_hold")),
    )
    op.create_index("ix_legal_hold_contact_id", "legal_hold", ["contact_id"])
    op.create_index(
        "uq_legal_hold_standing",
        "legal_hold",
        ["contact_id", "reference"],
        unique=True,
        sqlite_where=STANDS,
        postgresql_where=STANDS,
    )
    op.create_table(
        "file_removal",
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=256), nullable=False),
        sa.PrimaryKeyConstraint("kind", "name", name=op.f("pk_file_removal")),
        sa.CheckConstraint("kind IN ('media', 'uploads', 'log_word')", name=op.f("ck_file_removal_kind")),
    )


def downgrade() -> None:
    """Takes this migration back."""
    op.drop_table("file_removal")
    op.drop_table("legal_hold")
