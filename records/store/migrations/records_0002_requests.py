"""Requests about customers, which a second person approves."""

import sqlalchemy as sa
from alembic import op

from hub.store.types import Json, Moment

revision = "records_0002"
down_revision = "records_0001"
branch_labels = None

OPEN = sa.text("state IN ('asked', 'approved', 'removing')")


def upgrade() -> None:
    """Applies this migration."""
    op.create_table(
        "records_request",
        sa.Column("request_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("who", sa.String(length=24), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=False),
        sa.Column("reference", sa.String(length=100), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("asked_by", sa.String(length=64), nullable=False),
        sa.Column("asked_at", Moment(), nullable=False),
        sa.Column("decided_by", sa.String(length=64), nullable=True),
        sa.Column("decided_at", Moment(), nullable=True),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.Column("outcome", Json, nullable=False),
        sa.PrimaryKeyConstraint("request_id", name=op.f("pk_records_request")),
        sa.CheckConstraint(
            "kind IN ('export', 'erase', 'hold', 'release')", name=op.f("ck_records_request_kind")
        ),
    )
    op.create_index(op.f("ix_records_request_who"), "records_request", ["who"])
    op.create_index("ix_records_request_state", "records_request", ["state", "asked_at"])
    op.create_index(
        "uq_records_request_open",
        "records_request",
        ["person", "kind", "reference"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )


def downgrade() -> None:
    """Takes this migration back."""
    op.drop_table("records_request")
