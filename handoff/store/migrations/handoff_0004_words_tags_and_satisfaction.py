"""Canned replies, rules about words, tags of customers, and how satisfied they were."""

import sqlalchemy as sa
from alembic import op

from hub.store.types import Json, Moment

revision = "handoff_0004"
down_revision = "handoff_0003"
branch_labels = None


def upgrade() -> None:
    """Applies this migration."""
    op.create_table(
        "canned_reply",
        sa.Column("reply_id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.String(length=64), nullable=True),
        sa.Column("branch_id", sa.String(length=32), nullable=True),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("initials", sa.String(length=240), nullable=False),
        sa.Column("text", sa.String(length=2000), nullable=False),
        sa.Column("changed_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("reply_id", name=op.f("pk_canned_reply")),
    )
    op.create_index("ix_canned_reply_account_id", "canned_reply", ["account_id"])
    op.create_index("ix_canned_reply_branch_id", "canned_reply", ["branch_id"])
    op.create_table(
        "word_rule",
        sa.Column("rule_id", sa.String(length=32), nullable=False),
        sa.Column("branch_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("product", sa.String(length=60), nullable=False),
        sa.Column("cues", Json, nullable=False),
        sa.Column("words", Json, nullable=False),
        sa.Column("say", sa.String(length=500), nullable=False),
        sa.Column("why", sa.String(length=200), nullable=False),
        sa.Column("changed_at", Moment(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('forbidden', 'must_say', 'hint', 'link')", name=op.f("ck_word_rule_kind")
        ),
        sa.PrimaryKeyConstraint("rule_id", name=op.f("pk_word_rule")),
    )
    op.create_index("ix_word_rule_branch_id", "word_rule", ["branch_id"])
    _make_customers_tables()


def downgrade() -> None:
    """Takes this migration back."""
    for table in ("satisfaction", "contact_tag", "word_rule", "canned_reply"):
        op.drop_table(table)


def _make_customers_tables() -> None:
    op.create_table(
        "contact_tag",
        sa.Column("contact_id", sa.String(length=32), nullable=False),
        sa.Column("tag", sa.String(length=30), nullable=False),
        sa.Column("account_id", sa.String(length=64), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("contact_id", "tag", name=op.f("pk_contact_tag")),
    )
    op.create_table(
        "satisfaction",
        sa.Column("identity_key", sa.String(length=24), nullable=False),
        sa.Column("conversation", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.String(length=64), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("asked_at", Moment(), nullable=False),
        sa.Column("answered_at", Moment(), nullable=True),
        sa.CheckConstraint("score BETWEEN 1 AND 5", name=op.f("ck_satisfaction_score")),
        sa.PrimaryKeyConstraint("identity_key", "conversation", name=op.f("pk_satisfaction")),
    )
    op.create_index("ix_satisfaction_account_id", "satisfaction", ["account_id", "asked_at"])
