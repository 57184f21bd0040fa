"""Business flows in calls, their steps, customers' ratings, and agents' licences."""

import sqlalchemy as sa
from alembic import op

from hub.store.types import Json, Moment

revision = "video_0002"
down_revision = "video_0001"
branch_labels = None


def upgrade() -> None:
    """Applies this migration."""
    op.create_table(
        "video_case",
        *_call(),
        sa.Column("script", sa.String(length=40), nullable=False),
        sa.Column("script_version", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("stopped_why", sa.String(length=32), nullable=True),
        sa.Column("opened_at", Moment(), nullable=False),
        sa.Column("done_at", Moment(), nullable=True),
        sa.CheckConstraint("state IN ('open', 'done', 'stopped')", name=op.f("ck_video_case_state")),
        sa.PrimaryKeyConstraint("identity_key", "conversation", "number", name=op.f("pk_video_case")),
    )
    op.create_table(
        "video_step",
        *_call(),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=40), nullable=False),
        sa.Column("result", sa.String(length=16), nullable=False),
        sa.Column("at_ms", sa.Integer(), nullable=False),
        sa.Column("detail", Json, nullable=False),
        sa.CheckConstraint("result IN ('done', 'failed')", name=op.f("ck_video_step_result")),
        sa.PrimaryKeyConstraint(
            "identity_key", "conversation", "number", "place", name=op.f("pk_video_step")
        ),
    )
    op.create_table(
        "video_rating",
        sa.Column("identity_key", sa.String(length=24), nullable=False),
        sa.Column("rated_at", Moment(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.Column("questionnaire", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("rating", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("identity_key", "rated_at", name=op.f("pk_video_rating")),
    )
    op.create_table(
        "video_licence",
        sa.Column("account_id", sa.String(length=64), nullable=False),
        sa.Column("licence", sa.String(length=40), nullable=False),
        sa.Column("valid_until", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("account_id", "licence", name=op.f("pk_video_licence")),
    )


def downgrade() -> None:
    """Takes this migration back."""
    for table in ("video_licence", "video_rating", "video_step", "video_case"):
        op.drop_table(table)


def _call() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("identity_key", sa.String(length=24), nullable=False),
        sa.Column("conversation", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
    )
