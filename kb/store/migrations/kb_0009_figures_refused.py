"""Categories in which no literal rate or fee may be written."""

import sqlalchemy as sa
from alembic import op

revision = "kb_0009"
down_revision = "kb_0008"


def upgrade() -> None:
    """Applies this migration."""
    op.create_table(
        "kb_strict_category",
        sa.Column("topic", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("topic", name="pk_kb_strict_category"),
    )


def downgrade() -> None:
    """Takes this migration back; literal figures are only warned of again."""
    op.drop_table("kb_strict_category")
