"""Work items: answers that somebody has to look at, and what made them so."""

import sqlalchemy as sa
from alembic import op

from hub.store.types import Moment

revision = "kb_0005"
down_revision = "kb_0004"


def upgrade() -> None:
    """Applies this migration."""
    op.create_table(
        "kb_work_item",
        sa.Column("item_id", sa.String(length=32), nullable=False),
        sa.Column("article_id", sa.String(length=128), nullable=False),
        sa.Column("open_for", sa.String(length=128), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("owner_id", sa.String(length=32), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("opened_at", Moment(), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=True),
        sa.Column("remark", sa.String(length=500), nullable=False),
        sa.Column("done_by", sa.String(length=32), nullable=True),
        sa.Column("done_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("item_id", name="pk_kb_work_item"),
        sa.UniqueConstraint("open_for", name="uq_kb_work_item_open_for"),
        sa.CheckConstraint("state IN ('open', 'done')", name="ck_kb_work_item_state"),
    )
    op.create_index("ix_kb_work_item_state_due_on", "kb_work_item", ["state", "due_on", "item_id"])
    op.create_table(
        "kb_work_cause",
        sa.Column("identity_key", sa.String(length=64), nullable=False),
        sa.Column("conversation", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("item_id", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=16), nullable=True),
        sa.Column("question", sa.String(length=200), nullable=False),
        sa.Column("words", sa.String(length=2000), nullable=False),
        sa.Column("told_by", sa.String(length=32), nullable=True),
        sa.Column("happened_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("identity_key", "conversation", "seq", "kind", name="pk_kb_work_cause"),
        sa.ForeignKeyConstraint(
            ["item_id"], ["kb_work_item.item_id"], name="fk_kb_work_cause_item_id_kb_work_item"
        ),
        sa.CheckConstraint("kind IN ('rating', 'handoff', 'correction')", name="ck_kb_work_cause_kind"),
    )
    op.create_index("ix_kb_work_cause_item_id", "kb_work_cause", ["item_id", "happened_at"])


def downgrade() -> None:
    """Takes this migration back."""
    op.drop_table("kb_work_cause")
    op.drop_table("kb_work_item")
